import { error, fail } from '@sveltejs/kit';
import { mayDo } from '$lib/domain/access';
import { longestSource } from '$lib/domain/budget-decision';
import { pickFields } from '../../../form-fields';
import { orRefuse } from '../../../refuse';
import type { Actions, PageServerLoad } from './$types';
import { monthFields } from './plan-words';

export const load: PageServerLoad = ({ locals, url }) =>
	orRefuse(async () => {
		const chosen = (name: string) => url.searchParams.get(name) || null;
		const view = await locals.views.get(url.pathname + url.search, () =>
			locals.services.budgetPlan.load({ asOf: chosen('asOf'), year: chosen('year') })
		);
		const { role } = locals.viewer;
		return { view, maySet: role !== 'system' && mayDo(role, 'set-budget') && view.snapshot.asOf === null };
	});

const typedFields = ['kind', 'amount', 'source', ...monthFields] as const;

export const actions: Actions = {
	default: async ({ locals, request }) => {
		const form = await request.formData();
		const result = await locals.services.budgetPlan.set(locals.viewer, form);
		if (result.outcome === 'forbidden') error(403, { message: 'forbidden' });
		if (result.outcome === 'set') return { result, typed: null };
		// Without a script the page is made anew: what was typed comes back with it.
		return fail(422, { result, typed: pickFields(form, typedFields, longestSource + 1) });
	}
};
