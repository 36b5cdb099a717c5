/** Cases of every disease on one basis each, by the same choice as the page Diseases makes. */
import type { ChosenBasis } from '../../../analytics/basis/one-basis.ts';
import { city } from '../../../domain/area.ts';
import type { Counted } from '../../../domain/basis.ts';
import { eachPeriod, lastDayOf, movePeriod, periodOf, type Grain } from '../../../domain/grain.ts';
import { diseaseGroups, findDiseaseGroupByCategory } from '../../../domain/surveillance-diseases.ts';
import { cutPage } from '../../../protocol/api/cursor.ts';
import type { Query } from '../../../protocol/api/queries.ts';
import { badFilter } from '../../../protocol/api/read-query.ts';
import type { Row } from '../../../protocol/api/rows.ts';
import { readVisitsByCategoryAndArea } from '../../store/api-queries.ts';
import type { Transaction } from '../../store/bulk.ts';
import { readCaseTallies, readVisitsOfFacilities } from '../../store/disease-queries.ts';
import { findFeedStart } from '../../store/feed.ts';
import { readView, type Moment, type ServiceContext } from '../context.ts';
import { chooseCounts } from '../disease-counts.ts';
import { whereOf, type Reader } from './reader.ts';

const usualPeriods: Record<Grain, number> = { week: 12, month: 12, 'half-year': 10, year: 10 };
const mostPeriods = 160;

type Asked = {
	query: Query<'diseases'>;
	moment: Moment;
	periods: string[];
	groups: string[];
};
type Figures = (group: string, period: string) => ChosenBasis;

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
				rows: { table: moment.asOf === null ? 'disease_period' : 'disease_effect', where: whereOf(query) },
				demo: context.demo
			}
		};
	};
}

function periodsOf({ grain, from, to }: Query<'diseases'>, today: string): string[] {
	const last = periodOf(grain, to ?? today);
	const first = from === undefined ? movePeriod(grain, last, 1 - usualPeriods[grain]) : periodOf(grain, from);
	if (last < first) throw badFilter('diseases', 'to', [`≥ ${first}`]);
	if (movePeriod(grain, first, mostPeriods) <= last)
		throw badFilter('diseases', 'from', [`at most ${mostPeriods} periods before ${last}`]);
	return eachPeriod(grain, first, last);
}

async function readFigures(
	{ facilities }: ServiceContext,
	tx: Transaction,
	{ query, moment, periods, groups }: Asked
): Promise<Figures> {
	const { grain, facility } = query;
	const span = { from: periods[0] ?? moment.today, to: lastDayOf(grain, periods.at(-1) ?? moment.today) };
	const codes = diseaseGroups.filter(({ id }) => groups.includes(id)).flatMap(({ icd10 }) => icd10);
	const visitQuery = { codes, grain: grain === 'week' ? 'week' : 'month', asOf: moment.asOf } as const;
	const isFacility = (code: string) => facilities.find(code) !== undefined;
	const told = await readCaseTallies(tx, { codes: groups, grain, asOf: moment.asOf }, [span]);
	const tallies = facility === undefined ? told : told.filter(({ reporter }) => reporter === facility);
	const counting = [...new Set(tallies.map(({ reporter }) => reporter))].filter(isFacility);
	const own = facility === undefined ? counting : [facility];
	const facilityVisits = await readVisitsOfFacilities(tx, visitQuery, span, own);
	return chooseCounts({
		...{ grain, isFacility, tallies, facilityVisits },
		feedStart: await findFeedStart(tx, moment.asOf),
		groupOf: (icd3) => findDiseaseGroupByCategory(icd3)?.id ?? '',
		visits: facility === undefined ? await readVisitsByCategoryAndArea(tx, visitQuery, span) : facilityVisits
	});
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
