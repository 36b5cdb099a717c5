import { orRefuse } from '../../refuse';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const filter = (name: string) => url.searchParams.get(name) || null;
	const address = url.pathname + url.search;
	const request = {
		asOf: filter('asOf'),
		ward: filter('ward'),
		kecamatan: filter('kecamatan'),
		url: address
	};
	const { views, services } = locals;
	return { view: await orRefuse(() => views.get(address, () => services.public.load(request))) };
};
