import { fail } from '@sveltejs/kit';
import { orRefuse } from '../../../refuse';
import type { Actions, PageServerLoad } from './$types';

/** What is offered hangs on who looks: not shared between readers. */
export const load: PageServerLoad = ({ locals, url }) =>
	orRefuse(async () => ({
		view: await locals.services.signals.load(locals.viewer, { asOf: url.searchParams.get('asOf') || null })
	}));

const statuses: Readonly<Record<string, number>> = { 'not-yours': 403, stale: 409, gone: 409 };

export const actions: Actions = {
	move: async ({ locals, request }) => {
		const form = await request.formData();
		const text = (name: string) => String(form.get(name) ?? '');
		const order = { id: text('id'), move: text('move'), note: text('note') };
		const seen = /^\d{1,6}$/.test(text('seen')) ? Number(text('seen')) : -1;
		const answer = await locals.services.signals.move(locals.viewer, { ...order, seen });
		if (answer.outcome === 'done') return { id: order.id, refusal: null, typed: '' };
		const { refusal } = answer;
		return fail(statuses[refusal] ?? 422, { id: order.id, refusal, typed: order.note });
	}
};
