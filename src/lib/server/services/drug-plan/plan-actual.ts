/** What was used since, beside what the plan expected: its own record, month by month. */
import {
	comparePlanWithUse,
	type PlanAgainstUse,
	type PlannedMonth
} from '../../../analytics/drugs/plan-against-use.ts';
import { blurCount } from '../../../domain/blur.ts';
import type { PlannedLine } from '../../../domain/drug-plan-line.ts';
import { addMonths, eachMonth, monthOf } from '../../../domain/period.ts';
import type { DrugPlanView, PlanComparison } from '../../../protocol/views/drug-plan.ts';
import type { Transaction } from '../../store/bulk.ts';
import { readItemUse, readUseTallies } from '../../store/drug-queries.ts';
import { chooseUses } from '../drug-counts.ts';
import type { Moment, ServiceContext } from '../context.ts';
import { findFeedStartFor, seesOnlyTotals } from '../frozen.ts';
import { inSteps } from '../shown-forecast.ts';
import { shownUses } from '../shown-use.ts';

const wholeCity = { item: null, ven: null, kecamatan: null, facility: null };

/** Use as the page Drugs counts it, of complete months of the planned year. Null before the first of them is over. */
export async function readActual(
	context: ServiceContext,
	tx: Transaction,
	{ year, lines, moment }: { year: number; lines: readonly PlannedLine[]; moment: Moment }
): Promise<DrugPlanView['actual']> {
	const [from, to] = [`${year}-01-01`, earlier(`${year}-12-01`, addMonths(monthOf(moment.today), -1))];
	if (to < from) return null;
	const useOf = await readUses(context, tx, { from, to, moment });
	const months = eachMonth(from, to);
	const isRounded = seesOnlyTotals(context.viewer);
	const items = lines.flatMap((line) => comparisonOf(line, months, { useOf, isRounded }));
	return items.length === 0 ? null : { lastMonth: to, items };
}

type UseOf = (item: string, month: string) => number | null;

async function readUses(
	context: ServiceContext,
	tx: Transaction,
	{ from, to, moment }: { from: string; to: string; moment: Moment }
): Promise<UseOf> {
	const scope = { facilities: null, asOf: moment.asOf };
	const span = { items: null, from, to };
	const feedStart = await findFeedStartFor(context, tx, moment);
	const uses = shownUses(context.viewer, await readItemUse(tx, scope, { ...span, stockSince: from }));
	const tallies = await readUseTallies(tx, span, moment.asOf);
	const find = chooseUses({ filter: wholeCity, feedStart, uses, tallies });
	return (item, month) => {
		const figure = find(item, month);
		if (figure !== null && !figure.isPartial) return figure.value;
		// Where visits cover the month, nothing dispensed is nothing used.
		return figure === null && feedStart !== null && feedStart <= month ? 0 : null;
	};
}

function comparisonOf(
	{ item, months: planned }: PlannedLine,
	months: readonly string[],
	{ useOf, isRounded }: { useOf: UseOf; isRounded: boolean }
): PlanComparison[] {
	const rows = months.flatMap((month) => {
		const of = planned.find((one) => one.month === month.slice(0, 7));
		return of ? [{ ...of, month, planned: of.mean, actual: useOf(item, month) }] : [];
	});
	const told = isRounded ? compareInSteps(rows) : comparePlanWithUse(rows);
	if (told === null) return [];
	const byMonth = rows.map(({ month, planned: expected, actual }) => ({
		...{ month, planned: isRounded ? inSteps(expected) : expected, actual }
	}));
	return [{ item, ...told, byMonth }];
}

/**
 * Planned units are rounded as a sum. Use and both ends of an interval are blurred alike before they are compared, so that a
 * month within its interval stays within.
 */
function compareInSteps(rows: readonly PlannedMonth[]): PlanAgainstUse | null {
	const exact = comparePlanWithUse(rows);
	const blurred = rows.map(({ lower80, upper80, actual, ...month }) => ({
		...{ ...month, lower80: blurCount(lower80), upper80: blurCount(upper80) },
		actual: actual === null ? null : blurCount(actual)
	}));
	if (exact === null) return null;
	const planned = inSteps(exact.planned);
	const deviation = exact.actual - planned;
	return {
		...{ ...exact, planned, deviation, share: planned > 0 ? deviation / planned : null },
		within80: comparePlanWithUse(blurred)?.within80 ?? 0
	};
}

const earlier = (a: string, b: string) => (a < b ? a : b);
