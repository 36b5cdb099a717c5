import { fail, type RequestEvent } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import type { PlanMove } from '$lib/domain/drug-plan';
import { sentBy } from '../../../form-once';
import { orRefuse } from '../../../refuse';
import type { Actions, PageServerLoad } from './$types';

/** What is offered hangs on who looks: not shared between readers. */
export const load: PageServerLoad = ({ locals, url }) =>
	orRefuse(async () => {
		const chosen = (name: string) => url.searchParams.get(name) || null;
		const query = { asOf: chosen('asOf'), year: chosen('year') };
		return { view: await locals.services.drugPlan.load(locals.viewer, query), once: randomUUID() };
	});

const statuses: Readonly<Record<string, number>> = { 'not-yours': 403, stale: 409, 'other-state': 409 };

async function take(move: PlanMove, { locals, request }: RequestEvent) {
	const form = await request.formData();
	const text = (name: string) => String(form.get(name) ?? '');
	const typed = { item: text('item'), value: text('value'), reason: text('reason') };
	const { services, viewer } = locals;
	const answer = await services.forms.send(
		sentBy(viewer, form),
		() => services.drugPlan.moveByForm(viewer, move, form),
		({ outcome }) => outcome === 'done'
	);
	if (answer === null) return fail(409, { move, fault: 'sent-before' as const, typed });
	if (answer.outcome === 'done') return { move, fault: null, typed: null };
	return fail(statuses[answer.fault] ?? 422, { move, fault: answer.fault, typed });
}

export const actions: Actions = {
	begin: (event) => take('begin', event),
	chance: (event) => take('chance', event),
	cap: (event) => take('cap', event),
	'item-chance': (event) => take('item-chance', event),
	quantity: (event) => take('quantity', event),
	propose: (event) => take('propose', event),
	approve: (event) => take('approve', event),
	lock: (event) => take('lock', event),
	return: (event) => take('return', event)
};
