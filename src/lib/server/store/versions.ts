/**
 * Tables of versions: what a natural key was said to be, by whom and when we learned it. At most one version of a key
 * stands (posted and not reversed). This file says, for each event type, how to find what stands, how to write a
 * version and what it adds to the rollups; the committer decides which version stands.
 */
import { monthOf } from '../../domain/period.ts';
import type { TariffItem } from '../../domain/tariff-items.ts';
import type { BedCell } from '../../protocol/live.ts';
import { insertInto, statement, type Column, type Executor } from './bulk.ts';
import type { EffectLedger } from './rollups.ts';

export type Version = {
	versionTime: Date;
	versionId: string;
	eventKey: string;
	learnedAt: Date;
	postedOn: string | null;
	reversedOn: string | null;
	occurredOn: string;
};

export type VisitVersion = Version & {
	facility: string;
	visitNo: string;
	personId: string | null;
	motherId: string | null;
	kecamatan: string;
	service: string;
	icd3: string;
	diagnoses: string[];
	arrivedAt: string;
	dischargedAt: string | null;
	outcome: string | null;
	referral: string | null;
	emergency: boolean | null;
	segments: unknown;
	drugs: { item: string; quantity: number }[] | null;
};
export type BedVersion = Version & BedCell;
export type ClaimVersion = Version & {
	facility: string;
	claimNo: string;
	personId: string | null;
	visitNo: string | null;
	letter: string | null;
	state: string;
	service: string;
	diagnoses: string[];
	serviceFrom: string;
	serviceTo: string;
	tariffCode: string | null;
	items: Partial<Record<TariffItem, number>> | null;
	budgetYear: number;
	billedRupiah: number;
	verifiedRupiah: number | null;
	approvedRupiah: number | null;
	paidRupiah: number | null;
	amountRupiah: number;
};
export type MemberVersion = Version & {
	personId: string;
	familyId: string | null;
	kecamatan: string;
	segment: string;
	registerStatus: string;
	ektp: boolean | null;
	jkn: string;
};
export type StockVersion = Version & {
	facility: string;
	item: string;
	month: string;
	opening: number;
	received: number;
	used: number;
	lost: number;
	closing: number;
	stockoutDays: number | null;
	expiring: readonly { month: string; quantity: number }[] | null;
};
export type TallyVersion = Version & {
	reporter: string;
	measure: string;
	code: string;
	area: string;
	period: string;
	grain: string;
	value: number;
};

/** The order of versions of one natural key. */
export type VersionOrder = Pick<Version, 'versionTime' | 'versionId' | 'eventKey'>;

export function isNewer(a: VersionOrder, b: VersionOrder): boolean {
	const difference = a.versionTime.getTime() - b.versionTime.getTime();
	if (difference !== 0) return difference > 0;
	// In the order of the database's "C" collation, which JavaScript's own is not beyond the basic plane.
	if (a.versionId !== b.versionId)
		return Buffer.compare(Buffer.from(a.versionId), Buffer.from(b.versionId)) > 0;
	return a.eventKey > b.eventKey;
}

export type VersionTable<Row extends Version> = {
	keyOf: (row: Row) => string;
	/** What stands under the natural keys of these rows. */
	findStanding: (sql: Executor, rows: readonly Row[]) => Promise<Row[]>;
	insert: (sql: Executor, rows: readonly Row[]) => Promise<unknown>;
	/** Sets `reversedOn` of versions that no longer stand. */
	reverse: (sql: Executor, rows: readonly Row[]) => Promise<unknown>;
	/** Adds a version's effect, `sign` 1 when posted, −1 when reversed. */
	post: (ledger: EffectLedger, row: Row, knownOn: string, sign: 1 | -1) => void;
};

