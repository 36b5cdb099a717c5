/** Whether a page opens to whoever asks for it, and what to do when it does not. */
import { firstPage, mayOpen, pageOf, type Page } from '../../domain/access.ts';
import type { Viewer } from '../../domain/viewer.ts';

export type Passage =
	| { kind: 'open' }
	/** Nobody is signed in: sign in first, then on to where they wanted to go. */
	| { kind: 'sign-in'; location: string }
	/** The front door of somebody whose questions begin elsewhere. */
	| { kind: 'elsewhere'; location: string }
	| { kind: 'forbidden' };

/** A route as SvelteKit names it. It is judged and not the address, which has more than one spelling for the same page. */
export type RouteId = string | null;

/** What answers by itself, with keys and refusals of its own. */
const outsidePages = /^\/(api|verify)\//;

/** The page that a route belongs to; groups are no part of its address. */
export const pageOfRoute = (route: string): Page | null => pageOf(addressOfRoute(route));

const addressOfRoute = (route: string) => route.replaceAll(/\/\([^)]*\)/g, '') || '/';

/** @param asked the address as it was asked for, with its query */
export function judgePassage({ role }: Viewer, route: RouteId, asked: string): Passage {
	// What is no route is answered by the router, with 404.
	if (role === 'system' || route === null) return { kind: 'open' };
	const page = pageOfRoute(route);
	// A route that no table knows is nobody's.
	if (page === null) return { kind: outsidePages.test(addressOfRoute(route)) ? 'open' : 'forbidden' };
	if (mayOpen(role, page)) return { kind: 'open' };
	if (role === 'public') return { kind: 'sign-in', location: `/login?next=${encodeURIComponent(asked)}` };
	return page === '/' ? { kind: 'elsewhere', location: firstPage[role] } : { kind: 'forbidden' };
}
