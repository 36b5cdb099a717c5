import { error, redirect, type Handle, type HandleServerError } from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';
import { randomUUID } from 'node:crypto';
import { paraglideMiddleware } from '$lib/i18n/paraglide/server';
import { publicViewer, scopeKey } from '$lib/domain/viewer';
import { faultOf } from '$lib/server/fault';
import { getSharedApp } from '$lib/server/shared-app';
import { guardPage } from '$lib/server/web/page-policy';
import { judgePassage, pageOfRoute } from '$lib/server/web/passage';

const withApp: Handle = ({ event, resolve }) => {
	event.locals.app = getSharedApp();
	event.locals.theme =
		event.cookies.get('theme') === 'dark' ? 'dark' : event.cookies.get('theme') === 'light' ? 'light' : null;
	return resolve(event);
};

const withViewer: Handle = async ({ event, resolve }) => {
	const { locals, request } = event;
	const found = await locals.app.signIn.findSession(request.headers.get('cookie'));
	locals.session = found?.session ?? null;
	const from = { ...(found && { session: found.session.sessionId }), address: event.getClientAddress() };
	locals.viewer = { ...(found?.viewer ?? publicViewer), from };
	locals.services = locals.app.servicesFor(locals.viewer);
	locals.views = locals.app.views.sharedWith(scopeKey(locals.viewer));
	return resolve(event);
};

/** Routes that answer by themselves: no layout stands around them that would turn a refusal into a page. */
const bareRoutes = new Set(
	Object.keys(import.meta.glob('./routes/**/+server.ts')).map((file) =>
		file.slice('./routes'.length, -'/+server.ts'.length)
	)
);

const withPassage: Handle = async ({ event, resolve }) => {
	const { locals, request, url } = event;
	const passage = judgePassage(locals.viewer, event.route.id, url.pathname + url.search);
	const { headers } = request;
	// A page that a service worker fetches on the browser's behalf has lost its destination, but not its mode.
	const isNavigation = headers.get('sec-fetch-mode') === 'navigate';
	const isDocument = request.method === 'GET' && (isNavigation || headers.get('sec-fetch-dest') !== 'empty');
	if (passage.kind === 'sign-in' && !isDocument && !event.isDataRequest) error(401, { message: 'sign-in' });
	if (passage.kind === 'sign-in' || passage.kind === 'elsewhere') redirect(303, passage.location);
	locals.isForbidden = passage.kind === 'forbidden';
	if (locals.isForbidden)
		await locals.services.trail.recordRefusal(locals.viewer, pageOfRoute(event.route.id ?? '') ?? '');
	// A document gets its refusal as a page; what a script, a form or a link to a file asks for gets it bare.
	const isPage =
		isDocument && !event.isDataRequest && event.route.id !== null && !bareRoutes.has(event.route.id);
	if (locals.isForbidden && !isPage) error(403, { message: 'forbidden' });
	return resolve(event);
};

const withLanguage: Handle = ({ event, resolve }) =>
	paraglideMiddleware(event.request, ({ request, locale }) => {
		event.request = request;
		event.locals.locale = locale;
		return resolve(event, {
			transformPageChunk: ({ html }) =>
				html.replace('%lang%', locale).replace('%theme%', event.locals.theme ?? 'system')
		});
	});

const withPolicy: Handle = async ({ event, resolve }) => guardPage(await resolve(event), event.url);

export const handle = sequence(withApp, withViewer, withPolicy, withPassage, withLanguage);

/** The reader gets an id to name; what happened stands in the log under it. */
export const handleError: HandleServerError = ({ error, status }) => {
	const id = randomUUID().slice(0, 8);
	// Below 500 whoever asked made the mistake, such as an address with a stray percent sign.
	if (status >= 500) getSharedApp().log.error({ id, fault: faultOf(error) }, 'page');
	return { message: status === 404 ? 'not-found' : 'unexpected', id };
};
