import type { Role } from '$lib/domain/role';
import type { Viewer } from '$lib/domain/viewer';
import { momentOf } from '$lib/server/services/context';
import type { LayoutServerLoad } from './$types';
import { isBadFilter } from './refuse';

/** Never refuses: without this layout a refusal would have neither the reader's language nor a way back. */
export const load: LayoutServerLoad = ({ locals, url }) => {
	const { clock, demo, reconstruction } = locals.services.context;
	const moment = read(url.searchParams.get('asOf') || null, clock);
	return {
		locale: locals.locale,
		theme: locals.theme,
		role: visitorRole(locals.viewer),
		/** Whoever is signed in, as colleagues call them. */
		person: locals.session?.displayName ?? null,
		demo,
		/** The year that is rebuilt here: every page says so. */
		reconstruction,
		asOf: moment.asOf,
		now: moment.now.toISOString()
	};
};

/** A request is a person's: the product itself asks for no pages. */
function visitorRole({ role }: Viewer): Role {
	if (role === 'system') throw new Error('the product itself asks for a page');
	return role;
}

/** A day that cannot be read is the page's to refuse. */
function read(asOf: string | null, clock: () => Date) {
	try {
		return momentOf(asOf, clock);
	} catch (fault) {
		if (isBadFilter(fault)) return momentOf(null, clock);
		throw fault;
	}
}
