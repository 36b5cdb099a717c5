import { error } from '@sveltejs/kit';
import { orRefuse } from '../../../refuse';
import { linesQuery } from './lines-query';
import type { PageServerLoad } from './$types';

/** Single visits: never shared between readers, since each reading is written down. */
export const load: PageServerLoad = async ({ locals, url }) => {
	const { diseaseLines } = locals.services;
	if (!diseaseLines.isOpen) error(403, { message: 'forbidden' });
	return { view: await orRefuse(() => diseaseLines.load(locals.viewer, linesQuery(url))) };
};
