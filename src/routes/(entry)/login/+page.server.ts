import { redirect } from '@sveltejs/kit';
import { giveCode } from '../step-actions';
import { cookieOf, fieldsOf, goingOn, nextOf, refuse, setCookies, takeCookies, withNext } from '../steps';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { session, app } = event.locals;
	const next = nextOf(event);
	if (session && session.pending !== 'second-factor') redirect(303, goingOn(session, next));
	return {
		step: session ? ('code' as const) : ('password' as const),
		next,
		hasCity: app.signIn.city !== null,
		demoAccounts: session ? [] : await app.signIn.demoAccounts(),
		/** The city's own sign-in sent the person back. */
		cityError: event.url.searchParams.get('error'),
		isSignedOut: event.url.searchParams.has('out')
	};
};

export const actions: Actions = {
	password: async (event) => {
		const { login, password } = await fieldsOf(event, 'login', 'password');
		const address = event.getClientAddress();
		const answer = await event.locals.app.signIn.signIn({
			...{ login, password, address, cookie: cookieOf(event) }
		});
		if (answer.outcome === 'in') return takeCookies(event, answer.cookies);
		return answer.outcome === 'wrong' ? refuse('wrong') : refuse('too-many', answer.retryAfterSeconds);
	},
	code: (event) => giveCode(event, withNext('/login', nextOf(event))),
	city: async (event) => {
		const { city } = event.locals.app.signIn;
		const next = withNext('/login', nextOf(event));
		const asked = { host: event.url.host, address: event.getClientAddress(), next };
		const begun = await city?.begin(asked);
		if (begun?.outcome === 'too-many') return refuse('too-many', begun.retryAfterSeconds);
		if (begun?.outcome !== 'begun') return refuse('city-unavailable');
		setCookies(event, begun.cookies);
		// No redirect: a browser counts where a form's answer redirects to among the targets of the form, and the provider may
		// hand on to places that nobody here knows.
		return { goOn: begun.url };
	},
	leave: async (event) => {
		setCookies(event, await event.locals.app.signIn.signOut(cookieOf(event)));
		redirect(303, '/login');
	}
};
