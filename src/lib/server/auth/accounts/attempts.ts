/**
 * How often may be tried. A try is counted before anything is verified, in one statement of the database, so that of twenty
 * that come at once, over any number of processes, five are looked at.
 */
import { createHmac } from 'node:crypto';
import { countedAddress } from './counted-address.ts';

export type AttemptTable = {
	count: (key: string, windowMs: number) => Promise<{ count: number; retryAfterMs: number }>;
	forget: (key: string) => Promise<void>;
	giveBack: (key: string) => Promise<void>;
};

const minuteMs = 60_000;

const limits = {
	/** Passwords of one account from one address, under whichever of its names, or of a name that is nobody's. */
	account: { max: 5, windowMs: 15 * minuteMs },
	/** The same from everywhere: more, so that one stranger does not shut the owner out. */
	everywhere: { max: 20, windowMs: 15 * minuteMs },
	/** Passwords that somebody signed in gives once more; no stranger gets there, so no stranger uses them up. */
	ownPassword: { max: 5, windowMs: 15 * minuteMs },
	/** Passwords and beginnings at the city's sign-in from one address; a whole office may stand behind it. */
	address: { max: 100, windowMs: 15 * minuteMs },
	/** Codes of the second factor of one account. */
	code: { max: 5, windowMs: 15 * minuteMs },
	/** One code opens once: it stays right for a minute and a half. */
	usedCode: { max: 1, windowMs: 2 * minuteMs },
	/** Cards looked up by one account; more than a desk can serve. */
	card: { max: 60, windowMs: 5 * minuteMs },
	/** Complaints from one address, without signing in. */
	complaint: { max: 5, windowMs: 60 * minuteMs },
	/** Receipts of complaints tried from one address. */
	receipt: { max: 30, windowMs: 15 * minuteMs },
	/** Codes that one account has sent to mailboxes. */
	mailAsked: { max: 5, windowMs: 60 * minuteMs },
	/** Codes that one mailbox is sent, whoever asks: it may be a stranger's. */
	mailbox: { max: 3, windowMs: 60 * minuteMs },
	/** Of these for one account: fewer, so that none shuts out whose mailbox it is. */
	mailboxOfAccount: { max: 2, windowMs: 60 * minuteMs },
	/** Such codes tried by one account. */
	mailCode: { max: 5, windowMs: 15 * minuteMs }
};
export type Attempt = keyof typeof limits;

/** Counted by where they come from. */
const ofAddresses: readonly Attempt[] = ['address', 'complaint', 'receipt'];

/** An account as it is tried from an address. */
export const accountFrom = (account: string, address: string) => `${account} ${countedAddress(address)}`;

export type Taken = { isAllowed: true } | { isAllowed: false; retryAfterSeconds: number };

export class Attempts {
	constructor(
		readonly table: AttemptTable,
		readonly serverKey: Buffer
	) {}

	async take(kind: Attempt, of: string): Promise<Taken> {
		const { max, windowMs } = limits[kind];
		const { count, retryAfterMs } = await this.table.count(this.#keyOf(kind, of), windowMs);
		if (count <= max) return { isAllowed: true };
		return { isAllowed: false, retryAfterSeconds: Math.max(1, Math.ceil(retryAfterMs / 1000)) };
	}

	forget(kind: Attempt, of: string): Promise<void> {
		return this.table.forget(this.#keyOf(kind, of));
	}

	giveBack(kind: Attempt, of: string): Promise<void> {
		return this.table.giveBack(this.#keyOf(kind, of));
	}

	/** People type their password where the name belongs: nothing of it may be read in the table. */
	#keyOf(kind: Attempt, of: string): string {
		const counted = ofAddresses.includes(kind) ? countedAddress(of) : of;
		return createHmac('sha256', this.serverKey).update(`attempt ${kind} ${counted}`).digest('base64url');
	}
}
