import type { PageServerLoad } from './$types';
import { docsView } from './docs-view';

export const load: PageServerLoad = async ({ locals, url }) => {
	const { readApi } = locals.services;
	return {
		docs: docsView(readApi.document(locals.locale, url.origin)),
		views: await readApi.reportViews(locals.locale)
	};
};
