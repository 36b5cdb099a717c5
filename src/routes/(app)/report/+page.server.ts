import { fail } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { jakartaDay } from '$lib/domain/period';
import { sentBy } from '../../form-once';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => ({
	facilities: locals.services.complaints.facilities(),
	chosen: url.searchParams.get('facility') ?? '',
	today: jakartaDay(locals.services.context.clock()),
	once: randomUUID()
});

const statuses = { 'sent-before': 409, 'bad-field': 400, 'identity-number': 400, 'too-often': 429 } as const;

export const actions: Actions = {
	/** What was typed stays on the page where it was refused; nothing of it is kept then. */
	tell: async ({ locals, request, getClientAddress, setHeaders }) => {
		setHeaders({ 'cache-control': 'no-store' });
		const form = await request.formData();
		const text = (name: string) => String(form.get(name) ?? '').trim();
		const rupiah = text('chargedRupiah').replace(/[^\d-]/g, '');
		const body = {
			...{ facility: text('facility'), kind: text('kind'), happenedOn: text('happenedOn') },
			...{ story: text('story'), contact: text('contact') || null },
			chargedRupiah: rupiah === '' ? null : Number(rupiah)
		};
		const { viewer, services } = locals;
		const told = await services.forms.send(
			sentBy(viewer, form),
			() => services.complaints.tell(getClientAddress(), body),
			({ outcome }) => outcome === 'taken'
		);
		const taken = told ?? ({ outcome: 'sent-before' } as const);
		if (taken.outcome === 'taken') return { taken };
		return fail(statuses[taken.outcome], { refused: taken, typed: body });
	},
	follow: async ({ locals, request, getClientAddress, setHeaders }) => {
		setHeaders({ 'cache-control': 'no-store' });
		const receipt = String((await request.formData()).get('receipt') ?? '');
		return { followed: await locals.services.complaints.follow(getClientAddress(), receipt) };
	}
};
