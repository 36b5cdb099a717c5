import { error } from '@sveltejs/kit';
import { shellQuery } from '$lib/protocol/bed-report';
import type { PageServerLoad } from './$types';

/** The shell is what a phone keeps: the page without anything of anybody in it. */
export const load: PageServerLoad = async ({ locals, url }) => {
	// The page stands outside the layout that turns the hook's refusal into a page.
	if (locals.isForbidden) error(403, { message: 'forbidden' });
	if (url.searchParams.has(shellQuery)) return { isShell: true, start: null };
	return { isShell: false, start: (await locals.services.bedReport.findRooms()) ?? null };
};
