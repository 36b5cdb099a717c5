/**
 * One transaction over the submissions of several senders: whose the identity numbers are, which events are new,
 * which versions stand, rows, rollups, quarantine, what each source sent, and last the change number.
 */
import { hash } from 'node:crypto';
import { forgottenAfterDays } from '../../domain/bed-freshness.ts';
import { jakartaDay } from '../../domain/period.ts';
import { mayAssert } from '../../domain/role.ts';
import type { BatchAnswer, EventError } from '../../protocol/events.ts';
import type { CellKind, Changes } from '../../protocol/live.ts';
import { refusalSentence, type EventRefusal, type Locale } from '../../protocol/refusals.ts';
import { sendInSlices, told, type Transaction } from '../store/bulk.ts';
import { recordChange } from '../store/changes.ts';
import type { Sql } from '../store/connect.ts';
import { lockWriters } from '../store/locks.ts';
import { writeDecisions } from '../store/claim-desk.ts';
import { claimEventKeys, findClaimedBefore } from '../store/ledger.ts';
import { EffectLedger } from '../store/rollups.ts';
import { quarantineItems, resolveQuarantined, type QuarantineRow } from '../store/quarantine.ts';
import { inTransaction } from '../store/transaction.ts';
import { setWriters } from '../store/viewer-context.ts';
import { addSourceDays, type SourceDay } from '../store/sources.ts';
import { adoptWays } from './adopt-way.ts';
import { RequestRefusal } from './batch.ts';
import { seal } from './hold.ts';
import { judgeClaims, readClaimNews, type ClaimWord, type Hand, type Judged } from './judge-claims.ts';
import { knownPerson } from './known-person.ts';
import { PersonRace, type PersonRegister } from './person-register.ts';
import { lookUpStanding, placeVersions } from './place-versions.ts';
import type { Mac, Pseudonymiser } from './pseudonym.ts';
import { rowOf, type PersonIds, type Placed } from './rows.ts';
import { kindOf, type PersonHint, type RefusedItem, type Screened, type ScreenedEvent } from './screen.ts';
import { mayStateWhenLearned, partyId, type Sender } from './sender.ts';
import type { Committed } from './committer.ts';
import type { DenyutEvent } from '../../protocol/events.ts';

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

type Fate = 'accepted' | 'duplicate' | { refused: RefusedItem };
type Work = {
	submission: Submission;
	item: Screened;
	fate: Fate | null;
	eventKey: string;
	digest: string;
	persons: PersonIds;
};

/** Wider than this a change is not sent: viewers take a new snapshot. */
const maxCellsPerKind = 2_000;

