import { orRefuse } from '../../../refuse';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const chosen = (name: string) => url.searchParams.get(name) || null;
	const query = { item: chosen('item'), facility: chosen('facility'), asOf: chosen('asOf') };
	const read = () => locals.services.drugForecast.load(query);
	return { view: await orRefuse(() => locals.views.get(url.pathname + url.search, read)) };
};
