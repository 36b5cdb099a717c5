import { orRefuse } from '../../../refuse';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	orRefuse(async () => {
		const chosen = (name: string) => url.searchParams.get(name) || null;
		const view = await locals.views.get(url.pathname + url.search, () =>
			locals.services.budgetRecap.load({ asOf: chosen('asOf'), year: chosen('year') })
		);
		return { view };
	});
