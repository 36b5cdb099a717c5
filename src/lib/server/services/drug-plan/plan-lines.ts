/** The figures of an order plan, out of forecasts and what was decided of them. */
import { classifyAbcVen } from '../../../analytics/drugs/abc-ven.ts';
import { fitBudget } from '../../../analytics/drugs/fit-budget.ts';
import { planOrder, type PlanItem, type PlannedItem } from '../../../analytics/drugs/order-plan.ts';
import type { DrugForecast } from '../../../domain/drug-forecast.ts';
import type { PlannedLine } from '../../../domain/drug-plan-line.ts';
import { planChances, type PlanSettings } from '../../../domain/drug-plan.ts';
import { findMedicine, type Ven } from '../../../domain/medicines.ts';
import type { PlanCell } from '../../../protocol/views/drug-plan.ts';

export type PlanBasis = Pick<
	PlannedLine,
	'stockReported' | 'stockExpected' | 'madeOn' | 'lastMonth' | 'months'
>;
/** An item that is ordered by uses, and what a line says of where they come from. */
export type PlanSource = { item: PlanItem; basis: PlanBasis };

export const drawLines = (forecasts: readonly DrugForecast[], settings: PlanSettings): PlannedLine[] =>
	orderLines(
		forecasts.map((forecast) => ({ item: itemOf(forecast, settings), basis: basisOf(forecast) })),
		settings.capRupiah
	);

/** In the order in which they are bought; what has no price stands last and is ranked by nothing. */
export function orderLines(sources: readonly PlanSource[], capRupiah: number | null): PlannedLine[] {
	const planned = planOrder(sources.map(({ item }) => item));
	const { items: fitted } = fitBudget(planned.flatMap(wantedOf), capRupiah);
	const fits = new Map(fitted.map((fit, index) => [fit.id, { ...fit, rank: index + 1 }]));
	return sources
		.flatMap(({ basis }, index): PlannedLine[] => {
			const item = planned[index];
			return item ? [lineOf(basis, item, fits.get(item.id))] : [];
		})
		.sort(byRank);
}

const byRank = (a: PlannedLine, b: PlannedLine) =>
	(a.rank ?? Infinity) - (b.rank ?? Infinity) || (a.item < b.item ? -1 : 1);

function itemOf({ item, stock, total }: DrugForecast, settings: PlanSettings) {
	const medicine = findMedicine(item);
	return {
		id: item,
		ven: medicine?.ven ?? null,
		unitPriceRupiah: medicine?.unitPriceRupiah ?? null,
		stock: stock?.closing ?? null,
		uses: total,
		chance: settings.chanceOf.get(item) ?? settings.chance,
		override: settings.quantityOf.get(item) ?? null
	};
}

function wantedOf({ id, ven, quantity, unitPriceRupiah, openShare }: PlannedItem) {
	return ven === null || unitPriceRupiah === null ? [] : [{ id, ven, quantity, unitPriceRupiah, openShare }];
}

type Fit = { rank: number; bought: number; costRupiah: number; rupiahPerRisk: number | null };

function lineOf(basis: PlanBasis, of: PlannedItem, fit?: Fit): PlannedLine {
	const {
		id: item,
		ven,
		abc,
		chance,
		medianUse,
		use,
		options,
		computed,
		override,
		quantity,
		costRupiah
	} = of;
	return {
		...{ item, ven, abc, chance, medianUse, use, options, computed, override, quantity, costRupiah },
		...{ rank: fit?.rank ?? null, priceRupiah: of.unitPriceRupiah, stock: of.stock },
		...{ bought: fit?.bought ?? null, boughtRupiah: fit?.costRupiah ?? null },
		rupiahPerRisk: rounded(fit?.rupiahPerRisk ?? null),
		...basis
	};
}

function basisOf({ stock, madeOn, lastMonth, plan, months }: DrugForecast): PlanBasis {
	return {
		...{ stockReported: stock?.reported ?? null, stockExpected: stock?.expected ?? null },
		...{ madeOn, lastMonth },
		months: months
			.filter(({ month }) => month >= plan.from && month <= plan.to)
			.map(({ month, mean, lower80, upper80 }) => ({
				month,
				...{ mean: rounded(mean), lower80: rounded(lower80), upper80: rounded(upper80) }
			}))
	};
}

/** Two decimals are kept: what is stored is what was signed, to the digit. */
function rounded<T extends number | null>(value: T): T {
	return (value === null ? null : Math.round(100 * value) / 100) as T;
}

const sumOf = (values: readonly (number | null)[]) =>
	values.reduce<number>((sum, value) => sum + (value ?? 0), 0);

/** Of the items with a price. */
export function totalsOf(lines: readonly PlannedLine[], capRupiah: number | null) {
	const priced = lines.filter(({ rank }) => rank !== null);
	const boughtRupiah = sumOf(priced.map((line) => line.boughtRupiah));
	return {
		costRupiah: sumOf(priced.map((line) => line.costRupiah)),
		...{ boughtRupiah, leftRupiah: capRupiah === null ? null : capRupiah - boughtRupiah },
		cutAt: priced.find(({ bought, quantity }) => (bought ?? 0) < quantity)?.item ?? null,
		options: planChances.map((chance) => ({
			chance,
			costRupiah: sumOf(
				priced.map(({ options }) => options.find((option) => option.chance === chance)?.costRupiah ?? null)
			)
		}))
	};
}

/** The matrix of where the money goes and whether lives hang on it, by what is ordered. */
export function cellsOf(lines: readonly PlannedLine[]): PlanCell[] {
	const values = lines.flatMap(({ item, ven, costRupiah }) =>
		ven === null || costRupiah === null ? [] : [{ id: item, ven, valueRupiah: costRupiah }]
	);
	return classifyAbcVen(values).cells.map(({ cell, items, valueRupiah }) => ({
		...{ cell, items, valueRupiah },
		...{ ven: cell.charAt(0) as Ven, abc: cell.charAt(1) as PlanCell['abc'] }
	}));
}
