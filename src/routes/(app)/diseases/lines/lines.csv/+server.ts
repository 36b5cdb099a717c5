import { error } from '@sveltejs/kit';
import { markedFileName } from '$lib/protocol/reconstruction';
import { orRefuse } from '../../../../refuse';
import { linesQuery } from '../lines-query';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, url }) => {
	const { diseaseLines, context } = locals.services;
	if (!diseaseLines.isOpen) error(403, { message: 'forbidden' });
	const body = await orRefuse(() => diseaseLines.exportCsv(locals.viewer, linesQuery(url)));
	const headers = {
		'content-type': 'text/csv; charset=utf-8',
		'content-disposition': `attachment; filename="${markedFileName('lines.csv', context.reconstruction)}"`,
		'cache-control': 'no-store',
		'x-content-type-options': 'nosniff'
	};
	return new Response(body, { headers });
};
