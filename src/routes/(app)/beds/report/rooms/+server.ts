import { json } from '@sveltejs/kit';
import type { RequestHandler } from './$types';
import { refuseReport } from '../refuse-report';

/** A hospital's rooms as they stand, for a form that has been open for a while or was opened without a network. */
export const GET: RequestHandler = async ({ locals, url }) => {
	const rooms = await locals.services.bedReport.findRooms(url.searchParams.get('facility') ?? '');
	if (!rooms) return refuseReport('unknown-facility', locals.locale);
	return json(rooms, { headers: { 'cache-control': 'no-store' } });
};
