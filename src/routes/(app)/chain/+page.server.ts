import { error, fail } from '@sveltejs/kit';
import { orRefuse } from '../../refuse';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	orRefuse(async () => ({
		view: await locals.services.chain.load(locals.viewer, (name) => url.searchParams.get(name) || null)
	}));

const statuses = { 'no-name': 422, 'identity-number': 422, full: 409, nothing: 409, gone: 409 } as const;

export const actions: Actions = {
	/** The levers come with the form: they are those of the answer that the reader saw. */
	keep: async ({ locals, request }) => {
		const form = await request.formData();
		const text = (name: string) => String(form.get(name) ?? '');
		const result = await orRefuse(() =>
			locals.services.chain.keep(locals.viewer, text('name'), (name) => text(name) || null)
		);
		if (result.outcome === 'forbidden') error(403, { message: 'forbidden' });
		if (result.outcome === 'kept') return { said: 'kept' as const, id: result.id, typed: '' };
		const typed = text('name').slice(0, 200);
		return fail(statuses[result.outcome], { said: result.outcome, id: null, typed });
	},
	remove: async ({ locals, request }) => {
		const id = String((await request.formData()).get('id') ?? '');
		const { outcome } = await locals.services.chain.remove(locals.viewer, id);
		if (outcome === 'forbidden') error(403, { message: 'forbidden' });
		return outcome === 'done'
			? { said: 'removed' as const, id, typed: '' }
			: fail(statuses[outcome], { said: outcome, id, typed: '' });
	},
	restore: async ({ locals, request }) => {
		const id = String((await request.formData()).get('id') ?? '');
		const { outcome } = await locals.services.chain.restore(locals.viewer, id);
		if (outcome === 'forbidden') error(403, { message: 'forbidden' });
		return outcome === 'done'
			? { said: 'restored' as const, id, typed: '' }
			: fail(statuses[outcome], { said: outcome, id, typed: '' });
	}
};
