import { addDays, addMonths, monthOf } from '../../../domain/period.ts';
import { readVisitRows } from '../../store/api-queries.ts';
import { countFacilitiesInFeed } from '../../store/feed.ts';
import { readView, type ServiceContext } from '../context.ts';
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
		const choice = { grain, from, to, facilities, service, asOf: moment.asOf };
		const { found, completeness } = await readView(context, moment, async (tx) => ({
			found: await readVisitRows(tx, choice, cut),
			completeness:
				facilities === null && service === null
					? await countFacilitiesInFeed(
							tx,
							{ since: earlier(from, addDays(to, -expectedDays)), from, to },
							moment.asOf
						)
					: null
		}));
		return {
			rows: found.map((row) => {
				const { name = row.facility, kecamatan = null } = context.facilities.find(row.facility) ?? {};
				return { ...row, name, kecamatan };
			}),
			at: moment.now.toISOString(),
			evidence: {
				completeness,
				rows: { table: 'service_effect', where: { ...whereOf(query), from, to } },
				demo: context.demo
			}
		};
	};
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
