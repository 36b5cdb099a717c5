import { error, fail } from '@sveltejs/kit';
import { mayDo } from '$lib/domain/access';
import { orRefuse } from '../../../refuse';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	orRefuse(async () => {
		const view = await locals.services.budgetNextYear.load(locals.viewer, url.searchParams);
		const { role } = locals.viewer;
		const mayKeep = role !== 'system' && mayDo(role, 'keep-scenario') && view.snapshot.asOf === null;
		return { view, mayKeep };
	});

const statuses = { 'no-name': 422, 'identity-number': 422, full: 409, nothing: 409, gone: 409 } as const;

const wordsOf = (form: FormData) =>
	new URLSearchParams(
		[...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []))
	);

export const actions: Actions = {
	/** The levers come with the form: they are those of the answer that the reader saw. */
	keep: async ({ locals, request }) => {
		const words = wordsOf(await request.formData());
		const result = await orRefuse(() =>
			locals.services.budgetNextYear.keep(locals.viewer, words.get('name') ?? '', words)
		);
		if (result.outcome === 'forbidden') error(403, { message: 'forbidden' });
		if (result.outcome === 'kept') return { said: 'kept' as const, id: result.id, typed: '' };
		const typed = (words.get('name') ?? '').slice(0, 200);
		return fail(statuses[result.outcome], { said: result.outcome, id: null, typed });
	},
	remove: async ({ locals, request }) => {
		const id = String((await request.formData()).get('id') ?? '');
		const { outcome } = await locals.services.budgetNextYear.remove(locals.viewer, id);
		if (outcome === 'forbidden') error(403, { message: 'forbidden' });
		return outcome === 'done'
			? { said: 'removed' as const, id, typed: '' }
			: fail(statuses[outcome], { said: outcome, id, typed: '' });
	},
	restore: async ({ locals, request }) => {
		const id = String((await request.formData()).get('id') ?? '');
		const { outcome } = await locals.services.budgetNextYear.restore(locals.viewer, id);
		if (outcome === 'forbidden') error(403, { message: 'forbidden' });
		return outcome === 'done'
			? { said: 'restored' as const, id, typed: '' }
			: fail(statuses[outcome], { said: outcome, id, typed: '' });
	}
};
