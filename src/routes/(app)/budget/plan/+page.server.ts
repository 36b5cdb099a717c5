import { error, fail } from '@sveltejs/kit';
import { mayDo } from '$lib/domain/access';
import { orRefuse } from '../../../refuse';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	orRefuse(async () => {
		const chosen = (name: string) => url.searchParams.get(name) || null;
		const view = await locals.views.get(url.pathname + url.search, () =>
			locals.services.budgetPlan.load({ asOf: chosen('asOf'), year: chosen('year') })
		);
		const { role } = locals.viewer;
		return { view, maySet: role !== 'system' && mayDo(role, 'set-budget') && view.snapshot.asOf === null };
	});

export const actions: Actions = {
	default: async ({ locals, request }) => {
		const result = await locals.services.budgetPlan.set(locals.viewer, await request.formData());
		if (result.outcome === 'forbidden') error(403, { message: 'forbidden' });
		return result.outcome === 'set' ? { result } : fail(422, { result });
	}
};
