/** Overview: the five questions of the first table of the design, answered from the rollups. */
import { projectRunRate } from '../../analytics/budget/run-rate.ts';
import { sumRooms, sumWards } from '../../domain/bed-freshness.ts';
import { sumWardRows, wardRows } from '../../domain/bed-summary.ts';
import { isCommitted, isOwed } from '../../domain/claim-standing.ts';
import { addDays, eachDay, epiWeekStart, yearOf } from '../../domain/period.ts';
import { wardClasses } from '../../domain/ward.ts';
import type { OverviewMoney, OverviewView } from '../../protocol/views/overview.ts';
import { readBedCurve } from '../store/beds-queries.ts';
import { findBudgetRevisions } from '../store/budget-queries.ts';
import type { Transaction } from '../store/bulk.ts';
import { readShownVisits } from '../store/city-totals.ts';
import { readDailyVisits, readSourcePulse, sumMoney, type MoneyRow } from '../store/overview-queries.ts';
import { readRooms } from './beds.ts';
import { findBudgetProjection } from './budget-projection.ts';
import { carriedBefore, layOutMonths } from './budget-months.ts';
import { momentOf, readView, type Moment, type ServiceContext } from './context.ts';
import type { BudgetNextYearService } from './budget/next-year.ts';
import type { DiseasesService } from './diseases.ts';
import type { DrugsService } from './drugs.ts';
import { findAlerts, findNextYear, findScarce } from './overview-answers.ts';
import { frozenAfterDays } from './freeze-weeks.ts';
import { seesOnlyTotals } from './frozen.ts';
import { overviewEvidence } from './overview-evidence.ts';
import { StandingAnswer } from './standing-answer.ts';

type Neighbours = {
	diseases: Pick<DiseasesService, 'load'>;
	drugs: Pick<DrugsService, 'load'>;
	nextYear: Pick<BudgetNextYearService, 'load'>;
};

const visitDays = 28;
const hourMs = 3_600_000;
const curveHours = 48;
const curveWard = 'inpatient-3';
const covered = wardClasses.filter((ward) => ward.covered).map(({ id }) => ({ ward: id }));
const coveredIds = new Set<string>(covered.map(({ ward }) => ward));

export class OverviewService {
	/** Of whole weeks and months: a minute old is as good, and far too dear for every reader. */
	readonly #slow: StandingAnswer<SlowAnswers>;

	constructor(
		readonly context: ServiceContext,
		readonly neighbours: Neighbours
	) {
		const { clock, ticking } = context;
		this.#slow = new StandingAnswer(() => this.#findSlow(momentOf(null, clock)), ticking);
	}

	/** @throws InvalidFilter */
	async load({ asOf }: { asOf: string | null }): Promise<OverviewView> {
		const moment = momentOf(asOf, this.context.clock);
		const slow = moment.asOf === null ? await this.#slow.get() : await this.#findSlow(moment);
		return readView(this.context, moment, async (tx) => {
			const [money, rooms, visits, pulse] = await Promise.all([
				readMoney(tx, moment),
				readRooms(tx, moment),
				this.#readVisits(tx, moment),
				readSourcePulse(tx, { since: addDays(moment.today, 1 - visitDays), today: moment.today })
			]);
			const { hospitalsFresh: fresh, hospitals: all } = sumWardRows(wardRows(rooms, moment.now));
			const sources = { ...pulse, lastSeenAt: pulse.lastSeenAt?.toISOString() ?? null };
			const beds = {
				hospitals: { fresh, all },
				covered,
				totals: coveredTotals(rooms, moment),
				curve: slow.curve
			};
			const isRounded = seesOnlyTotals(this.context.viewer);
			const view = { today: moment.today, money, beds, visits, sources, ...slow.answers };
			const own = overviewEvidence(view, moment, { demo: this.context.demo, isRounded });
			return { ...view, evidence: { ...own, ...slow.evidence } };
		});
	}

	/** The disease that the Overview names first: the page of diseases opens with the same. */
	async risingDisease(asOf: string | null): Promise<string> {
		const moment = momentOf(asOf, this.context.clock);
		const { answers } = moment.asOf === null ? await this.#slow.get() : await this.#findSlow(moment);
		return answers.diseases.trendGroup.group;
	}

