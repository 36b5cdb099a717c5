import type { JknStatus } from '../../domain/membership-validity.ts';
import { compareText, type MemberRow } from './audit-rows.ts';

/** One row of the joined view of the registers, as it was known from a day on. */
export interface KnownMembership {
	readonly personId: string;
	/** Day on which the product learned it. */
	readonly knownOn: string;
	readonly registerStatus: MemberRow['registerStatus'];
	/** First day of that status, where somebody told it. */
	readonly statusSince: string | null;
	/** Null where unknown. */
	readonly kecamatan: string | null;
	readonly jkn: JknStatus;
	readonly jknSince: string | null;
}

interface Stretch<Value> {
	readonly from: string;
	readonly value: Value;
}
interface Residence {
	readonly status: MemberRow['registerStatus'];
	readonly kecamatan: string | null;
}

/**
 * What held on which day, out of what was learned on which: each row says what is so since a day of its own (when the person
 * moved, when JKN began), and what was learned later has the last word on the days from there on. So a claim is held against
 * what was true on its day, however late a register told it.
 *
 * @param known rows of the view, any order; a row without days of its own holds from the day on which it was learned
 * @returns rows for `indexMembers`: a person's days before the first one named say nothing. Cost: a sort of each person's rows
 */
export function tellHistory(known: readonly KnownMembership[]): MemberRow[] {
	const byPerson = new Map<string, KnownMembership[]>();
	for (const row of known) {
		const own = byPerson.get(row.personId);
		if (own) own.push(row);
		else byPerson.set(row.personId, [row]);
	}
	return [...byPerson.values()].flatMap(historyOf);
}

function historyOf(own: readonly KnownMembership[]): MemberRow[] {
	const rows = [...own].sort((a, b) => compareText(a.knownOn, b.knownOn));
	const residence: Stretch<Residence>[] = [];
	const jkn: Stretch<JknStatus>[] = [];
	for (const row of rows) {
		const { registerStatus: status, kecamatan } = row;
		lay(residence, row.statusSince ?? row.knownOn, { status, kecamatan }, isSameResidence);
		lay(jkn, row.jknSince ?? row.knownOn, row.jkn, (a, b) => a === b);
	}
	const days = [...new Set([...residence, ...jkn].map(({ from }) => from))].sort(compareText);
	const personId = rows[0]?.personId ?? '';
	return days.map((fromDay) => rowOn(personId, fromDay, residence, jkn));
}

/** What is said later replaces what was said of the same days; said again, it goes on. */
function lay<Value>(
	stretches: Stretch<Value>[],
	from: string,
	value: Value,
	isSame: (a: Value, b: Value) => boolean
): void {
	while ((stretches.at(-1)?.from ?? '') >= from) stretches.pop();
	const last = stretches.at(-1);
	if (!last || !isSame(last.value, value)) stretches.push({ from, value });
}

const isSameResidence = (a: Residence, b: Residence) => a.status === b.status && a.kecamatan === b.kecamatan;

function rowOn(
	personId: string,
	fromDay: string,
	residence: readonly Stretch<Residence>[],
	jkn: readonly Stretch<JknStatus>[]
): MemberRow {
	const on = <Value>(stretches: readonly Stretch<Value>[]) =>
		stretches.findLast(({ from }) => from <= fromDay);
	const [home, insured] = [on(residence), on(jkn)];
	return {
		...{
			personId,
			fromDay,
			registerStatus: home?.value.status ?? null,
			kecamatan: home?.value.kecamatan ?? null
		},
		jkn: insured?.value ?? 'none',
		...(home && { statusSince: home.from }),
		...(insured && { jknSince: insured.from })
	};
}
