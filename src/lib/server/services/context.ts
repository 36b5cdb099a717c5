/** What every page's service stands on. */
import type { Facility } from '../../domain/facility.ts';
import type { Reconstruction } from '../../domain/reconstruction.ts';
import { endOfJakartaDay, isDay, jakartaDay } from '../../domain/period.ts';
import type { Party } from '../../domain/role.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { BatchAnswer } from '../../protocol/events.ts';
import type { Locale } from '../../protocol/refusals.ts';
import type { Snapshot } from '../../protocol/views/snapshot.ts';
import type { AccountDesk } from '../auth/accounts/account-desk.ts';
import type { ApiKeys } from '../auth/api-keys.ts';
import type { Transaction } from '../store/bulk.ts';
import type { Sql } from '../store/connect.ts';
import { inSnapshot } from '../store/snapshot.ts';
import type { RecordLook } from '../store/trail/append.ts';
import type { TrailVerdict } from '../store/trail/verify.ts';
import type { CoveragePorts } from './coverage/ports.ts';
import type { EvaluationPaperPort } from './evaluation/files.ts';
import type { FormsOnce } from './form-once.ts';
import type { ProposalPaperPort } from './budget/next-year-files.ts';
import type { NextYearPort } from './budget/ports.ts';
import type { ChainPort } from './chain/ports.ts';
import type { SignalMailPort } from './signal-mail.ts';
import type { PaymentMinutesPort } from './claim-batches.ts';
import type { WorkbookPort } from './sheet-file.ts';
import type { SheetPort } from './uploads.ts';

export type DecisionAnswer =
	| { outcome: 'done' }
	/** Somebody else was faster. */
	| { outcome: 'stale' }
	/** An event that cannot be used, or a fault that passes: in the reader's words. */
	| { outcome: 'failed'; message: string };

export type ServiceContext = {
	/** Sees what a transaction's viewer may see, and without one nothing: read through `readView`. */
	sql: Sql;
	/** For what the product itself does once the viewer was found to be allowed: correcting, sending again. */
	system: Sql;
	/** Whom these services read for: a role and its facility. Who exactly looks is told to the methods that write it down. */
	viewer: Viewer;
	clock: () => Date;
	/** Measures how long ago something was in this process: walks on where `clock` stands still. */
	ticking: () => Date;
	/** The year that is rebuilt here; null where the time is now. */
	reconstruction: Reconstruction | null;
	/** Simulated data are shown: every page and every figure's evidence says so. */
	demo: boolean;
	facilities: {
		find: (code: string) => Facility | undefined;
		/** One that is not known, by its code. */
		nameOf: (code: string) => string;
		all: () => Facility[];
	};
	/** The newest commit this process knows of: a view made at it need not be made again. */
	lastChange: () => number;
	/**
	 * Sends a corrected event through the one way in, in the name of its first sender. One that is refused again leaves
	 * everything as it was; the answer says why in the reader's language.
	 */
	resubmit: (
		sender: { party: Party; facility: string | null },
		event: unknown,
		replaces: string,
		how: {
			locale: Locale;
			/** Who corrected it: where that moves a claim, this account has moved it. */
			by: { name: string; role: string };
			/** Whose it is, out of the sealed payload and from nowhere else: opaque here. */
			persons?: unknown;
		}
	) => Promise<BatchAnswer>;
	/** Sends what a person stated in a form through the one way in; one that cannot be used is held, and the answer says why. */
	submitEvent: (
		sender: { party: Party; facility: string | null },
		event: unknown,
		locale: Locale
	) => Promise<BatchAnswer>;
	/**
	 * Sends what somebody decided through the one way in, with what is written beside it in the same transaction. `beside`
	 * answers false where what was decided on stands no more: then nothing is stored.
	 */
	submitDecision: (
		sender: { party: Party; facility: string | null },
		events: readonly { event: unknown; personId: string | null }[],
		beside: (tx: Transaction) => Promise<boolean>,
		locale: Locale
	) => Promise<DecisionAnswer>;
	/** Makes the minutes of a payment as a file to print and sign. */
	paymentMinutes: PaymentMinutesPort;
	unseal: (sealed: Uint8Array) => unknown;
	/** What stands for a NIK in the table of persons. */
	wrappedMacOf: (nik: string) => { keyId: string; mac: string };
	/** Writes down who looked at what and why, before it is shown: with `system`, or in a transaction of its. */
	recordLook: RecordLook;
	/** The trail itself, for the page that shows whether it is whole. */
	trail: { verify: () => Promise<TrailVerdict> };
	/** Which addresses this process answers at: told once, after everything that answers is there. */
	waysIn: { isServed: (path: string) => boolean };
	/** Makes and changes accounts, for whoever may manage them. */
	accounts: AccountDesk;
	/** Makes and revokes keys of programs, for whoever may manage them. */
	keys: Pick<ApiKeys, 'create' | 'revoke'>;
	/** Holds uploaded spreadsheets while they are checked and sent. */
	sheets: SheetPort;
	/** For cards and guarantee letters. */
	coverage: CoveragePorts;
	/** For letters to people's mailboxes. */
	mail: SignalMailPort;
	/** Forms that make something, each once. */
	forms: FormsOnce;
	/** Answers questions to the chain, off this thread. */
	chain: ChainPort;
	/** Weighs proposals for next year's budget, off this thread too. */
	nextYear: NextYearPort;
	/** Prints next year's proposal for the council. */
	proposalPaper: ProposalPaperPort;
	/** Makes an evaluation as a file to print. */
	printEvaluation: EvaluationPaperPort;
	/** Makes the file of a spreadsheet program. */
	workbook: WorkbookPort;
	/** Logs what went wrong here; whoever asked is told to try again. */
	onFault: (error: unknown) => void;
};

/** The moment a page shows: now, or the end of a past day. */
export type Moment = {
	/** Ages are counted to here. */
	now: Date;
	/** Asia/Jakarta day of `now`. */
	today: string;
	/** Null when the page shows the present. */
	asOf: string | null;
};

export class InvalidFilter extends Error {
	/** Told by its name: SvelteKit's bundle has a class of its own, so `instanceof` would not know this one there. */
	override readonly name = 'InvalidFilter';

	constructor(
		readonly field: string,
		readonly value: string
	) {
		super(`invalid ${field}: ${value}`);
	}
}

/** @throws InvalidFilter when it is no day, or one that has not come. Today is the present. */
export function momentOf(asOf: string | null, clock: () => Date): Moment {
	const now = clock();
	const today = jakartaDay(now);
	if (asOf !== null && (!isDay(asOf) || asOf > today)) throw new InvalidFilter('asOf', asOf);
	if (asOf === null || asOf === today) return { now, today, asOf: null };
	return { now: new Date(endOfJakartaDay(asOf).getTime() - 1), today: asOf, asOf };
}

/** Reads a view at one change number, with what tells the page where it stands. */
export function readView<T>(
	context: ServiceContext,
	moment: Moment,
	read: (tx: Transaction) => Promise<T>
): Promise<T & { snapshot: Snapshot }> {
	return inSnapshot(context.sql, context.viewer, async (tx, change) => ({
		...(await read(tx)),
		snapshot: { change, now: moment.now.toISOString(), asOf: moment.asOf, demo: context.demo }
	}));
}
