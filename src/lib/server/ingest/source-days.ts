/** What each source sent on each day, and with what delay: its signs of life. */
import { jakartaDay } from '../../domain/period.ts';
import { mayAssert } from '../../domain/role.ts';
import type { Changes } from '../../protocol/live.ts';
import type { SourceDay } from '../store/sources.ts';
import { kindOf, type RefusedItem, type Screened, type ScreenedEvent } from './screen.ts';
import { mayStateWhenLearned, type Sender } from './sender.ts';
import type { Submission } from './submission.ts';
import type { Fate, Work } from './work.ts';

export function sourceDays(work: Work[]): SourceDay[] {
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

export function sourceCells(rows: SourceDay[]): Changes['sources'] {
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
