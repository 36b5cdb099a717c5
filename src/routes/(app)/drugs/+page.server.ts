import { orRefuse } from '../../refuse';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const filter = (name: string) => url.searchParams.get(name) || null;
	const query = {
		item: filter('item'),
		ven: filter('ven'),
		kecamatan: filter('kecamatan'),
		facility: filter('facility'),
		asOf: filter('asOf')
	};
	const { views, services } = locals.app;
	return {
		view: await orRefuse(() => views.get(url.pathname + url.search, () => services.drugs.load(query)))
	};
};
