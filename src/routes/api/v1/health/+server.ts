import { json } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

/** 200 once migrations are done and the database answers, 503 while it is away. */
export const GET: RequestHandler = async ({ locals }) => {
	const health = await locals.app.health();
	return json(health, {
		status: health.status === 'ok' ? 200 : 503,
		headers: { 'cache-control': 'no-store' }
	});
};
