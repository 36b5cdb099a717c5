import { error } from '@sveltejs/kit';
import { markedFileName } from '$lib/protocol/reconstruction';
import { orRefuse } from '../../../refuse';
import { peopleQuery } from '../people-query';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, url }) => {
	const { memberPeople, context } = locals.services;
	if (!memberPeople.isOpen) error(403, { message: 'forbidden' });
	const body = await orRefuse(() => memberPeople.exportCsv(locals.viewer, peopleQuery(url)));
	const headers = {
		'content-type': 'text/csv; charset=utf-8',
		'content-disposition': `attachment; filename="${markedFileName('members.csv', context.reconstruction)}"`,
		'cache-control': 'no-store',
		'x-content-type-options': 'nosniff'
	};
	return new Response(body, { headers });
};
