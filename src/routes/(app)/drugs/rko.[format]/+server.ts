import { error, type RequestHandler } from '@sveltejs/kit';
import { isRkoFormat } from '$lib/protocol/rko';
import { orRefuse } from '../../../refuse';
import { drugQuery } from '../drug-query';

/** The drug plan of the page's view, as a file. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
	const { format = '' } = params;
	if (!isRkoFormat(format)) error(404, { message: 'not-found' });
	const { rko } = locals.services;
	const { name, contentType, body } = await orRefuse(() =>
		rko.file(locals.viewer, drugQuery(url), format, locals.locale)
	);
	return new Response(body as BodyInit, {
		headers: {
			'content-type': contentType,
			'content-disposition': `attachment; filename="${name}"`,
			'cache-control': 'no-store'
		}
	});
};
