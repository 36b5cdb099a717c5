import { error, fail } from '@sveltejs/kit';
import { eventFromForm } from '$lib/server/services/held-events';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const held = await locals.services.heldEvents.find(params.id);
	if (!held) error(404, { message: 'not-found' });
	await locals.services.quality.recordLook(locals.viewer, [held.id]);
	return { held };
};

/** What was typed goes back to the page, so that nobody types it twice. */
const typedIn = (form: FormData) =>
	Object.fromEntries([...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string'));

export const actions: Actions = {
	open: async ({ locals, params, request }) => {
		const reason = String((await request.formData()).get('reason') ?? '');
		const { heldEvents } = locals.services;
		if (!heldEvents.isReason(reason))
			return fail(400, { step: 'open' as const, said: 'reason-short' as const });
		const payload = await heldEvents.open(locals.viewer, params.id, reason);
		if (payload === null) return fail(409, { step: 'open' as const, said: 'nothing-held' as const });
		return { step: 'open' as const, said: 'opened' as const, payload };
	},
	replay: async ({ locals, params, request }) => {
		const form = await request.formData();
		const typed = typedIn(form);
		const { heldEvents } = locals.services;
		const answer = { step: 'replay' as const, typed };
		let event: unknown;
		try {
			event = eventFromForm(typed.type ?? '', form);
		} catch (fault) {
			if (!(fault instanceof SyntaxError)) throw fault;
			return fail(400, { ...answer, said: 'bad-json' as const, field: fault.message });
		}
		const result = await heldEvents.replay(locals.viewer, params.id, event, locals.locale);
		switch (result.outcome) {
			case 'accepted':
			case 'duplicate':
				return { step: 'replay' as const, said: result.outcome };
			case 'gone':
				return fail(409, { step: 'replay' as const, said: 'gone' as const });
			case 'refused':
				return fail(422, {
					...answer,
					said: 'refused' as const,
					field: result.field,
					message: result.message
				});
			case 'failed':
				return fail(503, { ...answer, said: 'failed' as const, message: result.message });
		}
	},
	discard: async ({ locals, params, request }) => {
		const reason = String((await request.formData()).get('reason') ?? '');
		const { heldEvents } = locals.services;
		if (!heldEvents.isReason(reason))
			return fail(400, { step: 'discard' as const, said: 'reason-short' as const });
		const isDone = await heldEvents.discard(locals.viewer, params.id, reason);
		return isDone
			? { step: 'discard' as const, said: 'discarded' as const }
			: fail(409, { step: 'discard' as const, said: 'gone' as const });
	}
};
