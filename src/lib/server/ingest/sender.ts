import { authority, type Party } from '../../domain/role.ts';

/** Who sends: proven by a key, or a command of this installation. */
export type Sender = {
	party: Party;
	/** The facility the key belongs to; only this one may be named then. */
	facility: string | null;
};

/** Idempotency keys are counted within this: two keys of one hospital are one sender. */
export function partyId(sender: Sender): string {
	return sender.facility === null ? sender.party : `${sender.party}:${sender.facility}`;
}

export function mayStateWhenLearned(sender: Sender): boolean {
	return authority[sender.party].mayStateKnownOn;
}
