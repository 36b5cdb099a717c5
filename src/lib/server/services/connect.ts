/** A hospital's own page: how it joins, and what became of what it sent. */
import type { ConnectAddress, ConnectView, TailRow } from '../../protocol/views/connect.ts';
import type { Transaction } from '../store/bulk.ts';
import {
	readConnected,
	readDuplicates,
	readKeysOf,
	readRefused,
	readSentOn,
	readTaken,
	type DuplicateRow,
	type KeyRow,
	type RefusedRow,
	type TakenRow
} from '../store/connect-queries.ts';
import { InvalidFilter, momentOf, readView, type Moment, type ServiceContext } from './context.ts';

export type ConnectQuery = { facility: string | null; asOf: string | null };

const tailRows = 40;
const tailDays = 7;
const dayMs = 86_400_000;

/** Every protocol a hospital may speak, by the address at which this product would serve it. */
const known: readonly ConnectAddress[] = [
	{ protocol: 'events', path: '/api/v1/events' },
	{ protocol: 'fhir', path: '/fhir' },
	{ protocol: 'sirs', path: '/fo/index.php/Fasyankes' },
	{ protocol: 'aplicares', path: '/aplicaresws/rest/' },
	{ protocol: 'eklaim', path: '/api/v1/claims/eklaim' },
	{ protocol: 'vclaim', path: '/api/v1/claims/vclaim' },
	{ protocol: 'feed', path: '/feed' }
];

export class ConnectService {
	#isServed: (path: string) => boolean = () => false;

	constructor(readonly context: ServiceContext) {}

	/** The composition tells which ways in this process has: only those are shown. */
	serve(isServed: (path: string) => boolean): void {
		this.#isServed = isServed;
	}

	/** @throws InvalidFilter for a facility that is not registered. */
	async load({ facility, asOf }: ConnectQuery): Promise<ConnectView> {
		const moment = momentOf(asOf, this.context.clock);
		const found = facility === null ? null : this.context.facilities.find(facility);
		if (found === undefined) throw new InvalidFilter('facility', facility ?? '');
		return readView(this.context, moment, async (tx) => ({
			facilities: this.#facilities(new Set(await readConnected(tx))),
			addresses: known.filter(({ path }) => this.#isServed(path) || this.#isServed(`${path}/`)),
			chosen:
				found === null
					? null
					: { code: found.code, name: found.name, ...(await readOwn(tx, found.code, moment)) }
		}));
	}

	#facilities(connected: ReadonlySet<string>): ConnectView['facilities'] {
		const rank = (isConnected: boolean) => (isConnected ? 0 : 1);
		return this.context.facilities
			.all()
			.map(({ code, name }) => ({ code, name, isConnected: connected.has(code) }))
			.sort((a, b) => rank(a.isConnected) - rank(b.isConnected) || compareNames(a.name, b.name));
	}
}

/** "RS Demo 9" before "RS Demo 10". */
const compareNames = new Intl.Collator('id', { numeric: true }).compare;

async function readOwn(tx: Transaction, code: string, { now, today, asOf }: Moment) {
	const before = asOf === null ? new Date(now.getTime() + dayMs) : now;
	const span = { since: new Date(now.getTime() - tailDays * dayMs), before, limit: tailRows };
	const { lastSeenAt, ...counts } = await readSentOn(tx, code, today);
	const rows = [
		...(await readTaken(tx, code, span)).map(takenRow),
		...(await readRefused(tx, code, span)).map(refusedRow),
		...(asOf === null ? (await readDuplicates(tx, code, tailRows)).map(duplicateRow) : [])
	];
	return {
		keys: (await readKeysOf(tx, code)).map(keyRow),
		today: counts,
		lastSeenAt: lastSeenAt?.toISOString() ?? null,
		tail: rows.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)).slice(0, tailRows),
		tailDays
	};
}

const keyRow = ({ id, label, party, createdAt, revokedAt }: KeyRow) => ({
	...{ id, label, kind: party === null ? ('read' as const) : ('send' as const) },
	createdAt: createdAt.toISOString(),
	revokedAt: revokedAt?.toISOString() ?? null
});

const takenRow = ({ kind, key, id, at, stands, word, room }: TakenRow): TailRow => ({
	...{ key: `taken-${key}`, at: at.toISOString(), fate: stands ? 'accepted' : 'kept', id },
	type: `id.denyut.${kind}.v1`,
	about: room === null ? { word } : { ward: word, room }
});

const refusedRow = ({ heldId, type, id, at, times, code, field, detail, isOpen }: RefusedRow): TailRow => ({
	...{ key: `held-${heldId}`, at: at.toISOString(), fate: 'quarantined', type, id, times },
	refusal: { code, field, detail },
	heldId: isOpen ? heldId : null
});

const duplicateRow = ({ change, at, source, count }: DuplicateRow): TailRow => ({
	...{ key: `duplicate-${change}-${source}`, at: at.toISOString(), fate: 'duplicate', source, count }
});
