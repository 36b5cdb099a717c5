import { error, type RequestHandler } from '@sveltejs/kit';
import { isEvaluationFormat } from '$lib/protocol/views/evaluation';
import { documentWords } from '../../document-words';
import { numberOf } from '../number-of';

/** A frozen evaluation as a file, in the language of whoever asks. */
export const GET: RequestHandler = async ({ locals, params }) => {
	const { format = '' } = params;
	if (!isEvaluationFormat(format)) error(404, { message: 'not-found' });
	const words = documentWords(locals.locale);
	const { evaluation } = locals.services;
	const file = await evaluation.file(locals.viewer, numberOf(params['number']), { format, words });
	if (!file) error(404, { message: 'not-found' });
	if (file === 'altered') error(409, { message: words.say('evaluation_altered_refused') });
	return new Response(file.body as BodyInit, {
		headers: {
			'content-type': file.contentType,
			'content-disposition': `attachment; filename="${file.name}"`,
			'cache-control': 'no-store',
			'x-content-type-options': 'nosniff'
		}
	});
};
