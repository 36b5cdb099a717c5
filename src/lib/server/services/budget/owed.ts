/** What is owed: the commitment ladder of the programme, its hospitals and its services, and the age of unpaid bills. */
import { shareNotReported } from '../../../analytics/budget/share-not-reported.ts';
import { eachMonth } from '../../../domain/period.ts';
import { findService, services } from '../../../domain/service.ts';
import type { BudgetProjection, MoneyQuantiles } from '../../../protocol/views/budget.ts';
import {
	billedRungs,
	debtAges,
	unpaidStages,
	type AgedDebt,
	type AgeSum,
	type BudgetOwedView,
	type DebtAge,
	type Ladder,
	type UnpaidStage
} from '../../../protocol/views/budget-owed.ts';
import type { Locale } from '../../../protocol/refusals.ts';
import { findBudgetYears, type ClaimFilter } from '../../store/budget-queries.ts';
import {
	readUnpaidAges,
	sumBilledByPart,
	sumByPart,
	type AgeRow,
	type PartStateRow
} from '../../store/budget/owed-queries.ts';
import type { Transaction } from '../../store/bulk.ts';
import { findBillDevelopment, findBudgetProjection } from '../budget-projection.ts';
import { InvalidFilter, momentOf, readView, type Moment, type ServiceContext } from '../context.ts';
import { budgetFilter, type BudgetQuery } from './filter.ts';
import { owedEvidence } from './owed-evidence.ts';

export type OwedQuery = BudgetQuery & { stage: string | null };
type Part = 'facility' | 'service';
type Estimate = { projection: BudgetProjection; parts: Record<Part, Map<string, MoneyQuantiles>> };

export class BudgetOwedService {
	constructor(readonly context: ServiceContext) {}

	/** @throws InvalidFilter for a year, facility, service or stage that does not exist. */
	load(query: OwedQuery, locale: Locale): Promise<BudgetOwedView> {
		const moment = momentOf(query.asOf, this.context.clock);
		const filter = budgetFilter(this.context, query, moment);
		const stage = unpaidStages.find((one) => one === query.stage) ?? null;
		if (query.stage !== null && stage === null) throw new InvalidFilter('stage', query.stage);
		return readView(this.context, moment, (tx) => this.#read(tx, filter, stage, moment, locale));
	}

	async #read(
		tx: Transaction,
		filter: ClaimFilter,
		stage: UnpaidStage | null,
		moment: Moment,
		locale: Locale
	): Promise<Omit<BudgetOwedView, 'snapshot'>> {
		const { year, facility, service, asOf } = filter;
		const [years, all, byFacility, byService, ages] = await Promise.all([
			findBudgetYears(tx, asOf, moment.today),
			sumByPart(tx, { ...filter, facility: null, service: null }, 'facility'),
			sumByPart(tx, filter, 'facility'),
			sumByPart(tx, filter, 'service'),
			readUnpaidAges(tx, filter, moment.today)
		]);
		const estimate = await readEstimate(tx, filter, moment);
		const nameOf = (code: string) => this.context.facilities.find(code)?.name ?? code;
		const serviceOf = (id: string) => findService(id)?.names[locale] ?? id;
		const facilities = [...new Set(all.map(({ part }) => part))]
			.map((code) => ({ code, name: nameOf(code) }))
			.sort((a, b) => a.name.localeCompare(b.name, 'id'));
		return {
			filter: { year, facility, service, stage },
			years: [...new Set([...years, year])].sort((a, b) => a - b),
			facilities,
			whole: wholeLadder(byFacility, filter, estimate),
			hospitals: laddersOf(byFacility, nameOf, service === null ? estimate?.parts.facility : undefined).sort(
				(a, b) => a.name.localeCompare(b.name, 'id')
			),
			services: laddersOf(byService, serviceOf, facility === null ? estimate?.parts.service : undefined).sort(
				(a, b) => placeOf(a.key) - placeOf(b.key)
			),
			estimatedAt: estimate?.projection.computedAt ?? null,
			stages: unpaidStages.map((one) =>
				ageOf(
					one,
					one,
					ages.filter(({ state }) => state === one)
				)
			),
			ages: agesOf(ages, stage, nameOf),
			evidence: owedEvidence(filter, stage, moment, {
				demo: this.context.demo,
				estimatedAt: estimate?.projection.computedAt ?? null
			})
		};
	}
}