type Field<Row> = readonly [
	name: string,
	type: Column<Row>['type'],
	value: Column<Row>['value'],
	as?: string
];
const columnsOf = <Row>(fields: readonly Field<Row>[]): Column<Row>[] =>
	fields.map(([name, type, value, as]) => ({ name, type, value, ...(as !== undefined && { as }) }));

function versionColumnsOf<Row extends Version>(): Column<Row>[] {
	return columnsOf<Row>([
		['version_time', 'timestamptz', (row) => row.versionTime],
		['version_id', 'text', (row) => row.versionId],
		['event_key', 'uuid', (row) => row.eventKey],
		['learned_at', 'timestamptz', (row) => row.learnedAt],
		['posted_on', 'date', (row) => row.postedOn],
		['reversed_on', 'date', (row) => row.reversedOn],
		['occurred_on', 'date', (row) => row.occurredOn]
	]);
}

const jsonOf = (value: unknown) => (value == null ? null : JSON.stringify(value));

/** Statements that every version table shares, from its name and key. `select` lists what effects are made from. */
function versionTable<Row extends Version>(
	table: string,
	keys: readonly Field<Row>[],
	fields: readonly Field<Row>[],
	select: string,
	post: VersionTable<Row>['post']
): VersionTable<Row> {
	const keyColumns = columnsOf(keys);
	const on = keyColumns.map(({ name }) => `v."${name}" = given."${name}"`).join(' AND ');
	const find = statement(
		keyColumns,
		(rows) => `SELECT v.version_time AS "versionTime", v.version_id AS "versionId",
			replace(v.event_key::text, '-', '') AS "eventKey", v.posted_on AS "postedOn", v.occurred_on AS "occurredOn",
			${select} FROM ${rows} JOIN "${table}" v ON ${on}
			WHERE v.posted_on IS NOT NULL AND v.reversed_on IS NULL`
	);
	const reverse = statement<Row>(
		[
			...keyColumns,
			...columnsOf<Row>([
				['version_time', 'timestamptz', (row) => row.versionTime],
				['event_key', 'uuid', (row) => row.eventKey],
				['reversed_on', 'date', (row) => row.reversedOn]
			])
		],
		(rows) => `UPDATE "${table}" v SET reversed_on = given.reversed_on FROM ${rows}
			WHERE ${on} AND v.version_time = given.version_time AND v.event_key = given.event_key`
	);
	return {
		keyOf: (row) => {
			let key = '';
			for (const { value } of keyColumns) key += `${String(value(row))}\u0001`;
			return key;
		},
		findStanding: (sql, rows) => find(sql, rows) as unknown as Promise<Row[]>,
		insert: insertInto(table, [...keyColumns, ...versionColumnsOf<Row>(), ...columnsOf(fields)]),
		reverse,
		post
	};
}

export const visits = versionTable<VisitVersion>(
	'visit',
	[
		['facility', 'text', (row) => row.facility],
		['visit_no', 'text', (row) => row.visitNo]
	],
	[
		['person_id', 'uuid', (row) => row.personId],
		['mother_id', 'uuid', (row) => row.motherId],
		['kecamatan', 'text', (row) => row.kecamatan],
		['service', 'text', (row) => row.service],
		['icd3', 'text', (row) => row.icd3],
		['diagnoses', 'text', (row) => row.diagnoses.join(','), "string_to_array($, ',')"],
		['arrived_at', 'timestamptz', (row) => row.arrivedAt],
		['discharged_at', 'timestamptz', (row) => row.dischargedAt],
		['outcome', 'text', (row) => row.outcome],
		['referral', 'text', (row) => row.referral],
		['emergency', 'bool', (row) => row.emergency],
		['segments', 'jsonb', (row) => jsonOf(row.segments)],
		['drugs', 'jsonb', (row) => jsonOf(row.drugs)]
	],
	'v.facility, v.visit_no AS "visitNo", v.icd3, v.kecamatan, v.service, v.drugs',
	(ledger, { facility, icd3, kecamatan, service, occurredOn, drugs }, knownOn, sign) => {
		ledger.disease({ icd3, occurredOn, kecamatan, facility, knownOn, visits: sign });
		ledger.service({ occurredOn, facility, service, knownOn, visits: sign });
		for (const { item, quantity } of drugs ?? [])
			ledger.item({ item, month: monthOf(occurredOn), facility, knownOn, quantity: sign * quantity });
	}
);

