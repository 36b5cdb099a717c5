import { redirect, type RequestEvent } from '@sveltejs/kit';
import { beginFactor, changePassword, giveCode } from '../step-actions';
import { cookieOf, fieldsOf, goingOn, refuse, setCookies } from '../steps';
import { askForMail, changeMail, confirmMail, stopMail } from './mail-actions';
import type { Actions, PageServerLoad } from './$types';

const doneSteps = [
	...(['password', 'factor', 'removed'] as const),
	...(['mail-asked', 'mail-on', 'mail-changed', 'mail-stopped', 'mail-cancelled'] as const)
];

export const load: PageServerLoad = async ({ locals, url }) => {
	const { session, app } = locals;
	if (!session) redirect(303, '/login?next=/account');
	if (session.pending !== null) redirect(303, goingOn(session, '/account'));
	const { userName, displayName, email, role, facility, isDemo, hasPassword, hasSecondFactor } = session;
	return {
		person: { userName, displayName, email, role, isDemo, hasPassword, hasSecondFactor },
		facility: facility === null ? null : (app.facilities.find(facility)?.name ?? facility),
		signalMail: await locals.services.signalMail.load(locals.viewer),
		done: doneSteps.find((step) => step === url.searchParams.get('done')) ?? null
	};
};

async function confirmed(event: RequestEvent) {
	const { password } = await fieldsOf(event, 'password');
	return { cookie: cookieOf(event), password };
}

export const actions: Actions = {
	password: (event) => changePassword(event, '/account?done=password'),
	begin: beginFactor,
	confirm: (event) => giveCode(event, '/account?done=factor'),
	codes: async (event) => {
		const made = await event.locals.app.signIn.secondFactor.newBackupCodes(await confirmed(event));
		if (made.outcome === 'made') return { codes: made.codes };
		return made.outcome === 'wrong' ? refuse('wrong-password') : refuse('too-many', made.retryAfterSeconds);
	},
	remove: async (event) => {
		const answer = await event.locals.app.signIn.secondFactor.remove(await confirmed(event));
		if (answer.outcome === 'removed') redirect(303, '/account?done=removed');
		return answer.outcome === 'wrong'
			? refuse('wrong-password')
			: refuse('too-many', answer.retryAfterSeconds);
	},
	mailAsk: askForMail,
	mailCode: confirmMail,
	mailChange: changeMail,
	mailStop: stopMail,
	leave: async (event) => {
		setCookies(event, await event.locals.app.signIn.signOut(cookieOf(event)));
		redirect(303, '/login?out');
	},
	everywhere: async (event) => {
		setCookies(event, await event.locals.app.signIn.signOutEverywhere(cookieOf(event)));
		redirect(303, '/login?out');
	}
};
