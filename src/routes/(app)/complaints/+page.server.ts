import { fail } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({
	view: await locals.services.complaints.load(locals.viewer)
});

const statuses = { forbidden: 403, 'bad-answer': 400, 'identity-number': 400, gone: 409 } as const;

export const actions: Actions = {
	/** A look of its own, written down. */
	contact: async ({ locals, request, setHeaders }) => {
		setHeaders({ 'cache-control': 'no-store' });
		const id = String((await request.formData()).get('id') ?? '');
		return { id, contact: (await locals.services.complaints.openContact(locals.viewer, id)) ?? '–' };
	},
	answer: async ({ locals, request }) => {
		const form = await request.formData();
		const text = (name: string) => String(form.get(name) ?? '');
		const said = { verdict: text('verdict'), answer: text('answer') };
		const result = await locals.services.complaints.answer(locals.viewer, text('id'), said);
		const answer = { id: text('id'), result, typed: said };
		return result === 'answered' ? answer : fail(statuses[result], answer);
	}
};
