/** The pages' part of the matrix: documents, their data, the actions of their forms, and what they let download. */
import {
	firstPage,
	mayDo,
	mayOpen,
	pageOf,
	scopeOfResource,
	type Action,
	type Page
} from '../../../src/lib/domain/access.ts';
import { resourceNames, type ResourceName } from '../../../src/lib/protocol/api/queries.ts';
import { credentialsOf, ownHospital, signInAs, type Caller, type Ground } from './callers.ts';
import { knock, type Told } from './knock.ts';
import { addressOf, hasParameter, pageRoutes, serverRoutes } from './routes.ts';
import type { Outcome, Tally } from './tally.ts';

export type Site = Ground & { origin: string };

/** Values of parameters for which there is something to see. */
const samples = { format: 'xlsx' };
/** What an address needs to be answered with more than a refusal of its filters. */
const queries: Readonly<Record<string, string>> = {
	'/beds/report/rooms': `?facility=${ownHospital}`,
	'/members/people': '?reason=moved',
	'/members/people.csv': '?reason=moved'
};
const queryOf = (id: string) => queries[id.replaceAll(/\/\([^)]*\)/g, '')] ?? '';
/** The same page by another spelling of its address. */
const respelt = (address: string) =>
	address.replace(/^\/(\w)/, (_, letter: string) => `/%${letter.charCodeAt(0).toString(16)}`);

/**
 * Actions of forms for which a page's own roles are not enough, by `<route>?/<name>`. A form whose action refuses some of those
 * whom its page lets in fails the matrix until it stands here.
 */
const actionOf: Readonly<Record<string, Action>> = {
	'/people?/default': 'find-person',
	'/beds/silent?/default': 'remind-hospital',
	'/connect?/make': 'manage-keys',
	'/connect?/revoke': 'manage-keys',
	'/account?/mailAsk': 'mail-signals',
	'/account?/mailCode': 'mail-signals',
	'/account?/mailChange': 'mail-signals',
	'/account?/mailStop': 'mail-signals',
	'/claims/rules?/default': 'set-sampling',
	'/budget/plan?/default': 'set-budget',
	...Object.fromEntries(
		(['begin', 'chance', 'cap', 'item-chance', 'quantity', 'propose'] as const).map((move) => [
			`/drugs/plan?/${move}`,
			'plan-drugs'
		])
	),
	'/drugs/plan?/approve': 'approve-drug-plan',
	'/drugs/plan?/lock': 'lock-drug-plan',
	'/drugs/plan?/return': 'return-drug-plan',
	'/budget/next-year?/keep': 'keep-scenario',
	'/budget/next-year?/remove': 'keep-scenario',
	'/budget/next-year?/restore': 'keep-scenario',
	'/evaluation?/default': 'freeze-evaluation',
	'/eligibility?/check': 'check-card',
	'/eligibility?/issue': 'issue-letter',
	'/sjp?/decide': 'decide-letter',
	'/sjp/[number]?/cancel': 'cancel-letter',
	'/complaints?/contact': 'answer-complaint',
	'/complaints?/answer': 'answer-complaint',
	'/quality/[id]?/open': 'open-held',
	'/quality/[id]?/replay': 'open-held',
	'/quality/[id]?/discard': 'open-held'
};

/** Files that stand beside the page whose rows they hold. */
const pageOfFile: Readonly<Record<string, Page>> = { '/members/people.csv': '/members/people' };

/** A route of a page belongs to one of `domain/access`; the API's are told apart in `apiKindOf`. */
export function pageOfRoute(id: string): Page | null {
	const file = pageOfFile[id];
	if (file !== undefined) return file;
	return pageOf(addressOf(id, samples));
}

const leadsAway = (location: string, { viewer }: Caller, page: Page) =>
	location.startsWith('/login?next=') || (page === '/' && location === firstPage[viewer]);

/** In words where it is neither. */
function outcomeOf({ status, location, text }: Told, caller: Caller, id: string, page: Page): string {
	if (status === 401 || status === 403) return 'refused';
	const told = text.startsWith('{') ? (JSON.parse(text) as AnyAnswer) : {};
	const place = told.type === 'redirect' ? (told.location ?? '') : location;
	if (place !== '') return leadsAway(place, caller, page) ? 'refused' : 'allowed';
	const bad = told.nodes?.find((node) => node?.type === 'error')?.status ?? status;
	if (bad === 401 || bad === 403) return 'refused';
	if (bad === 404 && hasParameter(id)) return 'allowed';
	return bad === 200 ? 'allowed' : `answered with ${bad}`;
}

/** The accounts of these tests have no secret that new codes could belong to: that much further does such a request come. */
const comesToNothing = new Set(['/account?/codes']);

type AnyAnswer = {
	type?: string;
	status?: number;
	location?: string;
	nodes?: ({ type?: string; status?: number } | null)[];
};

const expectedOf = (allowed: boolean): Outcome => (allowed ? 'allowed' : 'refused');
const mayOpenFor = ({ viewer }: Caller, page: Page) => expectedOf(mayOpen(viewer, page));

/** Every page, as a document and as the data that a link inside the product fetches. */
export async function askPages({ origin }: Site, callers: readonly Caller[], tally: Tally): Promise<void> {
	for (const { id } of pageRoutes()) {
		const page = pageOfRoute(id);
		if (page === null) throw new Error(`${id} belongs to no page of domain/access`);
		const address = addressOf(id, samples);
		const forms = [
			['page', address],
			['page, respelt', respelt(address)],
			['page data', `${address.replace(/\/$/, '')}/__data.json`]
		] as const;
		for (const [kind, path] of forms)
			for (const caller of callers) {
				const told = await knock(`${origin}${path}${queryOf(id)}`, { headers: credentialsOf(caller) });
				const expected = mayOpenFor(caller, page);
				const got = outcomeOf(told, caller, id, page);
				tally.add(kind, `${path} by ${caller.name}`, { got, expected });
			}
	}
}

