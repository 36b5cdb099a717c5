import { error, fail } from '@sveltejs/kit';
import { mayDo } from '$lib/domain/access';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const { role } = locals.viewer;
	if (role === 'system') error(403, { message: 'forbidden' });
	const { claimRules } = locals.services;
	return { rules: await claimRules.load(), options: claimRules.options, maySet: mayDo(role, 'set-sampling') };
};

export const actions: Actions = {
	default: async ({ locals, request }) => {
		const result = await locals.services.claimRules.set(locals.viewer, await request.formData());
		if (result.outcome === 'forbidden') error(403, { message: 'forbidden' });
		return result.outcome === 'set' ? { result } : fail(422, { result });
	}
};
