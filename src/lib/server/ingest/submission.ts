import type { Locale } from '../../protocol/refusals.ts';
import type { Transaction } from '../store/bulk.ts';
import type { Hand } from './judge-claims.ts';
import type { Screened } from './screen.ts';
import type { Sender } from './sender.ts';

/** What one sender sent at once. */
export type Submission = {
	sender: Sender;
	mode: 'each' | 'atomic';
	locale: Locale;
	receivedAt: Date;
	items: Screened[];
	/** A row held for correction that this submission replaces. */
	replaces?: string;
	/** Set when the database refused the single event in it. */
	unstorable?: string;
	alongside?: Alongside;
	/** The account whose doing it is; null and unsaid where a program's key sends, or the desk, which writes its own. */
	by?: Hand;
};

/**
 * What a person's decision writes beside its events, in their transaction: there is neither without the other. It runs when
 * nobody else can write of these facilities, so what it reads there still stands when the events are placed; what it throws
 * undoes all. For `atomic` submissions, which share a transaction with nobody.
 */
export type Alongside = (tx: Transaction) => Promise<void>;
