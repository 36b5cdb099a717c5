import { error, fail } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { readOrder, statusOf, type Said } from '../../desk-forms';

const nameOf = ({ facility, claim }: { facility: string; claim: string }) => ({ facility, claimNo: claim });

export const load: PageServerLoad = async ({ locals, params }) => {
	const view = await locals.services.claimDetail.find(locals.viewer, nameOf(params));
	if (!view) error(404, { message: 'not-found' });
	return { view };
};

export const actions: Actions = {
	default: async ({ locals, params, request }) => {
		const form = await request.formData();
		const order = readOrder(form, nameOf(params));
		if (order === null) error(400, { message: 'bad-filter' });
		const said: Said = await locals.services.claimDesk.decide(locals.viewer, [order], locals.locale);
		// What was typed goes back to the page, so that nobody types it twice.
		const typed = { reason: String(form.get('reason') ?? ''), amount: String(form.get('amount') ?? '') };
		return said.outcome === 'done' ? { said, typed: null } : fail(statusOf(said), { said, typed });
	}
};
