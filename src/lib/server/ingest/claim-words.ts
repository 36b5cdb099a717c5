/** What a group's events say of claims, and the fate of what may not be said. */
import type { ClaimWord, Judged } from './judge-claims.ts';
import { refusedOf, type Work } from './work.ts';

/** None where it is no usable event of a claim. */
export function wordOf(one: Work): [ClaimWord, Work][] {
	const { item, submission, eventKey } = one;
	if (!item.ok || item.screened.event.type !== 'id.denyut.claim.v1') return [];
	const { event, facility } = item.screened;
	const { sender, by = null } = submission;
	return [[{ party: sender.party, by, event, facility: facility ?? '', eventKey }, one]];
}

/** Tells the fate of those that may not be said; their ids stay free, so that they can be sent again. */
export function refuseUnlawful(words: ReadonlyMap<ClaimWord, Work>, { refused }: Judged): void {
	for (const [word, refusal] of refused) {
		const one = words.get(word);
		if (one?.item.ok) one.fate = { refused: refusedOf(one.item.screened, refusal, one.persons.person) };
	}
}
