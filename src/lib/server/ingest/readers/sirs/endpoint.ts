/**
 * SIRS Online (RS Online) beds under `/fo/index.php/`: `Fasyankes` lists (GET), adds (POST), updates (PUT) and deletes
 * (DELETE) rooms, `Referensi/tempat_tidur` lists the kinds of bed. `X-rs-id` is the facility's code, `X-pass` a key of
 * ours, whole; a Bearer key is taken as well. What an answer of status 200 in HTTP says in its body: «422» is held for
 * correction, «404» stored nothing.
 */
import type { IncomingMessage } from 'node:http';
import { readRoomsOf, type StandingRoom } from '../../../store/facility-rooms.ts';
import { RequestRefusal } from '../../batch.ts';
import { authenticate, isBearer, type Endpoint, type EndpointContext } from '../../endpoint.ts';
import type { Sender } from '../../sender.ts';
import {
	bedEvent,
	givenUp,
	isStanding,
	refusedBed,
	takeTogether,
	type Telling
} from '../bridging/bed-events.ts';
import { bridgingEndpoint, bridgingLocale, pathOf, PlacedRefusal, queryOf } from '../bridging/endpoint.ts';
import { readFields, readPayload, isFields, textOf, type Fields } from '../bridging/payload.ts';
import { secondOfReceipt, signedSecond } from '../bridging/stamp.ts';
import { inTheirFields } from '../bridging/told-fields.ts';
import { doneAnswer, listAnswer, notFoundAnswer, referenceAnswer, refusalAnswer } from './answers.ts';
import { judgeBedType, type Judged } from './judge-bed-type.ts';
import { newRecord, recordOf, sirsNameOf, type SirsName } from './rooms.ts';
import { covidOf, roomStateOf, sirsFields } from './tell-room.ts';

const base = '/fo/index.php/';

type Caller = { sender: Sender; facility: string; second: Date };
type Work = { request: IncomingMessage; context: EndpointContext; caller: Caller; rooms: StandingRoom[] };

export function sirsEndpoint(context: EndpointContext): Endpoint {
	return bridgingEndpoint(context, {
		owns: (path) => path.toLowerCase().startsWith(base),
		methods: 'GET, POST, PUT, DELETE',
		answer: (request) => answer(request, context),
		refuse: ({ status, ...refusal }) => refusalAnswer(status, refusal)
	});
}

async function answer(request: IncomingMessage, context: EndpointContext): Promise<unknown> {
	const place = pathOf(request).slice(base.length).toLowerCase();
	if (place !== 'fasyankes' && place !== 'referensi/tempat_tidur') throw new RequestRefusal('unknown-path');
	const caller = await callerOf(request, context);
	if (place !== 'fasyankes') return onlyGet(request, referenceAnswer);
	const rooms = await readRoomsOf(context.ingest.facilities.sql, caller.facility, 'sirs');
	const work = { request, context, caller, rooms };
	if (request.method === 'GET') return listAnswer(caller.facility, rooms);
	if (request.method === 'POST') return add(work, await readFields(request));
	if (request.method === 'PUT') return update(work, await readFields(request));
	if (request.method === 'DELETE') return remove(work);
	throw new RequestRefusal('wrong-method');
}

function onlyGet(request: IncomingMessage, make: () => unknown): unknown {
	if (request.method !== 'GET') throw new RequestRefusal('wrong-method');
	return make();
}

/** The password is a key, which names its facility: `X-rs-id` can only agree. A Bearer key beside it goes before. */
async function callerOf(request: IncomingMessage, { ingest, keys }: EndpointContext): Promise<Caller> {
	const { authorization, 'x-pass': pass, 'x-rs-id': named } = request.headers;
	const isPass = typeof pass === 'string' && pass !== '' && !isBearer(authorization);
	const sender = await authenticate(isPass ? `Bearer ${pass}` : authorization, keys).catch(
		(error: unknown) => {
			throw error instanceof RequestRefusal && isPass ? new PlacedRefusal(error.code, 'X-pass') : error;
		}
	);
	const facility = typeof named === 'string' && named.trim() !== '' ? named.trim() : sender.facility;
	if (sender.facility !== null && facility !== sender.facility)
		throw new PlacedRefusal('foreign-facility', 'X-rs-id');
	if (facility === null || !ingest.facilities.find(facility))
		throw new PlacedRefusal('no-facility', 'X-rs-id');
	const now = ingest.clock();
	const isStamped = request.headers['x-timestamp'] !== undefined;
	return { sender, facility, second: isStamped ? signedSecond(request, now) : secondOfReceipt(now) };
}

