/** Forms that stand both on the way in and on the account page. */
import { redirect, type RequestEvent } from '@sveltejs/kit';
import { cookieOf, fieldsOf, refuse, setCookies } from './steps';

/** @param then where to go when it is done */
export async function changePassword(event: RequestEvent, then: string) {
	const { current, next, again } = await fieldsOf(event, 'current', 'next', 'again');
	if (next !== again) return refuse('differs');
	const answer = await event.locals.app.signIn.passwordChange.change({
		...{ cookie: cookieOf(event), current, next }
	});
	if (answer.outcome === 'too-many') return refuse('too-many', answer.retryAfterSeconds);
	if (answer.outcome === 'weak') return refuse(answer.why);
	if (answer.outcome === 'wrong') return refuse('wrong-password');
	setCookies(event, answer.cookies);
	redirect(303, then);
}

export async function beginFactor(event: RequestEvent) {
	const { password } = await fieldsOf(event, 'password');
	const begun = await event.locals.app.signIn.secondFactor.begin({ cookie: cookieOf(event), password });
	if (begun === null) redirect(303, '/account');
	if (begun.outcome === 'too-many') return refuse('too-many', begun.retryAfterSeconds);
	if (begun.outcome === 'wrong') return refuse('wrong-password');
	const { secret, uri, backupCodes } = begun;
	return { factor: { secret, uri, backupCodes } };
}

/** @param then where to go when it is done */
export async function giveCode(event: RequestEvent, then: string) {
	const { code } = await fieldsOf(event, 'code');
	const answer = await event.locals.app.signIn.secondFactor.give({ cookie: cookieOf(event), code });
	if (answer.outcome === 'too-many') return refuse('too-many', answer.retryAfterSeconds);
	if (answer.outcome === 'wrong') return refuse('wrong-code');
	setCookies(event, answer.cookies);
	redirect(303, then);
}
