import { fail } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => ({ rules: locals.services.people.rules });

const status = {
	forbidden: 403,
	'reason-short': 400,
	'reason-number': 400,
	'bad-nik': 400,
	'too-often': 429
} as const;

/** A form and no address: what is asked and what is answered must stand in no history and no log. */
export const actions: Actions = {
	default: async ({ locals, request, setHeaders }) => {
		setHeaders({ 'cache-control': 'no-store' });
		const form = await request.formData();
		const asked = { nik: String(form.get('nik') ?? ''), reason: String(form.get('reason') ?? '') };
		const result = await locals.services.people.find(locals.viewer, asked);
		if (result.outcome === 'found' || result.outcome === 'unknown') return { result };
		return fail(status[result.outcome], { result });
	}
};
