import { error, type RequestHandler } from '@sveltejs/kit';
import { markedFileName } from '$lib/protocol/reconstruction';

/** The minutes of a payment, to print and sign. */
export const GET: RequestHandler = async ({ locals, params }) => {
	const number = /^[1-9]\d{0,8}$/.test(params['number'] ?? '') ? Number(params['number']) : 0;
	const { reconstruction } = locals.services.context;
	const name = markedFileName(`berita-acara-${String(number).padStart(4, '0')}.pdf`, reconstruction);
	const body = await locals.services.claimBatches.minutes(locals.viewer, number, locals.locale);
	if (!body) error(404, { message: 'not-found' });
	return new Response(body as BodyInit, {
		headers: {
			'content-type': 'application/pdf',
			'content-disposition': `attachment; filename="${name}"`,
			'cache-control': 'no-store',
			'x-content-type-options': 'nosniff'
		}
	});
};
