import { orRefuse } from '../../refuse';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	orRefuse(async () => {
		const facility = url.searchParams.get('facility') || null;
		const asOf = url.searchParams.get('asOf') || null;
		const { views, services } = locals.app;
		const key = `/connect?${new URLSearchParams({ facility: facility ?? '', asOf: asOf ?? '' })}`;
		return {
			view: await views.get(key, () => services.connect.load({ facility, asOf })),
			origin: url.origin
		};
	});
