/** What the two interfaces of claims share: one record or many, whose facility they are of, one answer for all. */
import type { IncomingMessage } from 'node:http';
import { maxEventsPerRequest, type BatchAnswer } from '../../../../protocol/events.ts';
import { findAlias } from '../../../store/facility-aliases.ts';
import { RequestRefusal, type RawItem } from '../../batch.ts';
import { authenticate, type Endpoint, type EndpointContext } from '../../endpoint.ts';
import type { Sender } from '../../sender.ts';
import { claimEvents, type ToldClaim } from './claim-events.ts';
import {
	bridgingEndpoint,
	bridgingLocale,
	cleanPath,
	PlacedRefusal,
	queryOf,
	type WholeRefusal
} from './endpoint.ts';
import { isFields, readPayload, type Fields } from './payload.ts';
import { inTheirFields, type TheirNames } from './told-fields.ts';

export type ClaimsInterface = {
	protocol: 'eklaim' | 'vclaim';
	path: string;
	/** The records in a payload; undefined for a form that the interface does not know. */
	recordsOf: (payload: unknown) => readonly unknown[] | undefined;
	tell: (record: Fields) => ToldClaim;
	fields: TheirNames;
	done: (answer: BatchAnswer) => unknown;
	refuse: (refusal: WholeRefusal) => unknown;
};

export function claimsEndpoint(context: EndpointContext, kind: ClaimsInterface): Endpoint {
	return bridgingEndpoint(context, {
		owns: (path) => cleanPath(path) === kind.path,
		methods: 'POST',
		answer: async (request) => kind.done(await take(request, context, kind)),
		statusOf: (answer) => (isFields(answer) && answer.rejected !== undefined ? 422 : 200),
		refuse: kind.refuse
	});
}

async function take(
	request: IncomingMessage,
	{ ingest, keys }: EndpointContext,
	kind: ClaimsInterface
): Promise<BatchAnswer> {
	if (request.method !== 'POST') throw new RequestRefusal('wrong-method');
	const sender = await authenticate(request.headers.authorization, keys);
	const mode = queryOf(request).get('mode') ?? 'each';
	if (mode !== 'each' && mode !== 'atomic') throw new PlacedRefusal('bad-mode', 'mode');
	const records = kind.recordsOf(await readPayload(request));
	if (records === undefined) throw new RequestRefusal('bad-payload');
	if (records.length > maxEventsPerRequest) throw new RequestRefusal('too-many');
	const facility = await facilityOf(request, sender, ingest);
	const items = await itemsOf(records, facility, ingest, kind);
	const answer = await ingest.take(sender, items, { mode, locale: bridgingLocale(request) });
	return {
		...answer,
		errors: answer.errors.map((error) => ({ ...error, ...inTheirFields(error, kind.fields) }))
	};
}

type Ingest = EndpointContext['ingest'];

/** A hospital's key names it; others name the facility in the address, by its own code or the insurer's. */
async function facilityOf(request: IncomingMessage, sender: Sender, ingest: Ingest): Promise<string | null> {
	const named = queryOf(request).get('facility')?.trim().toUpperCase() ?? null;
	if (named === null) return sender.facility;
	const { facilities } = ingest;
	const known = facilities.find(named) ? named : await findAlias(facilities.sql, 'bpjs', named);
	if (known === null) throw new PlacedRefusal('no-facility', 'facility');
	if (sender.facility !== null && known !== sender.facility)
		throw new PlacedRefusal('foreign-facility', 'facility');
	return known;
}

/** What is no object keeps its place among the others, so that its refusal names it. */
async function itemsOf(
	records: readonly unknown[],
	facility: string | null,
	ingest: Ingest,
	kind: ClaimsInterface
): Promise<RawItem[]> {
	const told = records.map((record) => (isFields(record) ? kind.tell(record) : undefined));
	const known = told.filter((one) => one !== undefined);
	const events = await claimEvents(known, { protocol: kind.protocol, ingest, facility });
	return told.map((one, index) =>
		one === undefined ? { value: records[index] } : (events.shift() ?? { value: null })
	);
}
