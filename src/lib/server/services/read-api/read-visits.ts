import { addDays, addMonths, monthOf } from '../../../domain/period.ts';
import { cutPage } from '../../../protocol/api/cursor.ts';
import type { Row } from '../../../protocol/api/rows.ts';
import { readVisitRows, type VisitRow } from '../../store/api-queries.ts';
import type { Transaction } from '../../store/bulk.ts';
import { readShownVisits, type DayTotal } from '../../store/city-totals.ts';
import { countFacilitiesInFeed } from '../../store/feed.ts';
import { readView, type ServiceContext } from '../context.ts';
import { readAsProduct, seesOnlyTotals } from '../frozen.ts';
import { assertSpan, facilitiesIn, whereOf, type Reader } from './reader.ts';

const usualDays = 28;
const usualMonths = 12;
const longest = { day: 400, month: 3_660 } as const;
/** Who sent visits within so many days is expected to send more. */
const expectedDays = 28;

export function visitReader(context: ServiceContext): Reader<'visits'> {
	return async ({ query, moment, cut }) => {
		const { from, to } = spanOf(query, moment.today);
		assertSpan('visits', from, to, longest[query.grain]);
		const facilities = facilitiesIn(context, query);
		const { service = null, grain } = query;
		const { asOf } = moment;
		const choice = { grain, from, to, facilities, service, asOf };
		const isWhole = facilities === null && service === null;
		const inFeed = { since: earlier(from, addDays(to, -expectedDays)), from, to };
		const isTotal = seesOnlyTotals(context.viewer);
		const countFeed = (tx: Transaction) => countFacilitiesInFeed(tx, inFeed, asOf);
		const { rows, completeness } = await readView(context, moment, async (tx) => ({
			rows: isTotal
				? cutPage('visits', totalsBy(grain, await readShownVisits(tx, { from, to, asOf })), cut)
				: (await readVisitRows(tx, choice, cut)).map((row) => named(row, context)),
			completeness: isWhole && !isTotal ? await countFeed(tx) : null
		}));
		return {
			rows,
			at: moment.now.toISOString(),
			evidence: {
				// Totals have no facilities to count, and are told with how many reported all the same.
				completeness: isWhole && isTotal ? await readAsProduct(context, countFeed) : completeness,
				rows: { table: 'service_effect', where: { ...whereOf(query), from, to } },
				demo: context.demo
			}
		};
	};
}

function named(row: VisitRow, { facilities }: ServiceContext): Row<'visits'> {
	const { name = row.facility, kecamatan = null } = facilities.find(row.facility) ?? {};
	return { ...row, name, kecamatan };
}

/** A month's total is the sum of its days as they are shown: another rounding of the same would tell more. */
function totalsBy(grain: 'day' | 'month', days: readonly DayTotal[]): Row<'visits'>[] {
	const totals = new Map<string, number>();
	for (const { day, visits } of days) {
		const period = grain === 'day' ? day : monthOf(day);
		totals.set(period, (totals.get(period) ?? 0) + visits);
	}
	const whole = { facility: '', name: '', kecamatan: null, service: '' };
	return [...totals].map(([period, visits]) => ({ ...whole, period, visits }));
}

const earlier = (a: string, b: string) => (a < b ? a : b);

type Asked = { grain: 'day' | 'month'; from?: string | undefined; to?: string | undefined };

/** Whole months where months are asked for. */
function spanOf({ grain, from, to }: Asked, today: string): { from: string; to: string } {
	const last = to ?? (from !== undefined && from > today ? from : today);
	if (grain === 'day') return { from: from ?? addDays(last, 1 - usualDays), to: last };
	const end = addDays(addMonths(monthOf(last), 1), -1);
	return { from: monthOf(from ?? addMonths(monthOf(last), 1 - usualMonths)), to: end };
}
