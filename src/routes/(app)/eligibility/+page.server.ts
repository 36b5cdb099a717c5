import { fail, redirect } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { askedDays } from '$lib/domain/guarantee-letter';
import { addDays, jakartaDay } from '$lib/domain/period';
import { coverageRefusals, sayRefusal } from '$lib/protocol/coverage';
import type { Actions, PageServerLoad } from './$types';
import { knownKind, questionOf, typedIn, wishOf } from './card-form';

/** The name of the next wish: sent twice by an impatient finger, it makes one letter. */
export const load: PageServerLoad = ({ locals, url }) => {
	const today = jakartaDay(locals.services.context.clock());
	return {
		key: randomUUID(),
		kind: knownKind(url.searchParams.get('kind')),
		serviceDays: { today, first: addDays(today, -askedDays), last: addDays(today, askedDays) }
	};
};

type Event = Parameters<NonNullable<Actions[string]>>[0];

/** A form and no address: what is asked must stand in no history and no log. */
async function formOf({ request, setHeaders }: Event): Promise<FormData> {
	setHeaders({ 'cache-control': 'no-store' });
	return request.formData();
}

export const actions: Actions = {
	check: async (event) => {
		const { locals } = event;
		const form = await formOf(event);
		const checked = await locals.services.eligibility.check(locals.viewer, questionOf(form), locals.locale);
		const typed = typedIn(form);
		if (checked.ok) return { typed, view: checked.view };
		const { status } = coverageRefusals[checked.code];
		return fail(status, { typed, refusal: sayRefusal(checked.code, locals.locale, checked.field).message });
	},
	issue: async (event) => {
		const { locals } = event;
		const form = await formOf(event);
		const issued = await locals.services.letters.issue(locals.viewer, wishOf(form), locals.locale);
		const typed = typedIn(form);
		if (!issued.ok) {
			const { status } = coverageRefusals[issued.code];
			return fail(status, { typed, refusal: sayRefusal(issued.code, locals.locale, issued.field).message });
		}
		if (issued.outcome === 'issued') redirect(303, `/sjp/${issued.letter.number}`);
		if (issued.outcome === 'queued') return { typed: null, queued: true };
		if (issued.outcome === 'refused') return { typed, note: issued.note };
		return { typed, view: issued.view };
	}
};
