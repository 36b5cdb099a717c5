import { fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, depends }) => {
	depends('app:upload');
	const upload = locals.services.uploads.view(params.id);
	// Forgotten, or held by a process that is no more: the reader is told what to do.
	if (!upload) redirect(303, '/upload?refused=gone');
	return { upload, sharedClasses: await locals.services.uploads.sharedClasses(upload) };
};

const gone = () => fail(409, { said: 'gone' as const });

export const actions: Actions = {
	columns: async ({ locals, params, request }) =>
		locals.services.uploads.choose(params.id, await request.formData()) ? undefined : gone(),
	send: ({ locals, params }) =>
		locals.services.uploads.send(locals.viewer, params.id, locals.locale) ? undefined : gone(),
	cancel: async ({ locals, params }) =>
		(await locals.services.uploads.cancel(params.id)) ? undefined : gone()
};
