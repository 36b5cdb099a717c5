/**
 * Reads a register, whole or in part. States of a sync: `running` (lines are read into tables of its own session, which
 * nobody else sees) → `done` (the difference, the judgement of everybody whom it touches and the counts, in one commit) or
 * `refused` / `failed` (nothing changed). A process that dies leaves a `running` line without the lock that belongs to it:
 * the next sync of that source calls it `aborted`, and until then readers see by the missing lock that it is. Readers are
 * served what stood before until the commit.
 */
import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RegisterSource } from '../../../../domain/membership-validity.ts';
import { jakartaDay } from '../../../../domain/period.ts';
import { recordChange } from '../../../store/changes.ts';
import type { Sql } from '../../../store/connect.ts';
import {
	findDifference,
	touchedBy,
	writeDifference,
	type SyncDifference,
	type SyncMode
} from '../../../store/register/apply.ts';
import { countMembershipDay, countPastWeeks } from '../../../store/register/count-day.ts';
import {
	addIncoming,
	gatherIncoming,
	openIncoming,
	type IncomingLine
} from '../../../store/register/incoming.ts';
import { lookUp } from '../../../store/register/look-up.ts';
import {
	everybody,
	keepJudgedDay,
	lockMembership,
	refreshMembership,
	tellPast
} from '../../../store/register/refresh.ts';
import { beginSync, endSync, trySyncLock, type SyncCounts } from '../../../store/register/syncs.ts';
import { inTransaction } from '../../../store/transaction.ts';
import type { Pseudonymiser } from '../../pseudonym.ts';
import { SealedFile } from '../sheet/sealed-file.ts';
import { SheetRefusal } from '../sheet/sheet-refusal.ts';
import { readRegisterLines } from './read-lines.ts';
import { neededColumns, readPerson } from './read-person.ts';
import { RegisterRefusal } from './register-refusal.ts';

export type SyncStep = 'reading' | 'comparing' | 'writing' | 'judging' | 'counting';
export type SyncOrder = {
	source: RegisterSource;
	mode: SyncMode;
	/** Takes a snapshot that removes more people than a register loses. */
	force: boolean;
	/** Who sends it: a party, or `cli`. */
	sender: string;
	bytes: AsyncIterable<Buffer>;
	onStep?: (step: SyncStep, lines: number) => void;
};
export type SyncResult = SyncCounts & { id: string; source: RegisterSource; mode: SyncMode };

export type RegisterDeskOptions = {
	/** A connection of its own, whose tables and locks are one sync's. */
	openSession: () => Sql;
	/** Where what is sent waits, sealed, while the database takes it in. */
	folder: string;
	pseudonymiser: Pseudonymiser;
	clock: () => Date;
	onFault: (error: unknown) => void;
};

/** Of all residents without compression, with room to spare. */
const mostSentBytes = 1 << 30;
const batchLines = 10_000;
const rememberedLines = 50;
/** A register that loses more at once was cut off, or is another one. */
const mostRemovedShare = 0.2;

export class RegisterDesk {
	constructor(readonly options: RegisterDeskOptions) {}

	/**
	 * The same for a body that is sent: taken off the line first, since the database is slower than a line may stay open.
	 * @throws RegisterRefusal
	 */
	async syncSent(order: SyncOrder): Promise<SyncResult> {
		await mkdir(this.options.folder, { recursive: true, mode: 0o700 });
		const file = await SealedFile.write(
			join(this.options.folder, randomUUID()),
			order.bytes,
			mostSentBytes
		).catch((error: unknown) => {
			throw error instanceof SheetRefusal ? new RegisterRefusal('too-large') : error;
		});
		try {
			return await this.sync({ ...order, bytes: file.read() });
		} finally {
			await file.remove();
		}
	}

	/** @throws RegisterRefusal; nothing is changed then. */
	async sync(order: SyncOrder): Promise<SyncResult> {
		const session = this.options.openSession();
		try {
			return await this.#syncIn(session, order);
		} finally {
			await session.end({ timeout: 5 });
		}
	}

