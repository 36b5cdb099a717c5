import { error } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

/** The one address of better-auth's that is served: where the city's own sign-in sends people back to. */
export const GET: RequestHandler = ({ locals, url, request, getClientAddress }) => {
	const { city } = locals.app.signIn;
	if (!city) error(404, { message: 'not-found' });
	return city.finish({ url, cookie: request.headers.get('cookie'), address: getClientAddress() });
};
