import { json, type RequestHandler } from '@sveltejs/kit';
import { refuseHandler } from '../read';

/** No key: what may be asked is no secret. */
export const GET: RequestHandler = ({ locals, url, request }) => {
	const isIndonesian = /^\s*id\b/i.test(request.headers.get('accept-language') ?? '');
	const document = locals.services.readApi.document(isIndonesian ? 'id' : 'en', url.origin);
	return json(document, { headers: { 'cache-control': 'no-cache', vary: 'accept-language' } });
};

export const fallback = refuseHandler();
