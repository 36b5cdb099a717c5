import { json, type RequestHandler } from '@sveltejs/kit';

/** Programs get an answer that they can read, and their authors the right address. */
export const fallback: RequestHandler = () =>
	json(
		{
			code: 'not-found',
			message:
				'There is nothing here. Send events with POST /api/v1/events; GET /api/v1/health tells how we are.'
		},
		{ status: 404 }
	);
