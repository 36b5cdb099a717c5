import { error, fail } from '@sveltejs/kit';
import { mayDo } from '$lib/domain/access';
import { coverageRefusals, sayRefusal } from '$lib/protocol/coverage';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const found = await locals.services.letters.find(locals.viewer, params.number);
	if (!found) error(404, { message: 'not-found' });
	const { letter, claims } = found;
	const { role } = locals.viewer;
	return {
		...{ letter, claims },
		verifyAt: `${url.origin}/verify/${letter.token}`,
		mayCancel: role !== 'system' && mayDo(role, 'cancel-letter') && letter.standing === 'valid'
	};
};

export const actions: Actions = {
	cancel: async ({ locals, params, request }) => {
		const reason = String((await request.formData()).get('reason') ?? '');
		const done = await locals.services.letters.cancel(locals.viewer, params.number, reason);
		if (done.ok) return { said: null };
		const { message } = sayRefusal(done.code, locals.locale);
		return fail(coverageRefusals[done.code].status, { said: message });
	}
};
