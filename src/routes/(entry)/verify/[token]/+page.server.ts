import type { PageServerLoad } from './$types';

/** For anybody who holds a letter: no sign-in, and no word about whose it is. */
export const load: PageServerLoad = async ({ locals, params }) => ({
	view: await locals.services.verifyLetter.verify(params.token)
});
