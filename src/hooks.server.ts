import type { Handle, HandleServerError } from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';
import { randomUUID } from 'node:crypto';
import { paraglideMiddleware } from '$lib/i18n/paraglide/server';
import { faultOf } from '$lib/server/fault';
import { getSharedApp } from '$lib/server/shared-app';

const withApp: Handle = ({ event, resolve }) => {
	event.locals.app = getSharedApp();
	event.locals.theme =
		event.cookies.get('theme') === 'dark' ? 'dark' : event.cookies.get('theme') === 'light' ? 'light' : null;
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

export const handle = sequence(withApp, withLanguage);

/** The reader gets an id to name; what happened stands in the log under it. */
export const handleError: HandleServerError = ({ error, status }) => {
	const id = randomUUID().slice(0, 8);
	if (status !== 404) getSharedApp().log.error({ id, fault: faultOf(error) }, 'page');
	return { message: status === 404 ? 'not-found' : 'unexpected', id };
};
