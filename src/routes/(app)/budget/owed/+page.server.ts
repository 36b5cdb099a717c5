import { orRefuse } from '../../../refuse';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	orRefuse(async () => {
		const chosen = (name: string) => url.searchParams.get(name) || null;
		const { locale } = locals;
		const query = {
			...{ asOf: chosen('asOf'), year: chosen('year') },
			...{ facility: chosen('facility'), service: chosen('service'), stage: chosen('stage') }
		};
		const view = await locals.views.get(`${url.pathname}${url.search} ${locale}`, () =>
			locals.services.budgetOwed.load(query, locale)
		);
		return { view };
	});
