/** Reads the yearly evaluation figure by figure, and the claims that it rests on straight from their versions. */
import type { Role } from '../../src/lib/domain/role.ts';
import type { EvaluationContents } from '../../src/lib/protocol/views/evaluation.ts';
import { people, type EvaluationCity } from './evaluation-city.ts';
import { hospitalA } from './ingest-city.ts';

export type RawClaim = {
	facility: string;
	state: string;
	service: string;
	served: string;
	month: string;
	billed: number;
	amount: number;
	icd3: string;
	billedOn: string;
};

/** @param city once it stands */
export function readingOf(city: () => EvaluationCity) {
	const as = (role: Role) =>
		city().app.servicesFor({ name: `user:${role}`, role, facility: role === 'hospital' ? hospitalA : null });
	const load = async (year: string | null = null, asOf: string | null = null, role: Role = 'planner') =>
		(await as(role).evaluation.load({ year, asOf })).document;
	/** The newest version of every claim of a budget year by the end of a day, straight from the versions. */
	const claimsAt = (year: number, day: string) => city().database.sql<RawClaim[]>`
		SELECT newest.facility, state, service, service_to AS served, to_char(occurred_on, 'YYYY-MM-01') AS month,
			billed_rupiah AS billed, amount_rupiah AS amount, left(diagnoses[1], 3) AS icd3,
			(SELECT min(first.occurred_on) FROM claim first
				WHERE first.facility = newest.facility AND first.claim_no = newest.claim_no) AS "billedOn"
		FROM (
			SELECT DISTINCT ON (facility, claim_no) * FROM claim WHERE occurred_on <= ${day}
			ORDER BY facility, claim_no, version_time DESC
		) newest WHERE budget_year = ${year}`;
	return { as, load, claimsAt };
}

export const valueIn = (document: EvaluationContents, key: string) => {
	const figure = document.figures.find((one) => one.key === key);
	if (!figure) throw new Error(`no figure ${key}`);
	return figure.value;
};
/** A column of a table by the rows' keys, without its sum. */
export function columnOf(document: EvaluationContents, table: string, column: string) {
	const own = document.figures.filter(
		({ key }) => key.startsWith(`${table}/`) && key.endsWith(`/${column}`) && !key.includes('/total/')
	);
	return Object.fromEntries(own.map(({ key, value }) => [key.split('/')[2] ?? '', value]));
}

export const sum = <Row>(rows: readonly Row[], value: (row: Row) => number) =>
	rows.reduce((all, row) => all + value(row), 0);
export const amountOf = (rows: readonly RawClaim[], ...states: string[]) =>
	sum(
		rows.filter(({ state }) => states.includes(state)),
		({ amount }) => amount
	);
export const owed = ['approved', 'verified', 'submitted'] as const;

/** Whose card counts: JKN covers one in four of those who have one. */
export const covered = people.filter(({ n, segment }) => segment !== null && n % 4 !== 1).length;
