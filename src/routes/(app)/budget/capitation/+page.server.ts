import { orRefuse } from '../../../refuse';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	orRefuse(async () => {
		const chosen = (name: string) => url.searchParams.get(name) || null;
		const { locale } = locals;
		const view = await locals.views.get(`${url.pathname}${url.search} ${locale}`, () =>
			locals.services.budgetCapitation.load({ asOf: chosen('asOf'), year: chosen('year') }, locale)
		);
		return { view };
	});
