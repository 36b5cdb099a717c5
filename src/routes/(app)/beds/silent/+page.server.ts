import { fail } from '@sveltejs/kit';
import { mayDo } from '$lib/domain/access';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const { role } = locals.viewer;
	return {
		view: await locals.services.silentHospitals.load(url.pathname),
		mayRemind: role !== 'system' && mayDo(role, 'remind-hospital')
	};
};

const statuses = { forbidden: 403, 'not-silent': 409, 'just-reminded': 409 } as const;

export const actions: Actions = {
	default: async ({ locals, request }) => {
		const facility = String((await request.formData()).get('facility') ?? '');
		const result = await locals.services.silentHospitals.remind(locals.viewer, facility);
		const text = result.outcome === 'to-copy' ? result.text : null;
		const answer = { facility, outcome: result.outcome, text };
		return result.outcome === 'sent' || result.outcome === 'to-copy'
			? answer
			: fail(statuses[result.outcome], answer);
	}
};
