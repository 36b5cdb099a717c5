import { orRefuse } from '../../refuse';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const filter = (name: string) => url.searchParams.get(name) || null;
	const address = url.pathname + url.search;
	const request = {
		asOf: filter('asOf'),
		kecamatan: filter('kecamatan'),
		ward: filter('ward'),
		free: filter('free'),
		sort: filter('sort'),
		url: address
	};
	const { views, services } = locals;
	const [view, complaints] = await Promise.all([
		orRefuse(() => views.get(address, () => services.beds.load(request))),
		request.asOf === null ? services.complaints.counts() : []
	]);
	return { view, complaints };
};
