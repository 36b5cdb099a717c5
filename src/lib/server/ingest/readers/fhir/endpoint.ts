/** `/fhir`: a FHIR R4 server that takes what hospitals already send to SATUSEHAT. It creates and updates; it gives nothing back. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Sql } from '../../../store/connect.ts';
import {
	authenticate,
	prepareRefusal,
	refusalOf,
	requestLocale,
	sendJson,
	type Endpoint,
	type EndpointContext
} from '../../endpoint.ts';
import { readBody } from '../../read-body.ts';
import type { Sender } from '../../sender.ts';
import {
	answerOf,
	answerOfSlot,
	bundleResponse,
	etagOf,
	transactionIssues,
	pathOf,
	type Answer
} from './answers.ts';
import { parseBundle, parseJson, type Bundle, type Slot } from './bundle.ts';
import { capabilityStatement } from './capability.ts';
import { searchedBy, unconditional, versionIn, type Condition } from './conditions.ts';
import { isId } from './identity.ts';
import { FhirIntake } from './intake.ts';
import { issueOf, issueOfRequest, operationOutcome, statusOf, type Issue } from './issues.ts';
import { isResourceType, readEntries, type Reading, type SentResource } from './read-entries.ts';
import { FhirRefusal } from './refusals.ts';
import type { Fate, Order } from './turn.ts';

const fhirPath = '/fhir';
const mediaType = 'application/fhir+json';
const mediaTypes = new Set([mediaType, 'application/json', 'text/json', 'application/json+fhir']);

type Context = EndpointContext & { intake: FhirIntake };

export function fhirEndpoint(context: EndpointContext & { sql: Sql }): Endpoint {
	const whole = { ...context, intake: new FhirIntake(context.ingest, context.sql) };
	return {
		owns: (path) => path === fhirPath || path.startsWith(`${fhirPath}/`),
		handle: (request, response) => handle(request, response, whole)
	};
}

async function handle(request: IncomingMessage, response: ServerResponse, context: Context): Promise<void> {
	try {
		await answer(request, response, context);
	} catch (error) {
		refuse(request, response, error, context);
		request.resume();
	}
}

function refuse(
	request: IncomingMessage,
	response: ServerResponse,
	error: unknown,
	{ onFault }: Context
): void {
	const locale = requestLocale(request);
	if (error instanceof FhirRefusal) {
		if (!request.complete) response.setHeader('Connection', 'close');
		const issue = issueOf(error, locale);
		return send(response, statusOf([issue]), operationOutcome([issue]));
	}
	const { status, code } = prepareRefusal(request, response, refusalOf(error, onFault));
	send(response, status, operationOutcome([issueOfRequest(code, locale)]));
}

const send = (response: ServerResponse, status: number, body: unknown) =>
	sendJson(response, status, body, mediaType);

async function answer(request: IncomingMessage, response: ServerResponse, context: Context): Promise<void> {
	const [path = '', ...search] = (request.url ?? '').split('?');
	const [type = '', id, ...more] = path.slice(fhirPath.length + 1).split('/');
	if (type === 'metadata' && id === undefined) return sendCapabilities(request, response);
	const query = request.method === 'PUT' && !id && search.length > 0 ? search.join('?') : null;
	refuseAddress(request, response, type, query === null ? id : undefined, more, query);
	const sender = await authenticate(request.headers.authorization, context.keys);
	refuseMediaType(request);
	const value = parseJson(await readBody(request));
	const order = { sender, locale: requestLocale(request) };
	if (type === '') return takeBundle(response, parseBundle(value), order, context);
	const method = request.method === 'PUT' ? 'PUT' : 'POST';
	const condition = conditionOf(request, query);
	const sent = { value, type, naming: { method, id: id || null, fullUrl: null, condition } } as SentResource;
	return takeResource(response, sent, order, String(request.headers.prefer), context);
}

function sendCapabilities(request: IncomingMessage, response: ServerResponse): void {
	if (request.method !== 'GET' && request.method !== 'HEAD') {
		response.setHeader('Allow', 'GET');
		throw new FhirRefusal('wrong-method');
	}
	// Told by the front of this server, which lets nobody outside say it.
	const { host = 'localhost', 'x-forwarded-proto': scheme = 'http' } = request.headers;
	send(response, 200, capabilityStatement(`${String(scheme)}://${host}${fhirPath}`));
}

function refuseAddress(
	{ method }: IncomingMessage,
	response: ServerResponse,
	type: string,
	id: string | undefined,
	more: string[],
	query: string | null
): void {
	if (type !== '' && !isResourceType(type)) throw new FhirRefusal('unknown-resource', null, { value: type });
	if (more.length > 0) throw new FhirRefusal('unknown-resource', null, { value: more.join('/') });
	if (method === 'POST' && (id === undefined || id === '')) return;
	if (method === 'PUT' && type !== '' && query !== null) return;
	if (method === 'PUT' && type !== '' && id !== undefined) {
		if (!isId(id)) throw new FhirRefusal('bad-id');
		return;
	}
	response.setHeader('Allow', id === undefined || id === '' ? 'POST' : 'PUT');
	throw new FhirRefusal('wrong-method');
}

function conditionOf({ method, headers }: IncomingMessage, query: string | null): Condition {
	const onlyNew = headers['if-none-exist'];
	const version = method === 'PUT' && headers['if-match'] ? versionIn(headers['if-match'], null) : null;
	if (query !== null) return { ...unconditional, searched: searchedBy(query, null), version };
	if (method !== 'POST' || onlyNew === undefined) return { ...unconditional, version };
	return { searched: searchedBy(String(onlyNew), null), isOnlyNew: true, version: null };
}

function refuseMediaType(request: IncomingMessage): void {
	const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
	if (!mediaTypes.has(type)) throw new FhirRefusal('bad-media-type');
}

type Asked = { sender: Sender; locale: Order['locale'] };

async function takeResource(
	response: ServerResponse,
	sent: SentResource,
	asked: Asked,
	prefer: string,
	{ ingest, intake }: Context
): Promise<void> {
	if (typeof sent.value !== 'object' || sent.value === null || Array.isArray(sent.value))
		throw new FhirRefusal('not-a-resource');
	const [reading] = readEntries([sent], asked.sender, ingest, ingest.clock());
	if (!reading?.ok) throw reading?.refusal ?? new FhirRefusal('not-a-resource');
	const { fates } = await intake.take([reading.entry], { ...asked, mode: 'single' });
	const answered = answerOf(reading, fates[0], asked.locale);
	if (answered.place === null) return send(response, answered.status, operationOutcome(answered.issues));
	sendTaken(response, answered, sent.value, prefer, ingest.clock());
}

/** The resource itself, as FHIR software expects: it reads from it the id that was given. It goes back and is not kept. */
function sendTaken(
	response: ServerResponse,
	{ status, place, issues }: Answer,
	resource: object,
	prefer: string,
	at: Date
): void {
	if (place === null) return;
	const etag = etagOf(place);
	response.setHeader('Location', `${fhirPath}/${pathOf(place)}`);
	if (etag !== null) response.setHeader('ETag', etag);
	response.setHeader('Last-Modified', at.toUTCString());
	// What stands is not what was sent, and only its sender has it.
	const isStanding = issues.some(({ code }) => code === 'standing');
	if (isStanding || /return=OperationOutcome/i.test(prefer))
		return send(response, status, operationOutcome(issues));
	if (/return=minimal/i.test(prefer)) {
		response.writeHead(status, { 'Content-Length': 0, 'Cache-Control': 'no-store' }).end();
		return;
	}
	const before = 'meta' in resource && typeof resource.meta === 'object' ? resource.meta : null;
	const versionId = place.version === null ? {} : { versionId: String(place.version) };
	const meta = { ...before, ...versionId, lastUpdated: at.toISOString() };
	send(response, status, { ...resource, id: place.id, meta });
}

