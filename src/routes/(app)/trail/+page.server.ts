import { orRefuse } from '../../refuse';
import type { PageServerLoad } from './$types';
import { trailQuery } from './trail-query';

/** Not shared with other readers of the same: each look is written down. */
export const load: PageServerLoad = async ({ locals, url }) => ({
	view: await orRefuse(() => locals.services.trail.load(locals.viewer, trailQuery(url)))
});
