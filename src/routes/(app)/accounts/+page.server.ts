import { orRefuse } from '../../refuse';
import { answerTo, fieldsOf } from './account-form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	orRefuse(async () => {
		const asked = (name: string) => url.searchParams.get(name) || null;
		const { accounts } = locals.services;
		const query = { text: asked('text'), role: asked('role'), state: asked('state') };
		return { view: await accounts.load(locals.viewer, query), hospitals: accounts.hospitals() };
	});

export const actions: Actions = {
	make: async (event) => {
		const { locals } = event;
		const form = await fieldsOf(event, 'name', 'userName', 'email', 'role', 'facility', 'city');
		const hasPassword = form.city === '';
		return answerTo(
			event,
			await locals.services.accounts.create(locals.viewer, form, hasPassword, locals.locale),
			form
		);
	}
};
