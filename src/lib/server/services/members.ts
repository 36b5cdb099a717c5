/** Members: who is covered, whose card does not count and what was paid for them, and how old the registers are. */
import { scopeOf } from '../../domain/access.ts';
import { city, findKecamatan, kecamatan } from '../../domain/area.ts';
import { blurCount, firstShown } from '../../domain/blur.ts';
import {
	expectedSyncDays,
	registerSources,
	validityReasons,
	type ValidityReason
} from '../../domain/membership-validity.ts';
import { addDays, jakartaDay } from '../../domain/period.ts';
import type {
	AreaRow,
	MemberCounts,
	MembersView,
	ReasonRow,
	SourceHealth,
	SyncRow
} from '../../protocol/views/members.ts';
import type { Transaction } from '../store/bulk.ts';
import { demoCitySetting } from '../store/demo-mark.ts';
import {
	findCountedDay,
	readCountedDay,
	readDemoScale,
	readLastSyncs,
	readMemberWeeks,
	type MemberScope,
	readSyncs,
	type DayRow,
	type StoredSync
} from '../store/register/member-queries.ts';
import { momentOf, readView, type Moment, type ServiceContext } from './context.ts';
import { membersEvidence } from './members-evidence.ts';

const weeksShown = 53;
const syncsShown = 12;
const shownReasons: readonly ValidityReason[] = [...validityReasons, 'newborn-without-nik'];

export class MembersService {
	constructor(readonly context: ServiceContext) {}

	load({ asOf }: { asOf: string | null }): Promise<MembersView> {
		const moment = momentOf(asOf, this.context.clock);
		return readView(this.context, moment, (tx) => this.#read(tx, moment));
	}

	/** Totals only, and rounded: for whoever sees no people. */
	get #isCity(): boolean {
		const { role } = this.context.viewer;
		return role !== 'system' && scopeOf(role, 'members') !== 'all';
	}

	async #read(tx: Transaction, moment: Moment): Promise<Omit<MembersView, 'snapshot'>> {
		const scope: MemberScope = this.#isCity ? 'city' : 'all';
		const day = await findCountedDay(tx, scope, moment.today);
		const rows = day === null ? [] : await readCountedDay(tx, scope, day);
		const done = await readLastSyncs(tx, moment.now);
		const changeSince = await findBefore(tx, scope, done, day);
		const before = changeSince === null ? null : await readCountedDay(tx, scope, changeSince);
		const scale = await readDemoScale(tx, demoCitySetting);
		const shown = this.#isCity ? blurRow : (counts: MemberCounts) => counts;
		const weeks = await readMemberWeeks(tx, scope, addDays(moment.today, -7 * weeksShown), moment.today);
		const round = this.#isCity ? blurCount : (count: number) => count;
		const of = (reason: string) => (day === null ? null : shown(sumOf(rows, reason)));
		return {
			...{ scope, day, changeSince },
			countedAt: rows[0]?.countedAt.toISOString() ?? null,
			...{ member: of('member'), valid: of('valid'), invalid: of('invalid') },
			population: Math.round(city.population * scale),
			populationScale: scale,
			change: before && round(sumOf(rows, 'member').persons) - round(sumOf(before, 'member').persons),
			reasons: day === null ? [] : shownReasons.map((reason) => reasonRow(reason, rows, before, shown)),
			areas: this.#isCity ? [] : areasOf(rows, scale),
			weeks: weeks.map(({ week, members, valid }) => ({
				week,
				members: round(members),
				valid: round(valid)
			})),
			sources: healthOf(done, moment.now),
			syncs: (await readSyncs(tx, moment.now, syncsShown)).map(syncRow),
			evidence: membersEvidence(this.context, moment, rows[0]?.countedAt ?? null, done)
		};
	}
}

/** The last counted day before the newest reading of a register was known. */
async function findBefore(
	tx: Transaction,
	scope: MemberScope,
	done: readonly StoredSync[],
	day: string | null
): Promise<string | null> {
	const newest = done.map(({ startedAt }) => startedAt.getTime()).sort((a, b) => b - a)[0];
	if (day === null || newest === undefined) return null;
	const knownOn = jakartaDay(new Date(newest));
	return findCountedDay(tx, scope, addDays(knownOn < day ? knownOn : day, -1));
}

function sumOf(rows: readonly DayRow[], reason: string): MemberCounts {
	const fitting = rows.filter((row) => row.reason === reason);
	const sum = (value: (row: DayRow) => number | null) =>
		rows.some((row) => value(row) !== null)
			? fitting.reduce((total, row) => total + (value(row) ?? 0), 0)
			: null;
	return {
		persons: fitting.reduce((total, { persons }) => total + persons, 0),
		families: sum(({ families }) => families),
		claims: sum(({ claims }) => claims),
		paidRupiah: sum(({ paidRupiah }) => paidRupiah)
	};
}

/** Money behind so few that they are not shown would tell of each. */
function blurRow({ persons, families, claims, paidRupiah }: MemberCounts): MemberCounts {
	const isSmall = persons < firstShown;
	return {
		persons: blurCount(persons),
		families: families === null ? null : blurCount(families),
		claims: claims === null ? null : blurCount(claims),
		paidRupiah: isSmall || (claims ?? 0) < firstShown ? null : paidRupiah
	};
}

function reasonRow(
	reason: ValidityReason,
	rows: readonly DayRow[],
	before: readonly DayRow[] | null,
	shown: (counts: MemberCounts) => MemberCounts
): ReasonRow {
	const now = shown(sumOf(rows, reason));
	return { reason, ...now, change: before && now.persons - shown(sumOf(before, reason)).persons };
}

/** Every kecamatan of the city, also one without a member, and what lies outside or is not stated. */
function areasOf(rows: readonly DayRow[], scale: number): AreaRow[] {
	const codes = new Set([...kecamatan.map(({ code }) => code), ...rows.map((row) => row.kecamatan)]);
	return [...codes].sort().map((code) => {
		const own = rows.filter((row) => row.kecamatan === code);
		const population = findKecamatan(code)?.population.persons;
		return {
			kecamatan: code,
			members: sumOf(own, 'member').persons,
			valid: sumOf(own, 'valid').persons,
			population: population === undefined ? null : Math.round(population * scale)
		};
	});
}

function healthOf(done: readonly StoredSync[], now: Date): SourceHealth[] {
	return registerSources.map((source) => {
		const last = done.find((sync) => sync.source === source);
		const ageDays = last ? (now.getTime() - last.startedAt.getTime()) / 86_400_000 : null;
		const expectedDays = expectedSyncDays[source];
		return {
			...{ source, ageDays, expectedDays },
			lastAt: last?.startedAt.toISOString() ?? null,
			isLate: ageDays === null || ageDays > expectedDays,
			last: last ? syncRow(last) : null
		};
	});
}

function syncRow({ startedAt, endedAt, rejections, ...sync }: StoredSync): SyncRow {
	return {
		...sync,
		startedAt: startedAt.toISOString(),
		endedAt: endedAt?.toISOString() ?? null,
		rejections: Object.entries(rejections).map(([reason, { count, lines }]) => ({ reason, count, lines }))
	};
}