/** As a form of the page would, by a script; each with a session of its own, since some of the forms end it. */
export async function askActions(site: Site, callers: readonly Caller[], tally: Tally): Promise<void> {
	for (const { id, actions } of pageRoutes())
		for (const action of actions) {
			const page = pageOfRoute(id);
			if (page === null) throw new Error(`${id} belongs to no page of domain/access`);
			const name = `${id}?/${action}`;
			const needs = actionOf[name];
			for (const caller of callers) {
				const { viewer } = caller;
				const isAllowed = mayOpen(viewer, page) && (needs === undefined || mayDo(viewer, needs));
				const got = await act(site, caller, { id, action });
				tally.add('form action', `${name} by ${caller.name}`, { got, expected: expectedOf(isAllowed) });
			}
		}
}

async function act(
	site: Site,
	caller: Caller,
	{ id, action }: { id: string; action: string }
): Promise<string> {
	const isSignedIn = caller.viewer !== 'public';
	const own = isSignedIn ? await signInAs(site, caller.viewer) : caller;
	const { status, text } = await knock(
		`${site.origin}${addressOf(id, samples)}${action === 'default' ? '' : `?/${action}`}`,
		{
			method: 'POST',
			headers: {
				...credentialsOf(own),
				...{ origin: site.origin, accept: 'application/json', 'x-sveltekit-action': 'true' },
				'content-type': 'application/x-www-form-urlencoded'
			},
			body: String(
				new URLSearchParams({
					facility: ownHospital,
					reason: 'pemeriksaan akses',
					nik: '1',
					label: 'uji'
				})
			)
		}
	);
	if (status === 401 || status === 403) return 'refused';
	const told = JSON.parse(text) as AnyAnswer;
	if (told.type === 'redirect' && told.location?.startsWith('/login?next=')) return 'refused';
	if (told.status === 403) return 'refused';
	if (comesToNothing.has(`${id}?/${action}`) && isSignedIn) return 'allowed';
	// An error of the action stands in the answer itself.
	const bad = told.status ?? status;
	return bad < 500 ? 'allowed' : `answered with ${bad}`;
}

/** What belongs to a page and is none: files and JSON. */
export async function askPageServers(
	{ origin }: Site,
	callers: readonly Caller[],
	tally: Tally
): Promise<void> {
	for (const { id, methods } of serverRoutes().filter((route) => !isOfApi(route.id))) {
		const page = pageOfRoute(id);
		if (page === null) throw new Error(`${id} belongs to no page of domain/access`);
		for (const method of methods)
			for (const caller of callers) {
				const body = method === 'GET' ? {} : { body: JSON.stringify({}) };
				const told = await knock(`${origin}${addressOf(id, samples)}${queryOf(id)}`, {
					method,
					headers: { ...credentialsOf(caller), origin, 'content-type': 'application/json' },
					...body
				});
				// A report that says nothing is told so, by what would have taken one that does.
				const isTold = method !== 'GET' && told.status === 400;
				const got = isTold ? 'allowed' : outcomeOf(told, caller, id, page);
				tally.add('download', `${method} ${id} by ${caller.name}`, {
					got,
					expected: mayOpenFor(caller, page)
				});
			}
	}
}

export const isOfApi = (id: string) => id.startsWith('/api/');

/** What the API tells everybody, with the answer that nobody's key changes. */
const told: Readonly<Record<string, number>> = {
	'/api/v1/health': 200,
	'/api/v1/openapi.json': 200,
	'/api/[...path]': 404,
	// No city of its own signs in here.
	'/api/auth/callback/city': 404
};

/** Null for a route of the API that shows nobody knows what. */
export function apiKindOf(id: string): { resource: ResourceName } | { open: number } | null {
	const resource = resourceNames.find((name) => id === `/api/v1/${name}`);
	if (resource !== undefined) return { resource };
	const open = told[id];
	return open === undefined ? null : { open };
}

/** A resource is read by a key whose holder sees what it shows; a cookie opens none, and nothing is written to one. */
export async function askApi({ origin }: Site, callers: readonly Caller[], tally: Tally): Promise<void> {
	for (const { id } of serverRoutes().filter((route) => isOfApi(route.id))) {
		const kind = apiKindOf(id);
		if (kind === null) throw new Error(`${id} shows no subject of domain/access`);
		for (const caller of callers)
			for (const method of 'open' in kind ? ['GET'] : ['GET', 'POST', 'PUT', 'DELETE']) {
				const headers = { ...credentialsOf(caller), ...(method !== 'GET' && { origin }) };
				const { status } = await knock(`${origin}${addressOf(id)}`, { method, headers });
				const what = `${method} ${id} by ${caller.name}`;
				const expected = expectedOf(
					'open' in kind
						? method === 'GET' || kind.open === 404
						: method === 'GET' &&
								caller.reader !== null &&
								scopeOfResource(caller.reader, kind.resource) !== null
				);
				const wanted = 'open' in kind ? kind.open : 200;
				const isRefused = [401, 403, 405].includes(status);
				const got = isRefused ? 'refused' : status === wanted ? 'allowed' : `answered with ${status}`;
				tally.add('read API', what, { got, expected });
			}
	}
}
