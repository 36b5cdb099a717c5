/**
 * One transaction over the submissions of several senders: whose the identity numbers are, which events are new,
 * which versions stand, rows, rollups, quarantine, what each source sent, and last the change number.
 */
import type { BatchAnswer } from '../../protocol/events.ts';
import { told, type Transaction } from '../store/bulk.ts';
import { recordChange } from '../store/changes.ts';
import { writeDecisions } from '../store/claim-desk.ts';
import type { Sql } from '../store/connect.ts';
import { lockWriters } from '../store/locks.ts';
import { EffectLedger } from '../store/rollups.ts';
import { addSourceDays } from '../store/sources.ts';
import { inTransaction } from '../store/transaction.ts';
import { setWriters } from '../store/viewer-context.ts';
import { adoptWays } from './adopt-way.ts';
import { claimKeys, KeyRace, tellDuplicates } from './claim-keys.ts';
import { refuseUnlawful, wordsOf } from './claim-words.ts';
import type { Committed } from './committer.ts';
import { isPresent, narrowChanges, unsentKinds } from './group-changes.ts';
import { hintsOf, identify } from './group-persons.ts';
import { holdRefused } from './hold-refused.ts';
import { judgeClaims, readClaimNews } from './judge-claims.ts';
import { PersonRace, type PersonRegister } from './person-register.ts';
import { lookUpStanding, placeVersions } from './place-versions.ts';
import type { Pseudonymiser } from './pseudonym.ts';
import { rowOf } from './rows.ts';
import { sourceCells, sourceDays } from './source-days.ts';
import type { Submission } from './submission.ts';
import { errorOf, newWork, placedOf, summarise, type Work } from './work.ts';
import { writerOf, writersOf } from './writers.ts';

export type PostContext = {
	pseudonymiser: Pseudonymiser;
	persons: PersonRegister;
	clock: () => Date;
	onLocked?: () => void;
};
export type PostResult = { answers: BatchAnswer[]; committed: Committed | null };

/** In atomic mode an event that turns out unusable undoes the whole request. */
export class AtomicRefusal extends Error {
	constructor(readonly answer: BatchAnswer) {
		super('atomic');
	}
}

/** Two writers who make the same new persons again and again are a fault; once or twice is chance. */
const maxRaces = 3;

export async function postGroup(
	sql: Sql,
	submissions: Submission[],
	context: PostContext
): Promise<PostResult> {
	for (let race = 1; ; race++) {
		const works = submissions.map((submission) => submission.items.map((item) => newWork(submission, item)));
		const work = works.flat();
		if (work.length === 0) return { answers: works.map(summarise), committed: null };
		const remembered: (() => void)[] = [];
		try {
			const committed = await inTransaction(sql, (tx) => postAll(tx, work, context, remembered));
			for (const remember of remembered) remember();
			return { answers: works.map(summarise), committed };
		} catch (error) {
			const isRace = error instanceof PersonRace || error instanceof KeyRace;
			if (!isRace || race === maxRaces) throw error;
		}
	}
}

/** Learned when committed, not when read: what waited in the queue over midnight belongs to the new day. */
function stampLearning(work: Work[], now: Date): void {
	for (const { item } of work)
		if (item.ok && item.screened.event.recordedtime == null) item.screened.learnedAt = now;
}

async function postAll(
	tx: Transaction,
	work: Work[],
	context: PostContext,
	remembered: (() => void)[]
): Promise<Committed> {
	let open = work.filter((one) => one.fate === null);
	// Sent before everything else on this connection, and not waited for: a failure shows in what follows.
	void told(setWriters(tx, writersOf(work)));
	const locking = lockWriters(tx, open.map(writerOf));
	const resolving = told(context.persons.resolve(tx, hintsOf(open)));
	await locking;
	context.onLocked?.();
	stampLearning(open, context.clock());
	const { idOf, made, remember } = await resolving;
	remembered.push(remember);
	// Before what is written beside a decision, which would seem to have been said before it.
	const words = wordsOf(open);
	const before = await readClaimNews(tx, [...words.keys()]);
	for (const { alongside } of new Set(work.map(({ submission }) => submission))) await alongside?.(tx);
	for (const one of open) identify(one, idOf);
	const judged = judgeClaims([...words.keys()], before, context.clock());
	refuseUnlawful(words, judged);
	open = open.filter((one) => one.fate === null);
	const claim = await claimKeys(tx, open);
	// Made while the database looks for duplicates, of which there are mostly none.
	const rows = open.map((one) => ({ one, typed: rowOf(placedOf(one)) }));
	const typedRows = rows.map(({ typed }) => typed);
	await adoptWays(tx, typedRows);
	const standing = lookUpStanding(tx, typedRows);
	await Promise.all([made, tellDuplicates(tx, open, claim)]);
	if ([...judged.taken].some((word) => words.get(word)?.fate !== 'accepted')) throw new KeyRace();
	refuseAtomic(work);
	const ledger = new EffectLedger();
	const accepted = rows.filter(({ one }) => one.fate === 'accepted');
	const placed = await placeVersions(
		tx,
		accepted.map(({ typed }) => typed),
		standing,
		ledger
	);
	const beds = placed.beds
		.filter(({ heardAt }) => isPresent(heardAt, context.clock()))
		.map(({ cell }) => cell);
	const sources = sourceDays(work);
	const posting = ledger.post(tx);
	const deciding = writeDecisions(tx, judged.decisions);
	const writing = told(Promise.all([placed.written, posting.written, addSourceDays(tx, sources), deciding]));
	// With what was sent before it: of two failures the first says why.
	if (work.some(isSettling)) await Promise.all([writing, holdRefused(tx, work, context.pseudonymiser)]);
	const narrow = narrowChanges(
		{ ...posting.changes, ...(beds.length > 0 && { beds }), sources: sourceCells(sources) },
		[
			...unsentKinds(accepted.map(({ one }) => one)),
			...(beds.length < placed.beds.length ? (['beds'] as const) : [])
		]
	);
	// Sent behind all the others without waiting for them: where one fails, so does this.
	const [change] = await Promise.all([recordChange(tx, narrow), writing]);
	return { ...change, changes: narrow };
}

const isSettling = ({ fate, submission }: Work) =>
	typeof fate === 'object' || submission.replaces !== undefined;

function refuseAtomic(work: Work[]): void {
	const atomic = work.filter(({ submission }) => submission.mode === 'atomic');
	if (!atomic.some(({ fate }) => typeof fate === 'object')) return;
	const errors = atomic.flatMap(errorOf);
	throw new AtomicRefusal({ accepted: 0, duplicate: 0, quarantined: 0, rejected: atomic.length, errors });
}
