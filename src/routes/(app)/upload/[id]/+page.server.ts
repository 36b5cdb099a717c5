import { error, fail } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, depends }) => {
	depends('app:upload');
	const upload = locals.app.services.uploads.view(params.id);
	if (!upload) error(404, { message: 'not-found' });
	return { upload };
};

const gone = () => fail(409, { said: 'gone' as const });

export const actions: Actions = {
	columns: async ({ locals, params, request }) =>
		locals.app.services.uploads.choose(params.id, await request.formData()) ? undefined : gone(),
	send: ({ locals, params }) =>
		locals.app.services.uploads.send(params.id, locals.locale) ? undefined : gone(),
	cancel: async ({ locals, params }) =>
		(await locals.app.services.uploads.cancel(params.id)) ? undefined : gone()
};
