import { error } from '@sveltejs/kit';
import type { LayoutServerLoad } from './$types';

/** The hook has judged; here the refusal becomes a page with the reader's language and a way back. */
export const load: LayoutServerLoad = ({ locals }) => {
	if (locals.isForbidden) error(403, { message: 'forbidden' });
};
