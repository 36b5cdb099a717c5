import type { RequestHandler } from './$types';
import { orRefuse } from '../../../refuse';
import { trailQuery } from '../trail-query';

export const GET: RequestHandler = async ({ locals, url }) => {
	const body = await orRefuse(() => locals.services.trail.exportCsv(locals.viewer, trailQuery(url)));
	const headers = {
		'content-type': 'text/csv; charset=utf-8',
		'content-disposition': 'attachment; filename="trail.csv"',
		'cache-control': 'no-store',
		'x-content-type-options': 'nosniff'
	};
	return new Response(body, { headers });
};
