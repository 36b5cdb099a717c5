import { orRefuse } from '../../../refuse';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const filter = (name: string) => url.searchParams.get(name) || null;
	const address = url.pathname + url.search;
	const request = { month: filter('month'), facility: filter('facility'), url: address };
	const { views, services } = locals;
	return { view: await orRefuse(() => views.get(address, () => services.bedUse.load(request))) };
};
