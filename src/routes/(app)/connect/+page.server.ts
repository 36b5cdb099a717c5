import { fail } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { sentBy } from '../../form-once';
import { orRefuse } from '../../refuse';
import type { Actions, PageServerLoad } from './$types';

const viewKey = (facility: string | null, asOf: string | null = null) =>
	`/connect?${new URLSearchParams({ facility: facility ?? '', asOf: asOf ?? '' })}`;

export const load: PageServerLoad = ({ locals, url }) =>
	orRefuse(async () => {
		const facility = url.searchParams.get('facility') || null;
		const asOf = url.searchParams.get('asOf') || null;
		const { views, services } = locals;
		const read = () => services.connect.load({ facility, asOf });
		const view = await views.get(viewKey(facility, asOf), read);
		await services.connect.recordLook(locals.viewer, view);
		return { view, origin: url.origin, once: randomUUID() };
	});

const statusOf = { 'not-yours': 403, 'bad-label': 400, 'too-many': 409, unknown: 404 } as const;

/** A reading of before would not show what was done. */
function forget({ views }: App.Locals, facility: string): void {
	for (const asked of [facility, null]) views.drop(viewKey(asked));
}

export const actions: Actions = {
	make: async ({ locals, request }) => {
		const form = await request.formData();
		const facility = String(form.get('facility') ?? '');
		const label = String(form.get('label') ?? '');
		const { viewer, services } = locals;
		const made = await services.forms.send(
			sentBy(viewer, form),
			() => services.facilityKeys.make(viewer, facility, label),
			({ outcome }) => outcome === 'made'
		);
		forget(locals, facility);
		if (made === null) return fail(409, { outcome: 'sent-before' as const });
		return made.outcome === 'made' ? made : fail(statusOf[made.outcome], { outcome: made.outcome });
	},
	revoke: async ({ locals, request }) => {
		const form = await request.formData();
		const facility = String(form.get('facility') ?? '');
		const id = String(form.get('id') ?? '');
		const { outcome } = await locals.services.facilityKeys.revoke(locals.viewer, facility, id);
		forget(locals, facility);
		return outcome === 'revoked' ? { outcome } : fail(statusOf[outcome], { outcome });
	}
};
