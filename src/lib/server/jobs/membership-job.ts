/**
 * Judges anew of whom events spoke, and once a day everybody: residence grows long enough and children grow up with nobody
 * saying so. Several processes may run one each: who does not get the lock leaves it to the other.
 */
import type { Logger } from 'pino';
import { jakartaDay } from '../../domain/period.ts';
import type { Changes } from '../../protocol/live.ts';
import { recordChange } from '../store/changes.ts';
import type { Sql } from '../store/connect.ts';
import { countMembershipDay, countPastWeeks, findCounted, recountPast } from '../store/register/count-day.ts';
import { lookUp } from '../store/register/look-up.ts';
import {
	dueOnes,
	everybody,
	findJudgedDay,
	hasDue,
	keepJudgedDay,
	refreshMembership,
	retellPast,
	takeDue,
	tellPast,
	tryLockMembership
} from '../store/register/refresh.ts';
import { readCoveredMembers } from '../store/register/member-totals.ts';
import { inTransaction } from '../store/transaction.ts';
import { MinuteJob } from './minute-job.ts';

export type MembershipJobOptions = { sql: Sql; clock: () => Date; log: Logger };

/** Paid claims move too: figures are counted anew no more often than this, after events of members than that. */
const rests = { usualMs: 600_000, dueMs: 60_000 };

export class MembershipJob extends MinuteJob {
	readonly #options: MembershipJobOptions;

	constructor(options: MembershipJobOptions) {
		super(options.log, 'memberships were not judged');
		this.#options = options;
	}

	refresh(): Promise<boolean> {
		return judgeDue(this.#options.sql, this.#options.clock());
	}
}

/** @returns whether anything was counted anew. */
export function judgeDue(sql: Sql, now: Date, { usualMs, dueMs } = rests): Promise<boolean> {
	return inTransaction(sql, async (tx) => {
		const day = jakartaDay(now);
		const counted = await findCounted(tx);
		const isNewDay = (await findJudgedDay(tx)) !== day;
		const rest = (await hasDue(tx)) ? dueMs : usualMs;
		const isCounted = counted !== null && counted.day === day && now.getTime() - counted.at.getTime() < rest;
		if (isCounted && !isNewDay) return false;
		if (!(await tryLockMembership(tx))) return false;
		const before = await readCoveredMembers(tx, day);
		const isPastTold = await tellPast(tx, day);
		const due = await takeDue(tx);
		const since = due > 0 ? await retellPast(tx, day) : null;
		const turned = isNewDay
			? await refreshMembership(tx, everybody(tx), day)
			: await lookUp(tx, () => refreshMembership(tx, dueOnes(tx), day));
		if (isNewDay) await keepJudgedDay(tx, day);
		await countPastWeeks(tx, day, now);
		if (since !== null) await recountPast(tx, since, day, now);
		// Once a day all are counted, so that no fault of a sum could live longer.
		await countMembershipDay(tx, day, now, isPastTold || since !== null || isNewDay ? null : turned);
		const changes = changesOf(before, await readCoveredMembers(tx, day), turned.people > 0 || since !== null);
		if (changes) await recordChange(tx, changes);
		return true;
	});
}

/**
 * By how many the covered members moved: pages add it, readers of totals are told once their rounded number moves. A first
 * count has nothing to be added to; one that moves reasons alone has no number.
 */
function changesOf(before: number | null, after: number | null, isMoved: boolean): Changes | null {
	if (before === null) return after === null ? null : { reload: ['members'] };
	const persons = (after ?? 0) - before;
	if (persons !== 0) return { members: [{ kecamatan: '', segment: '', status: 'active', jkn: '', persons }] };
	return isMoved ? { reload: ['members'] } : null;
}
