import { orRefuse } from '../refuse';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	orRefuse(async () => {
		const asOf = url.searchParams.get('asOf') || null;
		const view = await locals.views.get(`/?asOf=${asOf ?? ''}`, () =>
			locals.services.overview.load({ asOf })
		);
		return { view };
	});
