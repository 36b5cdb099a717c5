/** Which events are new: each takes its key in the ledger, where a key stands for good. */
import { hash } from 'node:crypto';
import { sendInSlices, type Transaction } from '../store/bulk.ts';
import { claimEventKeys, findClaimedBefore } from '../store/ledger.ts';
import { conflictOf, type Work } from './work.ts';

/** Another transaction took the id of an event between our look and our insert: run again, and what it is about is judged anew. */
export class KeyRace extends Error {
	constructor() {
		super('an event was taken by another transaction');
	}
}

function digestOf({ item, persons }: Work): string {
	if (!item.ok) return '';
	const { event, facility } = item.screened;
	const { type, time, recordedtime, data } = event;
	const content = JSON.stringify([type, time, recordedtime ?? null, facility, data, persons]);
	return hash('sha256', content, 'hex').slice(0, 32);
}

/** `first`: the event that takes each key in this transaction; the others under that key are the same or a conflict. */
type Claim = { first: Map<string, Work>; done: Promise<number[]> };

/** Resolves when the keys are on their way to the ledger. */
export async function claimKeys(tx: Transaction, open: Work[]): Promise<Claim> {
	const first = new Map<string, Work>();
	for (const one of open) if (!first.has(one.eventKey)) first.set(one.eventKey, one);
	const sorted = [...first.values()].sort((a, b) => (a.eventKey < b.eventKey ? -1 : 1));
	const { done } = await sendInSlices(sorted, (slice) => {
		for (const one of slice) one.digest = digestOf(one);
		return claimEventKeys(tx, slice);
	});
	return { first, done };
}

export async function tellDuplicates(tx: Transaction, open: Work[], { first, done }: Claim): Promise<void> {
	const taken = (await done).reduce((sum, count) => sum + count, 0);
	const known = taken === first.size ? undefined : await findClaimedBefore(tx, [...first.values()]);
	for (const one of open) {
		const opener = first.get(one.eventKey);
		const standing = known?.get(one.eventKey) ?? (opener === one ? undefined : opener?.digest);
		if (standing === undefined) one.fate = 'accepted';
		else one.fate = standing === (one.digest || digestOf(one)) ? 'duplicate' : conflictOf(one);
	}
}
