/** A small city with a year of visits and twenty months of claims: what the chain reckons with, told day by day. */
import pino from 'pino';
import { freezeEndedWeeks } from '../../src/lib/server/services/freeze-weeks.ts';
import { addDays, addMonths, eachDay } from '../../src/lib/domain/period.ts';
import { Analyst } from '../../src/lib/server/jobs/analyst/analyst.ts';
import { AnalystPool } from '../../src/lib/server/jobs/analyst/pool.ts';
import { ChainBaseJob } from '../../src/lib/server/jobs/chain/chain-base-job.ts';
import { nikOf } from '../bench/support/visits.ts';
import { claim, hospitalA, now, openCity, senders, visit, type IngestCity } from './ingest-city.ts';

export type ChainCity = IngestCity & { analyst: Analyst; bases: ChainBaseJob; closeAll: () => Promise<void> };

const first = '2025-10-19';
const last = '2026-11-14';
const days = eachDay(first, last);
const at = (day: string, hour = 5) => `${day}T0${hour}:00:00Z`;
const told = (day: string) => ({ time: at(day), recordedtime: at(day, 6), subject: hospitalA });
const kecamatanOf = (n: number) => `32.75.${String(1 + (n % 12)).padStart(2, '0')}`;

/** Every fourth dengue visit is a stay of two to six days; the others come with a referral or without. */
function dengue(day: string, n: number) {
	const isStay = n % 4 === 0;
	const out = addDays(day, 2 + (n % 5));
	return visit(
		`dengue-${n}`,
		{
			...{ nik: nikOf(n), kecamatan: kecamatanOf(n * 7), diagnoses: [n % 3 === 0 ? 'A97.0' : 'A91'] },
			service: isStay ? 'inpatient-3' : 'outpatient',
			arrivedAt: at(day, 1),
			...(isStay && { dischargedAt: at(out, 1) }),
			...(!isStay && n % 2 === 0 && { referral: `R-${n}` }),
			drugs: n % 5 === 0 ? [] : [{ item: 'paracetamol-500', quantity: 6 + (n % 7) }]
		},
		told(isStay && out <= last ? out : day)
	);
}

/** Migraine is one of the 144 diagnoses; nobody with it is admitted. */
const migraine = (day: string, n: number) =>
	visit(
		`migraine-${n}`,
		{
			...{ nik: nikOf(20_000 + n), kecamatan: kecamatanOf(n), diagnoses: ['G43.9'], arrivedAt: at(day, 1) },
			...(n % 6 === 0 && { referral: `M-${n}` })
		},
		told(day)
	);
const pressure = (day: string, n: number) =>
	visit(
		`pressure-${n}`,
		{
			...{ nik: nikOf(30_000 + n), kecamatan: kecamatanOf(n), diagnoses: ['I10'], arrivedAt: at(day, 1) },
			referral: `H-${n}`
		},
		told(day)
	);

function visits() {
	return days.flatMap((day, index) => {
		// One to three a day, in waves.
		const count = 1 + ((index * 5) % 3) + (index % 50 < 20 ? 1 : 0);
		const cases = Array.from({ length: count }, (_, one) => dengue(day, index * 5 + one));
		return [...cases, migraine(day, index), pressure(day, index)];
	});
}

type Step = { state: string; days: number; more?: object };

function claimEvents(id: string, served: string, data: object, steps: readonly Step[]) {
	return steps.flatMap(({ state, days: later, more = {} }) => {
		const day = addDays(served, later);
		if (day > last) return [];
		const body = { claim: id, state, serviceFrom: served, serviceTo: served, ...data, ...more };
		return [claim(`${id}-${state}`, { budgetYear: Number(served.slice(0, 4)), ...body }, told(day))];
	});
}

/** Two in three dengue visits of the first half of 2026 are billed, the stays dearer, half of them by a tariff. */
function dengueClaims() {
	return days
		.filter((day) => day >= '2026-01-01' && day <= '2026-06-30')
		.flatMap((day, index) =>
			[0, 1].flatMap((one) => {
				const n = index * 2 + one;
				const isStay = n % 4 === 0;
				const billedRupiah = isStay ? 4_000_000 + (n % 9) * 100_000 : 200_000 + (n % 11) * 10_000;
				const data = {
					...{ nik: nikOf(n), diagnoses: [n % 3 === 0 ? 'A97.0' : 'A91'], billedRupiah },
					service: isStay ? 'inpatient-3' : 'outpatient',
					...(n % 2 === 0 && { tariffCode: 'A-4-13-I' })
				};
				const paid: Step =
					n % 10 === 7
						? { state: 'rejected', days: 90 }
						: { state: 'paid', days: 90, more: { paidRupiah: billedRupiah * 0.9 } };
				return claimEvents(`D-${n}`, day, data, [{ state: 'submitted', days: 20 + (n % 40) }, paid]);
			})
		);
}

/** A level stream before and beside it, so that the year can be projected. */
function otherClaims() {
	const months = Array.from({ length: 22 }, (_, index) => addMonths('2025-01-01', index));
	return months.flatMap((month, index) =>
		Array.from({ length: 12 }, (_, n) => n).flatMap((n) => {
			const billedRupiah = 20_000_000 + 100_000 * ((index * 37 + n * 11) % 50);
			return claimEvents(
				`O-${index}-${n}`,
				addDays(month, 9),
				{ nik: nikOf(n), diagnoses: ['J18'], billedRupiah },
				[
					{ state: 'submitted', days: 40 },
					{ state: 'paid', days: 80, more: { paidRupiah: billedRupiah * 0.95 } }
				]
			);
		})
	);
}

/** @param ceilingRupiah of 2026 */
export async function openChainCity(ceilingRupiah: number): Promise<ChainCity> {
	const city = await openCity();
	const events = [...visits(), ...dengueClaims(), ...otherClaims()];
	for (let from = 0; from < events.length; from += 2_000) {
		const answer = await city.app.ingest.submit(senders.importer, events.slice(from, from + 2_000));
		if (answer.quarantined > 0) throw new Error(JSON.stringify(answer.errors.slice(0, 3)));
	}
	await city.database.sql`INSERT INTO budget (budget_year, known_on, kind, amount_rupiah, source)
		VALUES (2026, '2025-12-20', 'set', ${ceilingRupiah}, 'test')`;
	const log = pino({ level: 'silent' });
	const pool = new AnalystPool();
	const { sql, hub } = city.app;
	const clock = () => now;
	const analyst = new Analyst({ sql, clock, log, pool, lastChange: () => hub.lastChange });
	const bases = new ChainBaseJob({ sql, clock, log, lastChange: () => 0 });
	await freezeEndedWeeks({ sql, clock, isFacility: (code) => code === hospitalA });
	return {
		...{ ...city, analyst, bases },
		closeAll: async () => {
			await pool.close();
			await city.close();
		}
	};
}
