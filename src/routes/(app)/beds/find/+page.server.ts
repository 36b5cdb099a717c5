import { orRefuse } from '../../../refuse';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const filter = (name: string) => url.searchParams.get(name) || null;
	const address = url.pathname + url.search;
	const request = {
		ward: filter('ward'),
		kecamatan: filter('kecamatan'),
		sort: filter('sort'),
		url: address
	};
	const { views, services } = locals;
	return { view: await orRefuse(() => views.get(address, () => services.findBed.load(request))) };
};