const placeOf = (id: string) => services.findIndex((service) => service.id === id);

/**
 * Of one part by another (a service of a hospital) nobody can tell: bills of a month would be too few. Of the whole programme's
 * estimate each part has its share.
 */
async function readEstimate(
	tx: Transaction,
	filter: ClaimFilter,
	{ today }: Moment
): Promise<Estimate | null> {
	const { year } = filter;
	if (year !== Number(today.slice(0, 4)) || (filter.facility !== null && filter.service !== null))
		return null;
	const projection = await findBudgetProjection(tx, year, today);
	const development = await findBillDevelopment(tx, year, today);
	if (projection === null || development === null) return null;
	const firstIndex = development.origins.findIndex((month) => month >= `${year}-01-01`);
	const months = development.origins.slice(firstIndex);
	const [first, last] = [months[0], months.at(-1)];
	if (firstIndex < 0 || first === undefined || last === undefined) return null;
	const shared = async (part: Part) => {
		const rows = await sumBilledByPart(tx, { ...filter, facility: null, service: null }, part, {
			from: first,
			to: last
		});
		const keys = [...new Set(rows.map((row) => row.part))];
		const parts = keys.map((key) => {
			const own = new Map(rows.flatMap((row) => (row.part === key ? [[row.month, row.billedRupiah]] : [])));
			return { key, billed: eachMonth(first, last).map((month) => own.get(month) ?? 0) };
		});
		const { dispersion, worth, billedShares } = development;
		const told = shareNotReported({
			...{ parts, dispersion, worth },
			billedShares: billedShares.slice(firstIndex),
			total: projection.notReported
		});
		return new Map(told.map(({ key, p10, p50, p90 }) => [key, { p10, p50, p90 }]));
	};
	return { projection, parts: { facility: await shared('facility'), service: await shared('service') } };
}

function wholeLadder(
	rows: readonly PartStateRow[],
	{ facility, service }: ClaimFilter,
	estimate: Estimate | null
): Ladder {
	const { projection, parts } = estimate ?? {};
	const notReported =
		facility !== null
			? parts?.facility.get(facility)
			: service !== null
				? parts?.service.get(service)
				: projection?.notReported;
	return { ...ladderOf('', '', rows), notReported: notReported ?? null };
}

/** Under a filter of one kind, the parts of the other kind have bills and no estimate. */
function laddersOf(
	rows: readonly PartStateRow[],
	nameOf: (key: string) => string,
	estimate: Map<string, MoneyQuantiles> | undefined
): Ladder[] {
	const known = new Set(rows.map((row) => row.part));
	return [...known].map((key) => ({
		...ladderOf(
			key,
			nameOf(key),
			rows.filter((row) => row.part === key)
		),
		notReported: estimate?.get(key) ?? null
	}));
}

function ladderOf(key: string, name: string, rows: readonly PartStateRow[]): Omit<Ladder, 'notReported'> {
	const sum = (rung: string) =>
		rows.reduce((all, { state, amountRupiah }) => (state === rung ? all + amountRupiah : all), 0);
	const rungs = Object.fromEntries(billedRungs.map((rung) => [rung, sum(rung)])) as Ladder['rungs'];
	return { key, name, rungs };
}

function agesOf(
	rows: readonly AgeRow[],
	stage: UnpaidStage | null,
	nameOf: (code: string) => string
): AgedDebt[] {
	const chosen = rows.filter(({ state }) => stage === null || state === stage);
	return [...new Set(chosen.map(({ facility }) => facility))]
		.map((code) =>
			ageOf(
				code,
				nameOf(code),
				chosen.filter(({ facility }) => facility === code)
			)
		)
		.sort((a, b) => a.name.localeCompare(b.name, 'id'));
}

function ageOf(key: string, name: string, rows: readonly AgeRow[]): AgedDebt {
	const sum = (age: DebtAge): AgeSum => {
		const own = rows.filter((row) => row.age === age);
		return {
			claims: own.reduce((all, { claims }) => all + claims, 0),
			amountRupiah: own.reduce((all, { amountRupiah }) => all + amountRupiah, 0)
		};
	};
	const ages = Object.fromEntries(debtAges.map((age) => [age, sum(age)])) as Record<DebtAge, AgeSum>;
	return { key, name, ages };
}
