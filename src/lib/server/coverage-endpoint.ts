/**
 * `POST /api/v1/eligibility`, `POST /api/v1/sjp`, `POST /api/v1/sjp/<number>/cancel`, `GET /api/v1/sjp/key`: for a hospital's
 * software with its key, and for its clerks' pages with their session. Not SvelteKit's: a hospital's desk asks before every
 * patient, and all of them at eight in the morning.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Viewer } from '../domain/viewer.ts';
import {
	coverageRefusals,
	maxCoverageBytes,
	sayRefusal,
	type CoverageRefusalCode
} from '../protocol/coverage.ts';
import type { ApiKeys } from './auth/api-keys.ts';
import { RequestRefusal } from './ingest/batch.ts';
import { authenticateKey, prepareStatus, requestLocale, sendJson, type Endpoint } from './ingest/endpoint.ts';
import { readBody } from './ingest/read-body.ts';
import type { Services } from './services/index.ts';
import { KeyPace } from './web/key-pace.ts';

type Context = {
	keys: Pick<ApiKeys, 'find'>;
	viewerOf: (request: IncomingMessage) => Promise<Viewer>;
	servicesFor: (viewer: Viewer) => Pick<Services, 'eligibility' | 'letters' | 'verifyLetter'>;
	onFault: (error: unknown) => void;
};

class Refusal extends Error {
	constructor(
		readonly code: CoverageRefusalCode,
		readonly field?: string
	) {
		super(code);
	}
}

const cancelPath = /^\/api\/v1\/sjp\/([A-Za-z0-9-]{13,20})\/cancel$/;
const keyPath = '/api/v1/sjp/key';
const isOwn = (path: string) =>
	path === '/api/v1/eligibility' || path === '/api/v1/sjp' || path === keyPath || cancelPath.test(path);

export function coverageEndpoint(context: Context): Endpoint {
	const pace = new KeyPace();
	return {
		owns: isOwn,
		handle: async (request, response) => {
			try {
				await answer(request, response, context, pace);
			} catch (error) {
				refuse(request, response, refusalOf(error, context.onFault));
			}
		}
	};
}

/** What the ground of all ways in refuses, in the words of this one. */
function refusalOf(error: unknown, onFault: (error: unknown) => void): Refusal {
	if (error instanceof Refusal) return error;
	if (!(error instanceof RequestRefusal)) {
		onFault(error);
		return new Refusal('unavailable');
	}
	const { code } = error;
	if (code === 'read-key') return new Refusal('forbidden');
	return new Refusal(code === 'no-key' || code === 'bad-key' || code === 'too-large' ? code : 'bad-request');
}

function refuse(request: IncomingMessage, response: ServerResponse, { code, field }: Refusal): void {
	const { status } = coverageRefusals[code];
	prepareStatus(request, response, status);
	sendJson(response, status, { ...sayRefusal(code, requestLocale(request), field), ...(field && { field }) });
	request.resume();
}

async function answer(
	request: IncomingMessage,
	response: ServerResponse,
	context: Context,
	pace: KeyPace
): Promise<void> {
	const path = (request.url ?? '').split('?', 1)[0] ?? '';
	if (path === keyPath) return sendKey(request, response, context);
	if (request.method !== 'POST') throw new Refusal('wrong-method');
	const viewer = await askerOf(request, context);
	if (!pace.take(viewer.name)) throw new Refusal('too-often');
	const body = await readJson(request);
	const services = context.servicesFor(viewer);
	const [, number] = cancelPath.exec(path) ?? [];
	if (number !== undefined)
		return cancel(response, await services.letters.cancel(viewer, number, reasonOf(body)));
	const locale = requestLocale(request);
	if (path === '/api/v1/eligibility') {
		const checked = await services.eligibility.check(viewer, body, locale);
		if (!checked.ok) throw new Refusal(checked.code, checked.field);
		return sendJson(response, 200, checked.view);
	}
	sendIssued(response, await services.letters.issue(viewer, body, locale));
}

function sendKey(request: IncomingMessage, response: ServerResponse, { servicesFor }: Context): void {
	if (request.method !== 'GET' && request.method !== 'HEAD') throw new Refusal('wrong-method');
	const viewer: Viewer = { name: 'public', role: 'public', facility: null };
	sendJson(response, 200, servicesFor(viewer).verifyLetter.publicKey());
}

/** A key speaks before a cookie; only one that sends may ask whose card is good. */
async function askerOf(request: IncomingMessage, { keys, viewerOf }: Context): Promise<Viewer> {
	const { authorization } = request.headers;
	if (authorization === undefined) {
		const viewer = await viewerOf(request);
		if (viewer.role === 'public') throw new Refusal('no-key');
		// No key came, so it must come from our own page; a browser says where from, and no website can forge it.
		if (!isOwnPage(request)) throw new Refusal('other-origin');
		return viewer;
	}
	const { id, party, facility } = await authenticateKey(authorization, keys);
	if (party !== 'hospital' || facility === null) throw new Refusal('forbidden');
	return { name: `key:${id}`, role: 'hospital', facility };
}

function isOwnPage({ headers: { origin, host } }: IncomingMessage): boolean {
	return origin !== undefined && URL.canParse(origin) && new URL(origin).host === host?.toLowerCase();
}

async function readJson(request: IncomingMessage): Promise<unknown> {
	const bytes = await readBody(request, maxCoverageBytes);
	try {
		return JSON.parse(bytes.toString('utf8')) as unknown;
	} catch {
		throw new Refusal('bad-request');
	}
}

const reasonOf = (body: unknown): string =>
	typeof body === 'object' && body !== null && 'reason' in body && typeof body.reason === 'string'
		? body.reason
		: '';

function cancel(
	response: ServerResponse,
	done: { ok: true } | { ok: false; code: CoverageRefusalCode }
): void {
	if (!done.ok) throw new Refusal(done.code);
	sendJson(response, 200, { outcome: 'cancelled' });
}

type Issued = Awaited<ReturnType<Services['letters']['issue']>>;

function sendIssued(response: ServerResponse, issued: Issued): void {
	if (!issued.ok) throw new Refusal(issued.code, issued.field);
	const { ok: _, ...rest } = issued;
	if (issued.outcome === 'issued') return sendJson(response, issued.isRepeated ? 200 : 201, rest);
	if (issued.outcome === 'queued') return sendJson(response, 202, rest);
	if (issued.outcome === 'refused') return sendJson(response, 422, rest);
	sendJson(response, 422, issued.view);
}