async function takeBundle(
	response: ServerResponse,
	bundle: Bundle,
	asked: Asked,
	{ ingest, intake }: Context
): Promise<void> {
	const now = ingest.clock();
	const sent = bundle.slots.flatMap((slot) => ('sent' in slot ? [slot.sent] : []));
	const readings = readEntries(sent, asked.sender, ingest, now);
	if (bundle.type === 'transaction') refuseTwice(readings);
	const isSound = readings.every(({ ok }) => ok) && !bundle.slots.some((slot) => 'refusal' in slot);
	const mayTake = bundle.type === 'batch' || isSound;
	const { isTaken, fates } = mayTake
		? await takeAll(readings, { ...asked, mode: bundle.type }, intake)
		: nothing;
	const answers = answersOf(bundle.slots, readings, fates, asked.locale);
	if (isTaken) return send(response, 200, bundleResponse(bundle.type, answers, now));
	const issues: Issue[] = transactionIssues(answers);
	send(response, statusOf(issues), operationOutcome(issues));
}

const nothing = { isTaken: false, fates: [] as Fate[] };

async function takeAll(readings: readonly Reading[], order: Order, intake: FhirIntake) {
	const entries = readings.flatMap((reading) => (reading.ok ? [reading.entry] : []));
	return entries.length === 0 ? { isTaken: true, fates: [] } : intake.take(entries, order);
}

function refuseTwice(readings: Reading[]): void {
	const seen = new Set<string>();
	readings.forEach((reading, i) => {
		if (!reading.ok) return;
		const { key, type } = reading.entry;
		if (seen.has(key)) readings[i] = { ok: false, refusal: new FhirRefusal('twice', type), type };
		seen.add(key);
	});
}

/** In the order in which they were sent. A reading that was not taken has no fate, and then says nothing but its own fault. */
function answersOf(
	slots: readonly Slot[],
	readings: readonly Reading[],
	fates: readonly Fate[],
	locale: Order['locale']
): Answer[] {
	let nextReading = 0;
	let nextFate = 0;
	return slots.map((slot) => {
		if (!('sent' in slot)) return answerOfSlot(slot, locale);
		const reading = readings[nextReading++];
		if (reading === undefined) return answerOfSlot({ other: '' }, locale);
		return answerOf(reading, reading.ok ? fates[nextFate++] : undefined, locale);
	});
}
