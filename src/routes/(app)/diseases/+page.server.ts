import { orRefuse } from '../../refuse';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const filter = (name: string) => url.searchParams.get(name) || null;
	const query = {
		kecamatan: filter('kecamatan'),
		grain: filter('grain'),
		period: filter('period'),
		asOf: filter('asOf')
	};
	const { views, services } = locals;
	return {
		view: await orRefuse(() =>
			views.get(url.pathname + url.search, async () => {
				const disease = filter('disease') ?? (await services.overview.risingDisease(query.asOf));
				return services.diseases.load({ ...query, disease });
			})
		)
	};
};