	async #readVisits(tx: Transaction, { today, asOf }: Moment): Promise<OverviewView['visits']> {
		const from = addDays(today, 1 - visitDays);
		const read = seesOnlyTotals(this.context.viewer) ? readShownVisits : readDailyVisits;
		const rows = await read(tx, { from, to: today, asOf });
		const byDay = new Map(rows.map(({ day, visits }) => [day, visits]));
		return eachDay(from, today).map((day) => ({ day, visits: byDay.get(day) ?? 0 }));
	}

	/** The last complete week; for whoever sees frozen weeks only, the last of these. */
	#lastWeek(today: string): string {
		return epiWeekStart(addDays(today, seesOnlyTotals(this.context.viewer) ? -frozenAfterDays : -7));
	}

	async #findSlow(moment: Moment) {
		const { diseases, drugs, nextYear } = this.neighbours;
		const [alerts, scarce, proposed, { curve }] = await Promise.all([
			findAlerts(diseases, this.#lastWeek(moment.today), moment.asOf),
			findScarce(drugs, moment.asOf),
			findNextYear(nextYear, this.context.viewer, moment.asOf),
			readView(this.context, moment, async (tx) => ({ curve: await readCurve(tx, moment) }))
		]);
		const answers = { diseases: alerts, drugs: scarce, nextYear: proposed.answer };
		return { answers, evidence: proposed.evidence, curve };
	}
}

type SlowAnswers = {
	answers: Pick<OverviewView, 'diseases' | 'drugs' | 'nextYear'>;
	evidence: Pick<OverviewView['evidence'], 'next_year' | 'premium'>;
	curve: OverviewView['beds']['curve'];
};

async function readMoney(tx: Transaction, { today, asOf }: Moment): Promise<OverviewMoney> {
	const year = yearOf(today);
	const [revisions, rows] = await Promise.all([
		findBudgetRevisions(tx, year, today),
		sumMoney(tx, { year, asOf })
	]);
	const projection = await findBudgetProjection(tx, year, today);
	const ceilingRupiah = revisions.at(-1)?.amountRupiah ?? null;
	const committed = sumBy(
		rows.filter(({ state }) => isCommitted(state)),
		({ serviceMonth }) => serviceMonth
	);
	const paid = sumBy(rows, ({ paidMonth }) => paidMonth);
	const owed = rows.filter(({ state }) => isOwed(state));
	return {
		year,
		ceilingRupiah,
		paidRupiah: paid.reduce((sum, { amountRupiah }) => sum + amountRupiah, 0),
		owedRupiah: owed.reduce((sum, { amountRupiah }) => sum + amountRupiah, 0),
		owedClaims: owed.reduce((sum, { claims }) => sum + claims, 0),
		months: layOutMonths(year, today, { paid, committed, memberChanges: [] }).map(
			({ month, paidRupiah, committedRupiah, isSettled }) => ({
				month,
				paidRupiah,
				committedRupiah,
				isSettled
			})
		),
		runRate: projectRunRate({
			...{ year, ceilingRupiah, today },
			carriedRupiah: carriedBefore(year, committed),
			months: committed.map(({ month, amountRupiah }) => ({ month, committedRupiah: amountRupiah }))
		}),
		projection: projection && {
			computedAt: projection.computedAt,
			probability: projection.probability,
			date: projection.date,
			notReported: projection.notReported
		}
	};
}

function sumBy(rows: readonly MoneyRow[], monthOfRow: (row: MoneyRow) => string | null) {
	const sums = new Map<string, number>();
	for (const row of rows) {
		const month = monthOfRow(row);
		if (month !== null) sums.set(month, (sums.get(month) ?? 0) + row.amountRupiah);
	}
	return [...sums]
		.map(([month, amountRupiah]) => ({ month, amountRupiah }))
		.sort((a, b) => (a.month < b.month ? -1 : 1));
}

function coveredTotals(
	rooms: Awaited<ReturnType<typeof readRooms>>,
	{ now }: Moment
): OverviewView['beds']['totals'] {
	return sumWards(sumRooms(rooms, now)).filter(({ ward }) => coveredIds.has(ward));
}

async function readCurve(tx: Transaction, { now, asOf }: Moment): Promise<(number | null)[]> {
	const to = new Date(Math.floor(now.getTime() / hourMs) * hourMs);
	const from = new Date(to.getTime() - (curveHours - 1) * hourMs);
	const rows = await readBedCurve(tx, { ward: curveWard, kecamatan: null, from, to, asOf });
	const byHour = new Map(rows.map(({ hour, free }) => [hour.getTime(), free]));
	return Array.from(
		{ length: curveHours },
		(_, index) => byHour.get(from.getTime() + index * hourMs) ?? null
	);
}
