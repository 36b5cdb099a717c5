import { orRefuse } from '../../refuse';
import { drugQuery } from './drug-query';
import { summaryOf } from './plan-summary';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const { views, services, viewer } = locals;
	const read = () => services.drugs.load(drugQuery(url));
	return orRefuse(async () => {
		const view = await views.get(url.pathname + url.search, read);
		const { asOf } = view.snapshot;
		const plan = await views.get(`/drugs/plan?asOf=${asOf ?? ''}`, () =>
			services.drugPlan.load(viewer, { asOf, year: null })
		);
		return { view, plan: summaryOf(plan, view.trendItem) };
	});
};