/** Another transaction took the id of an event between our look and our insert: run again, and what it is about is judged anew. */
class KeyRace extends Error {
	constructor() {
		super('an event was taken by another transaction');
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

function newWork(submission: Submission, item: Screened): Work {
	const persons = { person: null, mother: null, family: null };
	const blank = { submission, item, eventKey: '', digest: '', persons };
	if (!item.ok) return { ...blank, fate: { refused: item.refused } };
	if (submission.unstorable !== undefined) {
		const refusal: EventRefusal = {
			code: 'unstorable',
			field: null,
			detail: { reason: submission.unstorable }
		};
		return { ...blank, fate: { refused: refusedOf(item.screened, refusal) } };
	}
	const { source, id } = item.screened.event;
	const eventKey = hash('sha256', `${partyId(submission.sender)}\u0000${source}\u0000${id}`, 'hex').slice(
		0,
		32
	);
	return { ...blank, eventKey, fate: null };
}

/**
 * A conflict or a database refusal is found after screening: what is held has no identity number any more.
 * @param personId whose it is, to be held beside it
 */
function refusedOf(
	{ event, facility }: ScreenedEvent,
	refusal: EventRefusal,
	personId: string | null = null
): RefusedItem {
	const held = { specversion: '1.0', ...event };
	return {
		refusal,
		id: event.id,
		source: event.source,
		type: event.type,
		facility,
		held: personId === null ? held : { ...held, persons: knownPerson(personId) }
	};
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
	const words = new Map(open.flatMap(wordOf));
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
	if (work.some(isSettling)) await Promise.all([writing, quarantineAll(tx, work, context)]);
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

/** Imported history is no news of a bed: viewers take a new snapshot, which leaves out what is long past. */
function isPresent(heardAt: Date, now: Date): boolean {
	return now.getTime() - heardAt.getTime() < forgottenAfterDays * 86_400_000;
}

function wordOf(one: Work): [ClaimWord, Work][] {
	const { item, submission, eventKey } = one;
	if (!item.ok || item.screened.event.type !== 'id.denyut.claim.v1') return [];
	const { event, facility } = item.screened;
	const { sender, by = null } = submission;
	return [[{ party: sender.party, by, event, facility: facility ?? '', eventKey }, one]];
}

/** Tells the fate of those that may not be said; their ids stay free, so that they can be sent again. */
function refuseUnlawful(words: ReadonlyMap<ClaimWord, Work>, { refused }: Judged): void {
	for (const [word, refusal] of refused) {
		const one = words.get(word);
		if (one?.item.ok) one.fate = { refused: refusedOf(one.item.screened, refusal, one.persons.person) };
	}
}

/** Versions of one natural key must not be judged by two transactions at once. */
function writerOf({ item, submission }: Work): string {
	if (!item.ok) return '';
	const { event, facility } = item.screened;
	if (event.type === 'id.denyut.member.v1') return 'member';
	return event.type === 'id.denyut.tally.v1' ? 'tally' : (facility ?? submission.sender.party);
}

/** The facilities and parties that this group's rows name: the database lets it touch no others'. */
function writersOf(work: Work[]): string[] {
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

function hintsOf(open: Work[]): PersonHint[] {
	const hints: PersonHint[] = [];
	for (const { item } of open) {
		if (!item.ok) continue;
		const { person, mother, family } = item.screened.persons;
		if (person) hints.push(person);
		if (mother) hints.push(mother);
		if (family) hints.push(family);
	}
	return hints;
}

function identify(one: Work, idOf: (mac: Mac) => string): void {
	if (!one.item.ok) return;
	const { person, mother, family } = one.item.screened.persons;
	one.persons = {
		person: person && idOf(person.mac),
		mother: mother && idOf(mother.mac),
		family: family && idOf(family.mac)
	};
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
async function claimKeys(tx: Transaction, open: Work[]): Promise<Claim> {
	const first = new Map<string, Work>();
	for (const one of open) if (!first.has(one.eventKey)) first.set(one.eventKey, one);
	const sorted = [...first.values()].sort((a, b) => (a.eventKey < b.eventKey ? -1 : 1));
	const { done } = await sendInSlices(sorted, (slice) => {
		for (const one of slice) one.digest = digestOf(one);
		return claimEventKeys(tx, slice);
	});
	return { first, done };
}

async function tellDuplicates(tx: Transaction, open: Work[], { first, done }: Claim): Promise<void> {
	const taken = (await done).reduce((sum, count) => sum + count, 0);
	const known = taken === first.size ? undefined : await findClaimedBefore(tx, [...first.values()]);
	for (const one of open) {
		const opener = first.get(one.eventKey);
		const standing = known?.get(one.eventKey) ?? (opener === one ? undefined : opener?.digest);
		if (standing === undefined) one.fate = 'accepted';
		else one.fate = standing === (one.digest || digestOf(one)) ? 'duplicate' : conflictOf(one);
	}
}

function conflictOf({ item }: Work): Fate {
	if (!item.ok) return { refused: item.refused };
	return { refused: refusedOf(item.screened, { code: 'conflict', field: 'id', detail: {} }) };
}

function refuseAtomic(work: Work[]): void {
	const atomic = work.filter(({ submission }) => submission.mode === 'atomic');
	if (!atomic.some(({ fate }) => typeof fate === 'object')) return;
	const errors = atomic.flatMap(errorOf);
	throw new AtomicRefusal({ accepted: 0, duplicate: 0, quarantined: 0, rejected: atomic.length, errors });
}

function placedOf({ item, submission, eventKey, persons }: Work): Placed<DenyutEvent> {
	if (!item.ok) throw new Error('a refused item was accepted');
	const { event, facility, learnedAt } = item.screened;
	const reporter = facility ?? submission.sender.party;
	return { event, facility: facility ?? '', reporter, eventKey, learnedAt, persons };
}

function errorOf({ item, fate, submission }: Work): EventError[] {
	if (typeof fate !== 'object' || fate === null) return [];
	const { refusal, id } = fate.refused;
	const message = refusalSentence(refusal, submission.locale);
	return [{ index: item.index, id, code: refusal.code, field: refusal.field, message }];
}

function summarise(work: Work[]): BatchAnswer {
	const answer: BatchAnswer = { accepted: 0, duplicate: 0, quarantined: 0, errors: [] };
	for (const one of work) {
		if (one.fate === 'accepted') answer.accepted += 1;
		else if (one.fate === 'duplicate') answer.duplicate += 1;
		else {
			answer.quarantined += 1;
			answer.errors.push(...errorOf(one));
		}
	}
	return answer;
}

function sourceDays(work: Work[]): SourceDay[] {
	const days = new Map<string, SourceDay>();
	let last: SourceDay | undefined;
	for (const { item, submission, fate } of work) {
		const facts = item.ok
			? { source: item.screened.event.source, at: item.screened.learnedAt }
			: { source: item.refused.source ?? '', at: refusedAt(item.refused, submission) };
		const reporter = reporterOf(item, submission.sender);
		const day = jakartaDay(facts.at);
		if (last?.reporter === reporter && last.source === facts.source && last.day === day) {
			if (facts.at > last.lastSeenAt) last.lastSeenAt = facts.at;
			count(last, item, fate);
			continue;
		}
		const key = `${reporter}\u0001${facts.source}\u0001${day}`;
		const standing = days.get(key) ?? newSourceDay(reporter, facts.source, day, facts.at);
		days.set(key, standing);
		last = standing;
		if (facts.at > standing.lastSeenAt) standing.lastSeenAt = facts.at;
		count(standing, item, fate);
	}
	return [...days.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

const firstYear = 1990;

/** What an importer sends today of last year was wrong last year, as what is taken of it was learned then. */
function refusedAt({ held }: RefusedItem, { sender, receivedAt }: Submission): Date {
	const stated =
		typeof held === 'object' && held !== null && 'recordedtime' in held ? held.recordedtime : null;
	if (typeof stated !== 'string' || !mayStateWhenLearned(sender)) return receivedAt;
	const at = new Date(stated);
	return at.getUTCFullYear() >= firstYear && at < receivedAt ? at : receivedAt;
}

/** A verdict on a hospital's claim names the hospital, but is no sign of life of it: only what it may say itself is. */
function reporterOf(item: Screened, { party, facility }: Sender): string {
	const named = item.ok ? item.screened.facility : null;
	if (named === null || !item.ok) return facility ?? party;
	const { event } = item.screened;
	const state = event.type === 'id.denyut.claim.v1' ? event.data.state : null;
	return mayAssert('hospital', kindOf(event.type), state) ? named : (facility ?? party);
}

function newSourceDay(reporter: string, source: string, day: string, lastSeenAt: Date): SourceDay {
	const counts = {
		accepted: 0,
		duplicate: 0,
		quarantined: 0,
		within1h: 0,
		within6h: 0,
		within24h: 0,
		within7d: 0,
		later: 0
	};
	return { reporter, source, day, lastSeenAt, ...counts };
}

function count(row: SourceDay, item: Screened, fate: Fate | null): void {
	if (fate === 'duplicate') row.duplicate += 1;
	else if (fate !== 'accepted') row.quarantined += 1;
	else {
		row.accepted += 1;
		if (item.ok) row[delayBucket(item.screened)] += 1;
	}
}

function delayBucket({ event, learnedAt }: ScreenedEvent) {
	const hours = (learnedAt.getTime() - Date.parse(event.time)) / 3_600_000;
	if (hours <= 1) return 'within1h';
	if (hours <= 6) return 'within6h';
	if (hours <= 24) return 'within24h';
	return hours <= 168 ? 'within7d' : 'later';
}

function sourceCells(rows: SourceDay[]): Changes['sources'] {
	return rows.map(({ reporter, source, day, accepted, duplicate, quarantined, lastSeenAt }) => ({
		reporter,
		source,
		day,
		accepted,
		duplicate,
		quarantined,
		lastSeenAt: lastSeenAt.toISOString()
	}));
}

async function quarantineAll(tx: Transaction, work: Work[], { pseudonymiser }: PostContext): Promise<void> {
	const rows = new Map<string, QuarantineRow>();
	for (const one of work) {
		if (typeof one.fate !== 'object' || one.fate === null) continue;
		const row = quarantineRow(one.fate.refused, one, pseudonymiser);
		const standing = rows.get(row.digest);
		if (standing) standing.times += 1;
		else rows.set(row.digest, row);
	}
	await quarantineItems(tx, [...rows.values()]);
	for (const { submission, fate } of work) {
		if (submission.replaces === undefined || typeof fate === 'object') continue;
		const isMine = await resolveQuarantined(tx, submission.replaces, 'replayed', submission.receivedAt);
		if (!isMine) throw new RequestRefusal('settled');
	}
}

function quarantineRow(
	refused: RefusedItem,
	{ submission }: Work,
	pseudonymiser: Pseudonymiser
): QuarantineRow {
	const { refusal, id, source, type, facility, held } = refused;
	const party = partyId(submission.sender);
	const content = held === null ? JSON.stringify([refusal, submission.receivedAt]) : JSON.stringify(held);
	return {
		digest: pseudonymiser.coverDigest(
			pseudonymiser.digestOf(`${party}\u0000${refusal.code}\u0000${content}`)
		),
		party,
		facility,
		source: source ?? '',
		eventId: id,
		eventType: type,
		code: refusal.code,
		field: refusal.field,
		detail: JSON.stringify(refusal.detail),
		payload: held === null ? null : seal(pseudonymiser.holdKey, held),
		receivedAt: submission.receivedAt,
		times: 1
	};
}

const tallyKinds = {
	cases: 'diseases',
	deaths: 'diseases',
	'drug-use': 'drugs',
	visits: 'services'
} as const;

/** What ready-made counts and stock reports change: they replace other figures, so no increment says it. */
function unsentKinds(accepted: Work[]): CellKind[] {
	const events = accepted.flatMap(({ item }) => (item.ok ? [item.screened.event] : []));
	return events.flatMap((event) => {
		if (event.type === 'id.denyut.stock.v1') return ['drugs'];
		return event.type === 'id.denyut.tally.v1' ? [tallyKinds[event.data.measure]] : [];
	});
}

function narrowChanges(changes: Changes, unsent: readonly CellKind[]): Changes {
	const narrow: Changes = {};
	const reload = [...new Set(unsent)];
	for (const [kind, cells] of Object.entries(changes) as [CellKind, unknown[]][]) {
		if (reload.includes(kind)) continue;
		if (cells.length > maxCellsPerKind) reload.push(kind);
		else Object.assign(narrow, { [kind]: cells });
	}
	return reload.length > 0 ? { ...narrow, reload } : narrow;
}
