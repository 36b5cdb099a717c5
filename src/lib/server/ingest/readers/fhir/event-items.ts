/**
 * Drafts → events. The id is made of the root's key, the number of times it was told anew, and a digest of what it says:
 * sent again unchanged it is the same event, changed it is the next version, whatever its clock says. No digits: a long row
 * of them would look like somebody's number.
 */
import type { RawItem } from '../../batch.ts';
import type { Draft } from './drafts.ts';
import type { FhirRow } from '../../../store/fhir-waiting.ts';

export type Stamp = { revision: number; posted: string; postedAt: Date };

/** The stamp that it carried last where nothing changed. */
export function stampOf(
	draft: Draft,
	row: FhirRow,
	digestOf: (text: string) => string
): Stamp & { isNew: boolean } {
	const posted = digestOf(JSON.stringify([draft.type, draft.facility, draft.data, draft.persons]));
	const before = row.postedAt?.getTime() ?? -Infinity;
	if (row.posted === posted && row.postedAt !== null && draft.time <= before)
		return { revision: row.revision, posted, postedAt: row.postedAt, isNew: false };
	return {
		revision: row.revision + 1,
		posted,
		// Never back: what was told later is the newer word, also where it speaks of an earlier hour.
		postedAt: new Date(Math.max(before, draft.time)),
		isNew: true
	};
}

const letters = (digest: string) => digest.replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)] ?? '');
const revisionDigits = 6;
const digestLength = 12;

export function itemOf(
	draft: Draft,
	{ revision, posted, postedAt }: Stamp,
	source: string,
	digestOf: (text: string) => string
): RawItem {
	const time = postedAt.toISOString();
	const digest = digestOf(`${posted} ${time}`).slice(0, digestLength);
	const id = `${letters(draft.root)}.${String(revision).padStart(revisionDigits, '0')}.${letters(digest)}`;
	const subject = draft.facility === null ? {} : { subject: draft.facility };
	const value = { specversion: '1.0', id, source, type: draft.type, time, ...subject, data: draft.data };
	return draft.persons === null ? { value } : { value, persons: draft.persons };
}
