import { randomUUID } from 'node:crypto';
import { accountRefusalText } from '$lib/protocol/account-refusals';
import { sentBy } from '../../form-once';
import { orRefuse } from '../../refuse';
import { answerTo, fieldsIn } from './account-form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	orRefuse(async () => {
		const asked = (name: string) => url.searchParams.get(name) || null;
		const { accounts } = locals.services;
		const query = { text: asked('text'), role: asked('role'), state: asked('state') };
		const view = await accounts.load(locals.viewer, query);
		return { view, hospitals: accounts.hospitals(), once: randomUUID() };
	});

export const actions: Actions = {
	make: async (event) => {
		const { locals } = event;
		const { viewer, locale, services } = locals;
		const data = await event.request.formData();
		const form = fieldsIn(data, 'name', 'userName', 'email', 'role', 'facility', 'city');
		const answer = await services.forms.send(
			sentBy(viewer, data),
			() => services.accounts.create(viewer, form, form.city === '', locale),
			({ outcome }) => outcome === 'made'
		);
		if (answer !== null) return answerTo(event, answer, form);
		return answerTo(event, { outcome: 'refused', text: accountRefusalText('sent-before', locale, {}) });
	}
};
