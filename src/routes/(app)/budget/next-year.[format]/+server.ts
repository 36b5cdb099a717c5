import { error, type RequestHandler } from '@sveltejs/kit';
import { isProposalFormat } from '$lib/protocol/next-year-words';
import { orRefuse } from '../../../refuse';

/** Next year's proposal as the page shows it, as a file. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
	const { format = '' } = params;
	if (!isProposalFormat(format)) error(404, { message: 'not-found' });
	const { nextYearFiles } = locals.services;
	const file = await orRefuse(() =>
		nextYearFiles.file(locals.viewer, url.searchParams, format, locals.locale)
	);
	if (file === null) error(404, { message: 'not-found' });
	return new Response(file.body as BodyInit, {
		headers: {
			'content-type': file.contentType,
			'content-disposition': `attachment; filename="${file.name}"`,
			'cache-control': 'no-store'
		}
	});
};