async function add(work: Work, fields: Fields): Promise<unknown> {
	const judged = judge(fields);
	const state = roomStateOf(fields, judged);
	const standing = work.rooms.find(
		(room) => room.ward === state.ward && room.room === state.room && isStanding(room)
	);
	const message = standing
		? 'Data tempat tidur sudah ada, diperbarui'
		: 'Data tempat tidur berhasil disimpan';
	return tell(work, fields, judged, { message, ...(standing && { before: standing }) });
}

/** By `id_t_tt`; where the number is another system's by kind, name and COVID, or by what only one room is called. */
async function update(work: Work, fields: Fields): Promise<unknown> {
	const judged = judge(fields);
	const before = findRoom(work, fields, judged);
	const record = textOf(fields.id_t_tt);
	const isWhole = judged !== undefined && textOf(fields.ruang) !== undefined;
	if (!before && !isWhole) return notFoundAnswer(String(record ?? ''));
	return tell(work, fields, judged, {
		message: 'Data tempat tidur berhasil diupdate',
		...(typeof record === 'string' && /^\d{1,12}$/.test(record) && { record }),
		...(before && { before, isChange: true })
	});
}

function findRoom(
	{ rooms, caller }: Work,
	fields: Fields,
	judged: Judged | undefined
): StandingRoom | undefined {
	const standing = rooms.filter(isStanding);
	const record = textOf(fields.id_t_tt);
	const recorded = standing.find((room) => recordOf(caller.facility, room) === record);
	if (recorded) return recorded;
	const { ward, room } = roomStateOf(fields, judged);
	const keyed = standing.find((one) => one.ward === ward && one.room === room);
	if (keyed) return keyed;
	const named = standing.filter((one) => isNamed(sirsNameOf(one), fields, judged));
	return named.length === 1 ? named[0] : undefined;
}

/** As far as the payload says anything. */
function isNamed(name: SirsName | undefined, fields: Fields, judged: Judged | undefined): boolean {
	const covid = covidOf(fields);
	return (
		name !== undefined &&
		name.ruang === textOf(fields.ruang) &&
		(judged === undefined || ('type' in judged && judged.type === name.type)) &&
		(covid === undefined || covid === name.covid)
	);
}

function judge(fields: Fields): Judged | undefined {
	const idTt = textOf(fields.id_tt);
	return typeof idTt === 'string' ? judgeBedType(idTt, fields) : undefined;
}

type Change = { message: string; before?: StandingRoom; isChange?: true; record?: string };

async function tell(
	{ request, context, caller, rooms }: Work,
	fields: Fields,
	judged: Judged | undefined,
	{ message, before, isChange, record }: Change
): Promise<unknown> {
	const { facility, second, sender } = caller;
	const kept = isChange && before ? withKindOf(before, fields, judged) : judged;
	const state = roomStateOf(fields, kept, isChange && before);
	const known = before
		? recordOf(facility, before)
		: newRecord(facility, String(state.ward), String(state.room));
	const telling: Telling = { protocol: 'sirs', facility, record: record ?? known, second, rooms };
	const isMoved = before && (before.ward !== state.ward || before.room !== state.room);
	const items =
		judged && 'refusal' in judged
			? [refusedBed(state, judged.refusal, telling)]
			: [bedEvent(state, telling), ...(isMoved ? [bedEvent(givenUp(before), telling)] : [])];
	const taken = await takeTogether(context.ingest, sender, items, bridgingLocale(request));
	const [error] = taken.errors;
	return error ? refusalAnswer(422, inTheirFields(error, sirsFields)) : doneAnswer(message, telling.record);
}

/** An update that leaves out the kind keeps the room's, under a new name too. */
function withKindOf(before: StandingRoom, fields: Fields, judged: Judged | undefined): Judged | undefined {
	const type = sirsNameOf(before)?.type;
	return judged === undefined && textOf(fields.id_tt) === undefined && type ? { type } : judged;
}

async function remove({ request, context, caller, rooms }: Work): Promise<unknown> {
	const { facility, second, sender } = caller;
	const record = queryOf(request).get('id_t_tt') ?? textOf(await bodyRecord(request));
	const room = rooms.find((one) => isStanding(one) && recordOf(facility, one) === record);
	if (!room || typeof record !== 'string') return notFoundAnswer(String(record ?? ''));
	const telling: Telling = { protocol: 'sirs', facility, record, second, rooms };
	const item = bedEvent(givenUp(room), telling);
	const { errors } = await takeTogether(context.ingest, sender, [item], bridgingLocale(request));
	const [error] = errors;
	return error
		? refusalAnswer(422, inTheirFields(error, sirsFields))
		: doneAnswer('Data tempat tidur berhasil dihapus', record);
}

async function bodyRecord(request: IncomingMessage): Promise<unknown> {
	const payload = await readPayload(request);
	if (!isFields(payload)) throw new RequestRefusal('bad-payload');
	return payload.id_t_tt;
}
