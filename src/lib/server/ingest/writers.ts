import type { Work } from './work.ts';

/** Versions of one natural key must not be judged by two transactions at once. */
export function writerOf({ item, submission }: Work): string {
	if (!item.ok) return '';
	const { event, facility } = item.screened;
	if (event.type === 'id.denyut.member.v1') return 'member';
	return event.type === 'id.denyut.tally.v1' ? 'tally' : (facility ?? submission.sender.party);
}

/** The facilities and parties that this group's rows name: the database lets it touch no others'. */
export function writersOf(work: Work[]): string[] {
	const writers = new Set<string>();
	for (const { item, submission } of work) {
		writers.add(submission.sender.party).add(submission.sender.facility ?? '');
		if (!item.ok) continue;
		const { event, facility } = item.screened;
		writers.add(facility ?? '');
		// History is told by the importer in the name of whoever counted.
		if (event.type === 'id.denyut.tally.v1') writers.add(event.data.reporter ?? '');
	}
	return [...writers];
}
