/** A hospital's own page: how it joins, and what became of what it sent. */
import { rowName } from '../../domain/trail.ts';
import type { Viewer } from '../../domain/viewer.ts';
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
import { readSharedClasses } from './beds.ts';
import { InvalidFilter, momentOf, readView, type Moment, type ServiceContext } from './context.ts';
import { FacilityKeysService } from './facility-keys.ts';
import { RowsSeen } from './rows-seen.ts';
import { readUnjoined } from './unjoined.ts';

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
	{ protocol: 'eligibility', path: '/api/v1/eligibility' },
	{ protocol: 'sjp', path: '/api/v1/sjp' },
	{ protocol: 'feed', path: '/feed' }
];

export class ConnectService {
	readonly #seen: RowsSeen;

	constructor(readonly context: ServiceContext) {
		this.#seen = new RowsSeen(context);
	}

	/** Who is shown what a hospital sent: before it is handed out, also where the reading was another's. */
	async recordLook(viewer: Viewer, { chosen }: ConnectView): Promise<void> {
		if (chosen === null) return;
		const { code, tail } = chosen;
		const rows = tail.flatMap((row) => {
			if (row.fate === 'duplicate') return [];
			if (row.fate === 'quarantined' && row.heldId !== null) return [rowName('quarantine', row.heldId)];
			return row.id === null ? [] : [rowName('event', code, row.id)];
		});
		await this.#seen.record(viewer, { what: '/connect', rows, filter: { facility: code } });
	}

	/** The composition tells which ways in this process has: only those are shown. */
	serve(isServed: (path: string) => boolean): void {
		this.context.waysIn.isServed = isServed;
	}

	/** @throws InvalidFilter for a facility that is not registered, or is another's than the hospital's that asks. */
	async load({ facility, asOf }: ConnectQuery): Promise<ConnectView> {
		const moment = momentOf(asOf, this.context.clock);
		const asked = ownFacility(this.context.viewer, facility);
		const found = asked === null ? null : this.context.facilities.find(asked);
		if (found === undefined) throw new InvalidFilter('facility', facility ?? '');
		return readView(this.context, moment, async (tx) => ({
			facilities: this.#facilities(new Set(await readConnected(tx))),
			addresses: known.filter(
				({ path }) => this.context.waysIn.isServed(path) || this.context.waysIn.isServed(`${path}/`)
			),
			chosen:
				found === null
					? null
					: { code: found.code, name: found.name, ...(await readOwn(tx, found.code, moment, this.context)) }
		}));
	}

	#facilities(connected: ReadonlySet<string>): ConnectView['facilities'] {
		const rank = (isConnected: boolean) => (isConnected ? 0 : 1);
		const { viewer, facilities } = this.context;
		return facilities
			.all()
			.filter(({ code }) => viewer.role !== 'hospital' || code === viewer.facility)
			.map(({ code, name }) => ({ code, name, isConnected: connected.has(code) }))
			.sort((a, b) => rank(a.isConnected) - rank(b.isConnected) || compareNames(a.name, b.name));
	}
}

/** A hospital's account needs not say which it is, and may name no other. */
function ownFacility({ role, facility: own }: Viewer, asked: string | null): string | null {
	if (role !== 'hospital') return asked;
	if (asked !== null && asked !== own) throw new InvalidFilter('facility', asked);
	return own;
}

/** "RS Demo 9" before "RS Demo 10". */
const compareNames = new Intl.Collator('id', { numeric: true }).compare;

async function readOwn(tx: Transaction, code: string, moment: Moment, context: ServiceContext) {
	const { now, today, asOf } = moment;
	const before = asOf === null ? new Date(now.getTime() + dayMs) : now;
	const span = { since: new Date(now.getTime() - tailDays * dayMs), before, limit: tailRows };
	const { lastSeenAt, ...counts } = await readSentOn(tx, code, today);
	const rows = [
		...(await readTaken(tx, code, span)).map(takenRow),
		...(await readRefused(tx, code, span)).map(refusedRow),
		...(asOf === null ? (await readDuplicates(context.system, code, tailRows)).map(duplicateRow) : [])
	];
	const shared = await readSharedClasses(tx, moment);
	return {
		keys: (await readKeysOf(tx, code)).map(keyRow),
		mayManageKeys: asOf === null && new FacilityKeysService(context).mayManage(code),
		today: counts,
		lastSeenAt: lastSeenAt?.toISOString() ?? null,
		tail: rows.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)).slice(0, tailRows),
		tailDays,
		unjoined: await readUnjoined(tx, moment, context, `hospital:${code}`),
		sharedClasses: shared.filter(({ facility }) => facility === code)
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
