import { mayOpen } from '$lib/domain/access';
import { orRefuse } from '../../refuse';
import type { PageServerLoad } from './$types';

const bedFilter = { asOf: null, kecamatan: null, ward: null, free: null, sort: null };
const publicFilter = { asOf: null, ward: null, kecamatan: null };
const usualSeconds = 15;
const seconds = { least: 5, most: 300 };

/** Each part as its own page shows it to this reader, and shared with whoever has that page open. */
export const load: PageServerLoad = ({ locals, url }) => {
	const { views, services, viewer } = locals;
	const { role } = viewer;
	const maySee = role === 'system' || mayOpen(role, '/');
	return orRefuse(async () => {
		const [beds, programme, overview] = await Promise.all([
			views.get('/beds', () => services.beds.load({ ...bedFilter, url: '/beds' })),
			views.get('/public', () => services.public.load({ ...publicFilter, url: '/public' })),
			maySee ? views.get('/?asOf=', () => services.overview.load({ asOf: null })) : null
		]);
		return { beds, programme, overview, everyMs: 1000 * secondsOf(url.searchParams.get('every')) };
	});
};

/** What is no number, or none that anybody could read by, is the usual. */
function secondsOf(text: string | null): number {
	const asked = Number(text);
	return Number.isInteger(asked) && asked >= seconds.least && asked <= seconds.most ? asked : usualSeconds;
}
