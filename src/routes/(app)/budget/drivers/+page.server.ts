import { orRefuse } from '../../../refuse';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	orRefuse(async () => {
		const asOf = url.searchParams.get('asOf') || null;
		const view = await locals.views.get(url.pathname + url.search, () =>
			locals.services.budgetDrivers.load({ asOf })
		);
		return { view };
	});
