/** Cases of every disease on one basis each, by the same choice as the page Diseases makes. */
import type { ChosenBasis } from '../../../analytics/basis/one-basis.ts';
import { city } from '../../../domain/area.ts';
import type { Counted } from '../../../domain/basis.ts';
import { eachPeriod, lastDayOf, movePeriod, periodOf, type Grain } from '../../../domain/grain.ts';
import { diseaseGroups } from '../../../domain/surveillance-diseases.ts';
import { cutPage } from '../../../protocol/api/cursor.ts';
import type { Query } from '../../../protocol/api/queries.ts';
import { badFilter } from '../../../protocol/api/read-query.ts';
import type { Row } from '../../../protocol/api/rows.ts';
import type { Transaction } from '../../store/bulk.ts';
import { readView, type Moment, type ServiceContext } from '../context.ts';
import { countDiseases, type Figures } from '../count-diseases.ts';
import { readShownCounts, seesOnlyTotals } from '../frozen.ts';
import { whereOf, type Reader } from './reader.ts';

const usualPeriods: Record<Grain, number> = { week: 12, month: 12, 'half-year': 10, year: 10 };
const mostPeriods = 160;

type Asked = {
	query: Query<'diseases'>;
	moment: Moment;
	periods: string[];
	groups: string[];
};

export function diseaseReader(context: ServiceContext): Reader<'diseases'> {
	return async ({ query, moment, cut }) => {
		const periods = periodsOf(query, moment.today);
		const groups = query.disease === undefined ? diseaseGroups.map(({ id }) => id) : [query.disease];
		const asked = { query, moment, periods, groups };
		const { figures } = await readView(context, moment, async (tx) => ({
			figures: await readFigures(context, tx, asked)
		}));
		return {
			rows: cutPage('diseases', rowsOf(asked, figures), cut),
			at: moment.now.toISOString(),
			evidence: {
				completeness: null,
				rows: { table: tableOf(context, moment), where: whereOf(query) },
				demo: context.demo
			}
		};
	};
}

function tableOf({ viewer }: ServiceContext, { asOf }: Moment): string {
	if (seesOnlyTotals(viewer)) return 'lattice';
	return asOf === null ? 'disease_period' : 'disease_effect';
}

function periodsOf({ grain, from, to }: Query<'diseases'>, today: string): string[] {
	const last = periodOf(grain, to ?? today);
	const first = from === undefined ? movePeriod(grain, last, 1 - usualPeriods[grain]) : periodOf(grain, from);
	if (last < first) throw badFilter('diseases', 'to', [`≥ ${first}`]);
	if (movePeriod(grain, first, mostPeriods) <= last)
		throw badFilter('diseases', 'from', [`at most ${mostPeriods} periods before ${last}`]);
	return eachPeriod(grain, first, last);
}

function readFigures(
	context: ServiceContext,
	tx: Transaction,
	{ query, moment, periods, groups }: Asked
): Promise<Figures> {
	const { grain, facility = null } = query;
	const span = { from: periods[0] ?? moment.today, to: lastDayOf(grain, periods.at(-1) ?? moment.today) };
	const asked = { groups, grain, span, asOf: moment.asOf };
	if (seesOnlyTotals(context.viewer)) return readShownCounts(context, tx, asked);
	const isFacility = (code: string) => context.facilities.find(code) !== undefined;
	return countDiseases(tx, { ...asked, facility, isFacility });
}

/** A figure that nobody counted has no row: it is not a nought. */
function rowsOf({ query, moment, periods, groups }: Asked, figures: Figures): Row<'diseases'>[] {
	const open = periodOf(query.grain, moment.today);
	return groups.flatMap((disease) =>
		periods.flatMap((period) =>
			areasOf(query, figures(disease, period)).map(([area, figure]) => {
				const { value: cases, kind: basis, others: _, ...counted } = figure;
				const isOpen = period === open;
				const { grain, facility = null } = query;
				return { disease, grain, period, area, facility, cases, basis, ...counted, isOpen };
			})
		)
	);
}

function areasOf({ by, kecamatan }: Query<'diseases'>, { whole, parts }: ChosenBasis): [string, Counted][] {
	if (kecamatan === undefined && by === 'city') return whole === null ? [] : [[city.code, whole]];
	return [...parts].filter(([area]) => kecamatan === undefined || area === kecamatan);
}
