import { fail } from '@sveltejs/kit';
import { seesOwnOnly } from '$lib/domain/access';
import { orRefuse } from '../../refuse';
import type { Actions, PageServerLoad } from './$types';
import { readChosen, statusOf } from './desk-forms';

/** A hospital sees its own; each look is written down, so no two viewers share one. */
export const load: PageServerLoad = ({ locals, url }) =>
	orRefuse(async () => {
		const chosen = (name: string) => url.searchParams.get(name) || null;
		const { services, viewer } = locals;
		const page = chosen('page');
		if (seesOwnOnly(viewer.role, 'claims')) {
			const own = await services.ownClaims.load(viewer, { state: chosen('state'), page });
			return { own, view: null, role: viewer.role };
		}
		const view = await services.claims.load(viewer, {
			...{ asOf: chosen('asOf'), year: chosen('year'), facility: chosen('facility'), page },
			...{ stage: chosen('stage'), show: chosen('show') }
		});
		return { own: null, view, role: viewer.role };
	});

export const actions: Actions = {
	decide: async ({ locals, request }) => {
		const orders = readChosen(await request.formData());
		if (!Array.isArray(orders)) return fail(statusOf(orders), { said: orders });
		const said = await locals.services.claimDesk.decide(locals.viewer, orders, locals.locale);
		return said.outcome === 'done' ? { said } : fail(statusOf(said), { said });
	}
};
