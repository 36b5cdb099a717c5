import { error } from '@sveltejs/kit';
import { paintEvaluation } from '$lib/protocol/evaluation-document';
import { documentWords } from '../document-words';
import { numberOf } from './number-of';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const found = await locals.services.evaluation.open(numberOf(params.number));
	if (!found) error(404, { message: 'not-found' });
	const { head, standing, document } = found;
	return { head, standing, painted: document && paintEvaluation(document, documentWords(locals.locale)) };
};