	async #syncIn(session: Sql, order: SyncOrder): Promise<SyncResult> {
		const { source, mode, sender } = order;
		if (!(await trySyncLock(session, source))) throw new RegisterRefusal('is-running');
		const sync = { id: randomUUID(), source, mode, sender, startedAt: this.options.clock() };
		const counts = noCounts();
		await beginSync(session, sync);
		try {
			await openIncoming(session, this.options.pseudonymiser.keyId);
			await this.#read(session, order, counts, sync.startedAt);
			order.onStep?.('comparing', counts.lines);
			Object.assign(counts, await gatherIncoming(session));
			if (counts.accepted === 0) throw new RegisterRefusal('empty');
			await this.#apply(session, order, counts, sync);
			return { id: sync.id, source, mode, ...counts };
		} catch (error) {
			await this.#tellFailure(session, sync.id, counts, error);
			if (error instanceof RegisterRefusal) throw error;
			this.options.onFault(error);
			throw new RegisterRefusal('fault');
		}
	}

	/** Digests are made here while the database takes in the batch before. */
	async #read(session: Sql, order: SyncOrder, counts: SyncCounts, now: Date): Promise<void> {
		const { pseudonymiser } = this.options;
		const context = { source: order.source, pseudonymiser, now };
		let batch: IncomingLine[] = [];
		let adding: Promise<void> = Promise.resolve();
		const flush = async () => {
			await adding;
			const full = batch;
			batch = [];
			adding = addIncoming(session, full);
			// Told where it is awaited.
			adding.catch(() => undefined);
			order.onStep?.('reading', counts.lines);
		};
		for await (const line of readRegisterLines(order.bytes, neededColumns[order.source])) {
			const { row, fault } = readPerson(line, context);
			counts.lines += 1;
			if (fault !== null) reject(counts, fault, line.number);
			if (row !== null) batch.push(row);
			if (batch.length >= batchLines) await flush();
		}
		if (batch.length > 0) await flush();
		await adding;
	}

	#apply(
		session: Sql,
		{ source, mode, force, onStep }: SyncOrder,
		counts: SyncCounts,
		{ id, startedAt }: { id: string; startedAt: Date }
	): Promise<void> {
		const { clock } = this.options;
		return inTransaction(session, async (tx) => {
			await tx`SET LOCAL synchronous_commit = on`;
			await lockMembership(tx);
			const isDelta = mode === 'delta';
			const ofMode = <T>(work: () => Promise<T>) => (isDelta ? lookUp(tx, work) : work());
			const difference = await ofMode(() => findDifference(tx, source, mode));
			if (!force) refuseLoss(difference);
			const { added, changed, removed } = difference;
			Object.assign(counts, { added, changed, removed });
			onStep?.('writing', counts.lines);
			await ofMode(() => writeDifference(tx, source, startedAt, difference, mode));
			// Before judging: a whole snapshot that is done outdates what events said before it.
			await endSync(tx, id, { state: 'done', endedAt: clock(), counts, fault: null });
			onStep?.('judging', counts.lines);
			const day = jakartaDay(clock());
			const isPastTold = await tellPast(tx, day);
			const scope = isDelta ? touchedBy(tx, source) : everybody(tx);
			const turned = await ofMode(() => refreshMembership(tx, scope, day));
			if (!isDelta) await keepJudgedDay(tx, day);
			onStep?.('counting', counts.lines);
			await countPastWeeks(tx, day, clock());
			await countMembershipDay(tx, day, clock(), isPastTold ? null : turned);
			await recordChange(tx, { reload: ['members'] });
		});
	}

	async #tellFailure(session: Sql, id: string, counts: SyncCounts, error: unknown): Promise<void> {
		const isRefused = error instanceof RegisterRefusal;
		const fault = isRefused ? error.code : 'fault';
		// What was not gathered was not taken: every line that could be read counts as turned away.
		const turnedAway = { ...counts, accepted: 0, duplicate: 0, added: 0, changed: 0, removed: 0 };
		await endSync(session, id, {
			state: isRefused ? 'refused' : 'failed',
			endedAt: this.options.clock(),
			counts: { ...turnedAway, rejected: counts.lines },
			fault
		}).catch(this.options.onFault);
	}
}

export const isSyncMode = (text: string): text is SyncMode => text === 'snapshot' || text === 'delta';

function refuseLoss({ before, removed }: SyncDifference): void {
	if (removed > before * mostRemovedShare) throw new RegisterRefusal('removes-many');
}

function reject(counts: SyncCounts, fault: string, line: number): void {
	const reason = (counts.rejections[fault] ??= { count: 0, lines: [] });
	reason.count += 1;
	if (reason.lines.length < rememberedLines) reason.lines.push(line);
	counts.rejected += 1;
}

const noCounts = (): SyncCounts => ({
	lines: 0,
	accepted: 0,
	duplicate: 0,
	rejected: 0,
	rejections: {},
	added: 0,
	changed: 0,
	removed: 0
});
