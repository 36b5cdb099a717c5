import { error, redirect, type Handle, type HandleServerError } from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';
import { randomUUID } from 'node:crypto';
import { paraglideMiddleware } from '$lib/i18n/paraglide/server';
import { publicViewer, scopeKey } from '$lib/domain/viewer';
import { faultOf } from '$lib/server/fault';
import { getSharedApp } from '$lib/server/shared-app';
import { guardPage } from '$lib/server/web/page-policy';
import { judgePassage } from '$lib/server/web/passage';

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
	locals.viewer = found?.viewer ?? publicViewer;
	locals.services = locals.app.servicesFor(locals.viewer);
	locals.views = locals.app.views.sharedWith(scopeKey(locals.viewer));
	return resolve(event);
};

const withPassage: Handle = ({ event, resolve }) => {
	const { locals, request, url } = event;
	const passage = judgePassage(locals.viewer, url.pathname, url.search);
	const { headers } = request;
	// A page that a service worker fetches on the browser's behalf has lost its destination, but not its mode.
	const isNavigation = headers.get('sec-fetch-mode') === 'navigate';
	const isDocument = request.method === 'GET' && (isNavigation || headers.get('sec-fetch-dest') !== 'empty');
	if (passage.kind === 'sign-in' && !isDocument && !event.isDataRequest) error(401, { message: 'sign-in' });
	if (passage.kind === 'sign-in' || passage.kind === 'elsewhere') redirect(303, passage.location);
	locals.isForbidden = passage.kind === 'forbidden';
	// A document gets its refusal as a page; what a script or a form asks for gets it bare.
	if (locals.isForbidden && (event.isDataRequest || !isDocument)) error(403, { message: 'forbidden' });
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

const withPolicy: Handle = async ({ event, resolve }) => {
	const { city } = event.locals.app.signIn;
	return guardPage(await resolve(event), event.url, city ? [city.origin] : []);
};

export const handle = sequence(withApp, withViewer, withPolicy, withPassage, withLanguage);

/** The reader gets an id to name; what happened stands in the log under it. */
export const handleError: HandleServerError = ({ error, status }) => {
	const id = randomUUID().slice(0, 8);
	if (status !== 404) getSharedApp().log.error({ id, fault: faultOf(error) }, 'page');
	return { message: status === 404 ? 'not-found' : 'unexpected', id };
};