const bedKeys: readonly Field<BedVersion>[] = [
	['facility', 'text', (row) => row.facility],
	['ward', 'text', (row) => row.ward],
	['way', 'text', (row) => row.way],
	['room', 'text', (row) => row.room]
];
const bedNumbers: readonly Field<BedVersion>[] = [
	['capacity', 'int4', (row) => row.capacity],
	['occupied', 'int4', (row) => row.occupied],
	['free', 'int4', (row) => row.free]
];
const bedReports = versionTable<BedVersion>(
	'bed_report',
	bedKeys,
	[
		...bedNumbers,
		['queue', 'int4', (row) => row.queue],
		['reported_at', 'timestamptz', (row) => row.reportedAt]
	],
	'v.facility, v.ward, v.way, v.room',
	() => undefined
);
// A room has thousands of past reports: what stands is looked up in the small table of newest ones.
const findBedsNow = statement(
	columnsOf(bedKeys),
	(rows) => `SELECT v.version_time AS "versionTime", v.version_id AS "versionId",
		replace(v.event_key::text, '-', '') AS "eventKey", v.posted_on AS "postedOn", v.facility, v.ward, v.way, v.room
		FROM ${rows} JOIN bed_now v ON v.facility = given.facility AND v.ward = given.ward AND v.way = given.way
			AND v.room = given.room`
);
export const beds: VersionTable<BedVersion> = {
	...bedReports,
	findStanding: (sql, rows) => findBedsNow(sql, rows) as unknown as Promise<BedVersion[]>
};

const replaceNow = [
	'capacity',
	'occupied',
	'free',
	'queue',
	'reported_at',
	'version_time',
	'version_id',
	'event_key',
	'posted_on'
];
/** The newest report of each room. */
export const writeBedsNow = insertInto<BedVersion>(
	'bed_now',
	[
		...columnsOf(bedKeys),
		...columnsOf(bedNumbers),
		...columnsOf<BedVersion>([
			['queue', 'int4', (row) => row.queue],
			['reported_at', 'timestamptz', (row) => row.reportedAt],
			['version_time', 'timestamptz', (row) => row.versionTime],
			['version_id', 'text', (row) => row.versionId],
			['event_key', 'uuid', (row) => row.eventKey],
			['posted_on', 'date', (row) => row.postedOn]
		])
	],
	`ON CONFLICT (facility, ward, way, room) DO UPDATE SET ${replaceNow.map((name) => `${name} = excluded.${name}`).join(', ')}`
);

const replaceHour = ['capacity', 'occupied', 'free', 'reported_at', 'version_time', 'version_id'];
/** The last report of each room in its hour. */
export const writeBedHours = insertInto<BedVersion>(
	'bed_hour',
	[
		...columnsOf<BedVersion>([['hour', 'timestamptz', (row) => hourOf(row.versionTime)]]),
		...columnsOf(bedKeys),
		...columnsOf(bedNumbers),
		...columnsOf<BedVersion>([
			['reported_at', 'timestamptz', (row) => row.reportedAt],
			['version_time', 'timestamptz', (row) => row.versionTime],
			['version_id', 'text', (row) => row.versionId]
		])
	],
	`ON CONFLICT (hour, facility, ward, way, room) DO UPDATE SET ${replaceHour.map((name) => `${name} = excluded.${name}`).join(', ')}`
);

function hourOf(time: Date): Date {
	return new Date(Math.floor(time.getTime() / 3_600_000) * 3_600_000);
}

