import { error } from '@sveltejs/kit';
import { markedFileName } from '$lib/protocol/reconstruction';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, url }) => {
	const { services, viewer, locale } = locals;
	const found = await services.letters.print(viewer, params.number, url.origin, locale);
	if (!found) error(404, { message: 'not-found' });
	const name = markedFileName(`${found.number}.pdf`, services.context.reconstruction);
	return new Response(Buffer.from(found.bytes), {
		headers: {
			'content-type': 'application/pdf',
			'content-disposition': `attachment; filename="${name}"`,
			'cache-control': 'private, no-store'
		}
	});
};
