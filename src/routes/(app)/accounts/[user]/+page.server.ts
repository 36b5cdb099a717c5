import { error, type RequestEvent } from '@sveltejs/kit';
import type { AccountAnswer } from '$lib/server/services/accounts';
import { answerTo, fieldsOf } from '../account-form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { accounts } = locals.services;
	const found = await accounts.find(locals.viewer, params.user);
	if (found === null) error(404, { message: 'not-found' });
	return { ...found, hospitals: accounts.hospitals() };
};

type Asked = { user: string; locals: App.Locals };

const simply =
	(change: (asked: Asked) => Promise<AccountAnswer>) =>
	async (event: RequestEvent<{ user: string }, '/(app)/accounts/[user]'>) =>
		answerTo(event, await change({ user: event.params.user, locals: event.locals }));

export const actions: Actions = {
	role: async (event) => {
		const form = await fieldsOf(event, 'role', 'facility');
		const { locals, params } = event;
		const { accounts } = locals.services;
		return answerTo(event, await accounts.setRole(locals.viewer, params.user, form, locals.locale), form);
	},
	password: simply(({ user, locals: { services, viewer, locale } }) =>
		services.accounts.resetPassword(viewer, user, locale)
	),
	factor: simply(({ user, locals: { services, viewer, locale } }) =>
		services.accounts.resetSecondFactor(viewer, user, locale)
	),
	sessions: simply(({ user, locals: { services, viewer, locale } }) =>
		services.accounts.endSessions(viewer, user, locale)
	),
	disable: simply(({ user, locals: { services, viewer, locale } }) =>
		services.accounts.setDisabled(viewer, user, true, locale)
	),
	enable: simply(({ user, locals: { services, viewer, locale } }) =>
		services.accounts.setDisabled(viewer, user, false, locale)
	)
};
