import { error } from '@sveltejs/kit';
import { orRefuse } from '../../../refuse';
import { peopleQuery } from '../people-query';
import type { PageServerLoad } from './$types';

/** Rows of people: never shared between readers, since each reading is written down. */
export const load: PageServerLoad = async ({ locals, url }) => {
	const { memberPeople } = locals.services;
	if (!memberPeople.isOpen) error(403, { message: 'forbidden' });
	return { view: await orRefuse(() => memberPeople.load(locals.viewer, peopleQuery(url))) };
};
