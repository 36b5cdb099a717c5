import { fail } from '@sveltejs/kit';
import { coverageRefusals, sayReason, sayRefusal } from '$lib/protocol/coverage';
import type { CoverageReason } from '$lib/domain/coverage-rules';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const view = await locals.services.letterDesk.load(locals.viewer);
	const said = (codes: readonly string[]) =>
		codes.map((code) => sayReason(code as CoverageReason, locals.locale).message);
	return { view, reasons: Object.fromEntries(view.requests.map(({ id, reasons }) => [id, said(reasons)])) };
};

export const actions: Actions = {
	decide: async ({ locals, request }) => {
		const form = await request.formData();
		const text = (name: string) => String(form.get(name) ?? '');
		const decision = text('decision') === 'issued' ? 'issued' : 'refused';
		const { letterDesk } = locals.services;
		const decided = await letterDesk.decide(locals.viewer, text('id'), decision, text('note'));
		if (decided.ok) return { id: text('id'), said: null };
		const { message } = sayRefusal(decided.code, locals.locale);
		return fail(coverageRefusals[decided.code].status, { id: text('id'), said: message });
	}
};