export const claims = versionTable<ClaimVersion>(
	'claim',
	[
		['facility', 'text', (row) => row.facility],
		['claim_no', 'text', (row) => row.claimNo]
	],
	[
		['person_id', 'uuid', (row) => row.personId],
		['visit_no', 'text', (row) => row.visitNo],
		['letter', 'text', (row) => row.letter],
		['state', 'text', (row) => row.state],
		['service', 'text', (row) => row.service],
		['diagnoses', 'text', (row) => row.diagnoses.join(','), "string_to_array($, ',')"],
		['service_from', 'date', (row) => row.serviceFrom],
		['service_to', 'date', (row) => row.serviceTo],
		['tariff_code', 'text', (row) => row.tariffCode],
		['items', 'jsonb', (row) => jsonOf(row.items)],
		['budget_year', 'int4', (row) => row.budgetYear],
		['billed_rupiah', 'int8', (row) => row.billedRupiah],
		['verified_rupiah', 'int8', (row) => row.verifiedRupiah],
		['approved_rupiah', 'int8', (row) => row.approvedRupiah],
		['paid_rupiah', 'int8', (row) => row.paidRupiah],
		['amount_rupiah', 'int8', (row) => row.amountRupiah]
	],
	`v.facility, v.claim_no AS "claimNo", v.state, v.service, v.service_to AS "serviceTo",
		v.budget_year AS "budgetYear", v.billed_rupiah AS "billedRupiah", v.amount_rupiah AS "amountRupiah"`,
	(ledger, row, knownOn, sign) => {
		ledger.claim({
			budgetYear: row.budgetYear,
			state: row.state,
			serviceMonth: monthOf(row.serviceTo),
			transitionMonth: monthOf(row.occurredOn),
			facility: row.facility,
			service: row.service,
			knownOn,
			claims: sign,
			billedRupiah: sign * row.billedRupiah,
			amountRupiah: sign * row.amountRupiah
		});
	}
);

export const members = versionTable<MemberVersion>(
	'member',
	[['person_id', 'uuid', (row) => row.personId]],
	[
		['family_id', 'uuid', (row) => row.familyId],
		['kecamatan', 'text', (row) => row.kecamatan],
		['segment', 'text', (row) => row.segment],
		['register_status', 'text', (row) => row.registerStatus],
		['ektp', 'bool', (row) => row.ektp],
		['jkn', 'text', (row) => row.jkn]
	],
	`v.person_id AS "personId", v.kecamatan, v.segment, v.register_status AS "registerStatus", v.jkn`,
	(ledger, { kecamatan, segment, registerStatus, jkn }, knownOn, sign) => {
		ledger.member({ kecamatan, segment, status: registerStatus, jkn, knownOn, persons: sign });
	}
);

export const stocks = versionTable<StockVersion>(
	'stock',
	[
		['facility', 'text', (row) => row.facility],
		['item', 'text', (row) => row.item],
		['month', 'date', (row) => row.month]
	],
	[
		['opening', 'int8', (row) => row.opening],
		['received', 'int8', (row) => row.received],
		['used', 'int8', (row) => row.used],
		['lost', 'int8', (row) => row.lost],
		['closing', 'int8', (row) => row.closing],
		['stockout_days', 'int4', (row) => row.stockoutDays],
		['expiring', 'jsonb', (row) => jsonOf(row.expiring)]
	],
	'v.facility, v.item, v.month',
	() => undefined
);

export const tallies = versionTable<TallyVersion>(
	'tally',
	[
		['measure', 'text', (row) => row.measure],
		['code', 'text', (row) => row.code],
		['grain', 'text', (row) => row.grain],
		['period', 'date', (row) => row.period],
		['area', 'text', (row) => row.area],
		['reporter', 'text', (row) => row.reporter]
	],
	[['value', 'int8', (row) => row.value]],
	'v.measure, v.code, v.grain, v.period, v.area, v.reporter',
	() => undefined
);
