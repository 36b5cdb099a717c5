import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const number = /^[1-9]\d{0,8}$/.test(params.number) ? Number(params.number) : 0;
	const view = await locals.services.claimBatches.find(locals.viewer, number);
	if (!view) error(404, { message: 'not-found' });
	return { view };
};
