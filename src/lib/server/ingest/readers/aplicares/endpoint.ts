/**
 * Aplicares, the insurer's list of free beds, under `/aplicaresws/rest/`: `bed/{create,update,delete,read}/{kodeppk}` and
 * `ref/kelas`. `kodeppk` is the insurer's code of the facility, kept when the facility's own key first reports under it;
 * the facility's own code will do. An answer's `metadata.code` is 1, or 0 with `reason` and `field`.
 */
import type { IncomingMessage } from 'node:http';
import { aplicaresClasses } from '../../../../domain/aplicares-classes.ts';
import { keepAlias } from '../../../store/facility-aliases.ts';
import { readRoomsOf } from '../../../store/facility-rooms.ts';
import { RequestRefusal, type RawItem } from '../../batch.ts';
import type { Endpoint, EndpointContext } from '../../endpoint.ts';
import { takeTogether, type Telling } from '../bridging/bed-events.ts';
import { bridgingEndpoint, bridgingLocale, pathOf } from '../bridging/endpoint.ts';
import { readFields } from '../bridging/payload.ts';
import { inTheirFields } from '../bridging/told-fields.ts';
import { doneAnswer, listAnswer, notFoundAnswer, refusalAnswer, roomsAnswer } from './answers.ts';
import { callerOf, codeInPath, facilityOf, type Caller } from './caller.ts';
import { aplicaresFields, giveUp, keyOf, standingUnder, tellRoom } from './change.ts';

const base = '/aplicaresws/rest/';
const done = {
	create: 'Data berhasil disimpan.',
	update: 'Data berhasil diupdate.',
	delete: 'Data berhasil dihapus.'
} as const;
type Change = keyof typeof done;
const isChange = (how: string): how is Change => Object.hasOwn(done, how);

type Work = { request: IncomingMessage; context: EndpointContext; caller: Caller; telling: Telling };

export function aplicaresEndpoint(context: EndpointContext): Endpoint {
	return bridgingEndpoint(context, {
		owns: (path) => path.toLowerCase().startsWith(base),
		methods: 'GET, POST',
		answer: (request) => answer(request, context),
		refuse: ({ status, ...refusal }) => refusalAnswer(status, refusal)
	});
}

async function answer(request: IncomingMessage, context: EndpointContext): Promise<unknown> {
	const [what = '', how = '', ppk = '', start, limit] = pathOf(request).slice(base.length).split('/');
	const action = how.toLowerCase();
	if (what.toLowerCase() === 'ref' && action === 'kelas' && ppk === '') return classes(request, context);
	if (what.toLowerCase() !== 'bed' || ppk === '' || (action !== 'read' && !isChange(action)))
		throw new RequestRefusal('unknown-path');
	const caller = await callerOf(request, context);
	expectMethod(request, action === 'read' ? 'GET' : 'POST');
	const kodeppk = codeInPath(ppk);
	const facility = await facilityOf(kodeppk, caller, context);
	const { sql } = context.ingest.facilities;
	const rooms = await readRoomsOf(sql, facility, 'aplicares');
	if (!isChange(action)) return roomsAnswer(rooms, kodeppk, { start, limit });
	const { second } = caller;
	const telling: Telling = { protocol: 'aplicares', facility, record: action, second, rooms };
	const refused = await change(action, { request, context, caller, telling });
	if (refused) return refused;
	if (kodeppk !== facility) await keepAlias(sql, 'bpjs', kodeppk, facility);
	return doneAnswer(done[action]);
}

async function classes(request: IncomingMessage, context: EndpointContext): Promise<unknown> {
	await callerOf(request, context);
	expectMethod(request, 'GET');
	return listAnswer(aplicaresClasses);
}

function expectMethod({ method }: IncomingMessage, expected: string): void {
	if (method !== expected) throw new RequestRefusal('wrong-method');
}

/** Undefined when it is done. */
async function change(action: Change, work: Work): Promise<unknown> {
	const fields = await readFields(work.request);
	const standing = standingUnder(keyOf(fields), work.telling.rooms);
	if (action !== 'create' && standing.length === 0) return notFoundAnswer();
	return take(work, action === 'delete' ? giveUp(standing, work.telling) : tellRoom(fields, work.telling));
}

async function take({ request, context, caller }: Work, items: RawItem[]): Promise<unknown> {
	const taken = await takeTogether(context.ingest, caller.sender, items, bridgingLocale(request));
	const [error] = taken.errors;
	return error && refusalAnswer(0, inTheirFields(error, aplicaresFields));
}
