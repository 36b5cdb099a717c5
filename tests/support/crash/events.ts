/**
 * Events of every kind as several senders make them, with corrections and with versions that arrive late. What must
 * stand at the end follows from all that was sent, in whatever order it arrived: the newest version of each key.
 */
import { createHash } from 'node:crypto';
import type { Party } from '../../../src/lib/domain/role.ts';
import type { EventInput } from '../../../src/lib/protocol/events.ts';
import { partyId } from '../../../src/lib/server/ingest/sender.ts';
import { nikOf } from '../../bench/support/visits.ts';

export type LoadSender = { party: Party; facility: string | null };
export type SentEvent = { event: EventInput; eventKey: string; facility: string; naturalKey: string };

const wards = ['inpatient-3', 'icu', 'nicu', 'igd'];
const diagnoses = ['A91', 'J06.9', 'A09', 'I10', 'E11.9'];
const items = ['paracetamol-500', 'amoxicillin-500'];
/** Every fourth event of a kind speaks of a key that was spoken of before. */
const perKey = 4;
const secondMs = 1_000;
const dayMs = 86_400_000;

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;
const two = (value: number) => String(value).padStart(2, '0');
const kecamatanOf = (n: number) => `32.75.${two(1 + (n % 12))}`;

type Maker = (
	key: number,
	n: number,
	client: string
) => Pick<EventInput, 'type' | 'data'> & { naturalKey: string };

const visit: Maker = (key, n, client) => ({
	type: 'id.denyut.visit.v1',
	naturalKey: `V-${client}-${key}`,
	data: {
		visit: `V-${client}-${key}`,
		nik: nikOf(Math.imul(key, 7919) >>> 0),
		kecamatan: kecamatanOf(key),
		service: n % 5 === 0 ? 'emergency' : 'outpatient',
		diagnoses: [pick(diagnoses, n)],
		arrivedAt: new Date(begunAt - (key % 60) * dayMs).toISOString(),
		drugs: [{ item: pick(items, n), quantity: 1 + (n % 20) }]
	}
});

const bed: Maker = (key, n) => ({
	type: 'id.denyut.bed.v1',
	naturalKey: `${pick(wards, key)}/K-${key % 40}`,
	data: {
		ward: pick(wards, key),
		room: `K-${key % 40}`,
		capacity: 20,
		occupied: n % 21,
		queue: n % 3,
		reportedAt: timeOf(n)
	}
});

const claim: Maker = (key, n, client) => ({
	type: 'id.denyut.claim.v1',
	naturalKey: `C-${client}-${key}`,
	data: {
		claim: `C-${client}-${key}`,
		nik: nikOf(Math.imul(key, 104_729) >>> 0),
		state: 'submitted',
		diagnoses: [pick(diagnoses, n)],
		service: 'inpatient-3',
		serviceFrom: '2026-01-05',
		serviceTo: '2026-01-09',
		billedRupiah: 1_000_000 + n
	}
});

const stock: Maker = (key, n) => {
	const month = `${2_024 + (Math.floor(key / 12) % 2)}-${two(1 + (key % 12))}`;
	const item = pick(items, key);
	return {
		type: 'id.denyut.stock.v1',
		naturalKey: `${item}/${month}`,
		data: { item, month, opening: 100 + n, received: n, used: 10, lost: 0, closing: 90 + 2 * n }
	};
};

const tally: Maker = (key, n) => {
	const period = new Date(Date.UTC(2_020, 0, 5) + (key % 150) * 7 * dayMs).toISOString().slice(0, 10);
	return {
		type: 'id.denyut.tally.v1',
		naturalKey: `${kecamatanOf(key)}/${period}`,
		data: { measure: 'cases', code: 'dengue', area: kecamatanOf(key), period, grain: 'week', value: n }
	};
};

const member: Maker = (key, n) => ({
	type: 'id.denyut.member.v1',
	naturalKey: nikOf(key),
	data: { nik: nikOf(key), kecamatan: kecamatanOf(n), segment: 'umum', registerStatus: 'active', jkn: 'none' }
});

const makersOf: Partial<Record<Party, readonly Maker[]>> = {
	hospital: [visit, bed, visit, claim, stock],
	dinkes: [member, tally]
};

const begunAt = Date.now();

/** Of two events the later one is not always the newer. */
function timeOf(n: number): string {
	return new Date(begunAt - 3_600 * secondMs + ((n * 7) % 50_000) * 71).toISOString();
}

/** Event `n` of a client; the same again for the same arguments. */
export function makeEvent(client: string, sender: LoadSender, n: number): SentEvent {
	const makers = makersOf[sender.party] ?? [];
	const maker = pick(makers, n);
	const key =
		Math.floor(n / makers.length / perKey) * (perKey - 1) + ((Math.floor(n / makers.length) % perKey) % 3);
	const { naturalKey, ...body } = maker(key, n, client);
	const source = `/crash/${client}`;
	const id = `${client}-${n}`;
	const event = { specversion: '1.0', id, source, time: timeOf(n), ...body } as EventInput;
	const facility = sender.facility ?? '';
	return {
		event,
		facility,
		naturalKey: `${body.type}|${facility}|${naturalKey}`,
		eventKey: createHash('sha256')
			.update(`${partyId(sender)}\u0000${source}\u0000${id}`)
			.digest('hex')
			.slice(0, 32)
	};
}

/** By natural key, the version that must stand: the newest by time, then by id. */
export function newestVersions(sent: Iterable<SentEvent>): SentEvent[] {
	const newest = new Map<string, SentEvent>();
	for (const one of sent) {
		const standing = newest.get(one.naturalKey);
		if (!standing || isNewer(one, standing)) newest.set(one.naturalKey, one);
	}
	return [...newest.values()];
}

function isNewer({ event: a, eventKey }: SentEvent, { event: b, eventKey: other }: SentEvent): boolean {
	if (a.time !== b.time) return a.time > b.time;
	return a.id === b.id ? eventKey > other : a.id > b.id;
}
