import { orRefuse } from '../../refuse';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const filter = (name: string) => url.searchParams.get(name) || null;
	const address = url.pathname + url.search;
	const query = {
		asOf: filter('asOf'),
		reason: filter('reason'),
		source: filter('source'),
		type: filter('type'),
		page: filter('page'),
		url: address
	};
	const { views, services } = locals;
	const view = await orRefuse(() => views.get(address, () => services.quality.load(query)));
	const held = view.held.rows.map(({ id }) => id);
	await services.quality.recordLook(locals.viewer, held, view.filter);
	// Not with the view: runs begin and end without a commit. Of a past day nobody can tell any more.
	const jobs = view.snapshot.asOf === null ? await services.jobs.load() : null;
	return { view, jobs };
};
