/** FHIR resources that never met the ones they refer to: how many, whose, since when and for what they wait. */
import type { UnjoinedRow } from '../../protocol/views/quality.ts';
import type { Transaction } from '../store/bulk.ts';
import { countUnjoined, type UnjoinedCount } from '../store/fhir-waiting.ts';
import type { Moment, ServiceContext } from './context.ts';
import { senderOf } from './sender-of.ts';

/** Resources come one by one: what waits for less is on its way and no fault. */
const patienceMs = 3_600_000;

/**
 * Null for a past day: what waited then and was joined since left no trace.
 * @param sender one alone, as `hospital:3275013`.
 */
export async function readUnjoined(
	tx: Transaction,
	{ now, asOf }: Moment,
	context: Pick<ServiceContext, 'facilities'>,
	sender: string | null = null
): Promise<UnjoinedRow[] | null> {
	if (asOf !== null) return null;
	const counts = await countUnjoined(tx, new Date(now.getTime() - patienceMs), sender);
	return counts.map((count) => unjoinedRow(count, context));
}

function unjoinedRow(
	{ party: written, type, missing, count, expired, counted, oldest }: UnjoinedCount,
	{ facilities }: Pick<ServiceContext, 'facilities'>
): UnjoinedRow {
	const { party, facility } = senderOf({ party: written });
	return {
		...{ party, type, missing: missing.split(', '), waiting: count - expired, expired, counted },
		facility: facility === null ? null : { code: facility, name: facilities.nameOf(facility) },
		since: oldest.toISOString()
	};
}
