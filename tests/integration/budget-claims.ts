/** Claims of a year in every state and of every age, for the tests of the budget's sections. */
import pino from 'pino';
import { addDays } from '../../src/lib/domain/period.ts';
import type { ClaimState } from '../../src/lib/domain/role.ts';
import { Analyst } from '../../src/lib/server/jobs/analyst/analyst.ts';
import { AnalystPool } from '../../src/lib/server/jobs/analyst/pool.ts';
import { hospitalA, hospitalB, senders, type IngestCity } from './ingest-city.ts';

export type Told = {
	claim: string;
	facility: string;
	service: string;
	served: string;
	billedRupiah: number;
	steps: { state: ClaimState; on: string; amountRupiah: number }[];
};

const ways: readonly (readonly ClaimState[])[] = [
	['submitted', 'verified', 'approved', 'paid'],
	['submitted', 'verified', 'approved'],
	['submitted', 'verified'],
	['submitted'],
	['submitted', 'returned'],
	['submitted', 'rejected'],
	['submitted', 'returned', 'submitted']
];
const gaps = [12, 25, 33, 41, 60] as const;
const kinds = ['inpatient-3', 'outpatient', 'dialysis'] as const;

/** Of each month from `from` on, some claims on each way, never later than `today`. No chance in it. */
export function coursesOf(months: readonly string[], today: string): Told[] {
	return months.flatMap((month, m) =>
		Array.from({ length: 14 }, (_, n) => {
			const served = addDays(month, (m * 7 + n * 2) % 28);
			const billedRupiah = 1_000_000 + 10_000 * ((m * 31 + n * 17) % 97);
			let on = served;
			const steps = (ways[(m + n) % ways.length] ?? [])
				.map((state, step) => {
					on = addDays(on, gaps[(m + n + step) % gaps.length] ?? 12);
					const share = { submitted: 1, returned: 1, rejected: 1, verified: 0.95, approved: 0.9, paid: 0.9 }[
						state
					];
					return { state, on, amountRupiah: Math.round(billedRupiah * share) };
				})
				.filter((step) => step.on <= today);
			return {
				...{ claim: `C-${month}-${n}`, served, billedRupiah, steps },
				facility: n % 3 === 0 ? hospitalB : hospitalA,
				service: kinds[(m + n) % kinds.length] ?? 'inpatient-3'
			};
		})
	);
}

export function eventsOf({ claim, facility, service, served, billedRupiah, steps }: Told) {
	return steps.map(({ state, on, amountRupiah }, step) => ({
		specversion: '1.0',
		id: `${claim}-${step}`,
		source: '/test',
		type: 'id.denyut.claim.v1',
		time: `${on}T05:00:00Z`,
		recordedtime: `${on}T05:00:01Z`,
		subject: facility,
		data: {
			...{ claim, state, service, billedRupiah, diagnoses: ['A91'] },
			...{ serviceFrom: served, serviceTo: served, budgetYear: Number(served.slice(0, 4)) },
			...(state === 'verified' && { verifiedRupiah: amountRupiah }),
			...(state === 'approved' && { verifiedRupiah: amountRupiah, approvedRupiah: amountRupiah }),
			...(state === 'paid' && { approvedRupiah: amountRupiah, paidRupiah: amountRupiah })
		}
	}));
}

export async function sendClaims(city: IngestCity, courses: readonly Told[]): Promise<void> {
	const events = courses.flatMap(eventsOf).sort((a, b) => (a.time < b.time ? -1 : 1));
	const { errors } = await city.app.ingest.submit(senders.importer, events);
	if (errors.length > 0) throw new Error(JSON.stringify(errors.slice(0, 3)));
}

/** Where the claim stood at the end of a day; undefined before its first bill. */
export const standingAt = ({ steps }: Told, day: string) => steps.findLast(({ on }) => on <= day);

/** Computes what the page shows beside the claims, as the job would. */
export async function refreshAnalyst(city: IngestCity, clock: () => Date): Promise<void> {
	const pool = new AnalystPool();
	const log = pino({ level: 'silent' });
	const analyst = new Analyst({
		sql: city.app.sql,
		clock,
		log,
		pool,
		lastChange: () => city.app.hub.lastChange
	});
	try {
		await analyst.refresh();
	} finally {
		await pool.close();
	}
}

export const setCeiling = ({ database }: IngestCity, year: number, rupiah: number, on: string) =>
	database.sql`INSERT INTO budget (budget_year, known_on, kind, amount_rupiah, source)
		VALUES (${year}, ${on}, 'apbd', ${rupiah}, 'test')`;
