/** Whether a page opens to whoever asks for it, and what to do when it does not. */
import { firstPage, mayOpen, pageOf } from '../../domain/access.ts';
import type { Viewer } from '../../domain/viewer.ts';

export type Passage =
	| { kind: 'open' }
	/** Nobody is signed in: sign in first, then on to where they wanted to go. */
	| { kind: 'sign-in'; location: string }
	/** The front door of somebody whose questions begin elsewhere. */
	| { kind: 'elsewhere'; location: string }
	| { kind: 'forbidden' };

/** @param search the query with its question mark, or nothing */
export function judgePassage({ role }: Viewer, path: string, search: string): Passage {
	const page = pageOf(path);
	// What is no page of ours is answered by the router, with 404.
	if (role === 'system' || page === null || mayOpen(role, page)) return { kind: 'open' };
	if (role === 'public')
		return { kind: 'sign-in', location: `/login?next=${encodeURIComponent(path + search)}` };
	return path === '/' ? { kind: 'elsewhere', location: firstPage[role] } : { kind: 'forbidden' };
}
