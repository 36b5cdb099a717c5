import { orRefuse } from '../../refuse';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	orRefuse(async () => {
		const chosen = (name: string) => url.searchParams.get(name) || null;
		const view = await locals.views.get(url.pathname + url.search, () =>
			locals.services.budget.load({
				asOf: chosen('asOf'),
				year: chosen('year'),
				facility: chosen('facility'),
				service: chosen('service')
			})
		);
		return { view };
	});
