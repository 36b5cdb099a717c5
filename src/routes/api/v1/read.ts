import type { RequestHandler } from '@sveltejs/kit';
import type { ResourceName } from '$lib/protocol/api/queries';

/** GET (and HEAD) of a resource, as the service answers it that reads for the key's holder. A cookie opens nothing here. */
export function readHandler(resource: ResourceName): RequestHandler {
	return async ({ locals, url, request, getClientAddress }) => {
		const { keys, servicesFor } = locals.app;
		const { status, headers, body } = await locals.services.readApi.answer(resource, {
			url,
			address: getClientAddress(),
			authorization: request.headers.get('authorization'),
			accept: request.headers.get('accept'),
			acceptLanguage: request.headers.get('accept-language'),
			findKey: (token) => keys.find(token),
			readApiOf: (viewer) => servicesFor(viewer).readApi
		});
		return new Response(body, { status, headers });
	};
}

/** Every other method. */
export function refuseHandler(): RequestHandler {
	return ({ locals, request }) => {
		const { status, headers, body } = locals.services.readApi.refuseMethod(
			request.headers.get('accept-language')
		);
		return new Response(body, { status, headers });
	};
}
