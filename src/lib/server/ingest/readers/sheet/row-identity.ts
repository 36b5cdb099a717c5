/**
 * A row has no id and no time. Its id is a keyed digest of what it says (keyed, since it says a NIK), with the moment before
 * it when this was first said of this thing; its time is that moment too, unless the row dates itself. So the same row
 * again is the same event, a changed row is a newer version, and a row changed back is a newer one still.
 */
import type { Sql } from '../../../store/connect.ts';
import { findSaidRows, putSaidRows, type SaidRow } from '../../../store/sheets.ts';
import type { Pseudonymiser } from '../../pseudonym.ts';
import { partyId, type Sender } from '../../sender.ts';
import type { StatedEvent } from './build-events.ts';

/** Both are 32 hexadecimal digits. */
export type Digests = { key: string; content: string };
export type CloudEvent = Record<string, unknown>;

export function digestEvent(
	{ type, subject, time, data, key }: StatedEvent,
	sender: Sender,
	pseudonymiser: Pseudonymiser
): Digests {
	const party = partyId(sender);
	const content = pseudonymiser.digestOf(JSON.stringify([party, type, subject, time, data]));
	// What does not say what it is about stands for itself.
	return {
		content,
		key: key === null ? content : pseudonymiser.digestOf(JSON.stringify([party, type, subject, key]))
	};
}

/** As they stand in the table, where nobody should try numbers out with a key that was changed since. */
export const asKept = ({ key, content }: Digests, { coverDigest }: Pseudonymiser): Digests => ({
	key: coverDigest(key),
	content: coverDigest(content)
});

export const sourceOf = (sender: Sender) => `/spreadsheet/${sender.facility ?? sender.party}`;

export function toCloudEvent(
	{ type, subject, time, data }: StatedEvent,
	source: string,
	content: string,
	saidAt: Date
): CloudEvent {
	return {
		specversion: '1.0',
		id: `${saidAt.getTime().toString(36).padStart(9, '0')}-${lettersOf(content)}`,
		source,
		type,
		time: time ?? saidAt.toISOString(),
		...(subject !== null && { subject }),
		data
	};
}

/** Without digits: a digest may by chance hold sixteen of them in a row, which would be taken for a NIK. */
const lettersOf = (hex: string) => hex.replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)] ?? '');

/** When each was first said; remembered before it is sent, so that what is sent again after a fault is the same event. */
export async function sayRows(sql: Sql, digests: readonly Digests[], now: Date): Promise<Date[]> {
	const known = await findSaidRows(sql, [...new Set(digests.map(({ key }) => key))]);
	const changed = new Map<string, SaidRow>();
	const said = digests.map(({ key, content }) => {
		const standing = known.get(key);
		if (standing?.content === content) return standing;
		// Clocks are set back: what is said later must not come to stand earlier.
		const saidAt = standing && standing.saidAt >= now ? new Date(standing.saidAt.getTime() + 1) : now;
		const row = { key, content, saidAt };
		known.set(key, row);
		changed.set(key, row);
		return row;
	});
	const stored = await putSaidRows(sql, [...changed.values()]);
	// Said twice in one batch: only the last of the two stands in the table.
	return said.map((row) => (changed.get(row.key) === row && stored.get(row.key)) || row.saidAt);
}
