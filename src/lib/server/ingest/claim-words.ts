/** What a group's events say of claims, and the fate of what may not be said. */
import type { ClaimWord, Judged } from './judge-claims.ts';
import { refusedOf, type Work } from './work.ts';

/**
 * What is news of claims, in the order in which it came. What stands under an id that another kind of event took before it in
 * this group is a conflict with that event, and no news.
 */
export function wordsOf(open: readonly Work[]): Map<ClaimWord, Work> {
	const otherKinds = new Set<string>();
	const words = new Map<ClaimWord, Work>();
	for (const one of open) {
		const word = wordOf(one);
		if (word === null) otherKinds.add(one.eventKey);
		else if (!otherKinds.has(one.eventKey)) words.set(word, one);
	}
	return words;
}

function wordOf({ item, submission, eventKey }: Work): ClaimWord | null {
	if (!item.ok || item.screened.event.type !== 'id.denyut.claim.v1') return null;
	const { event, facility } = item.screened;
	const { sender, by = null } = submission;
	return { party: sender.party, by, event, facility: facility ?? '', eventKey };
}

/** Tells the fate of those that may not be said; their ids stay free, so that they can be sent again. */
export function refuseUnlawful(words: ReadonlyMap<ClaimWord, Work>, { refused }: Judged): void {
	for (const [word, refusal] of refused) {
		const one = words.get(word);
		if (one?.item.ok) one.fate = { refused: refusedOf(one.item.screened, refusal, one.persons.person) };
	}
}
