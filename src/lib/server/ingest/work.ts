/** An event on its way through a group's transaction, and what becomes of it. */
import { hash } from 'node:crypto';
import type { BatchAnswer, DenyutEvent, EventError } from '../../protocol/events.ts';
import { refusalSentence, type EventRefusal } from '../../protocol/refusals.ts';
import { knownPerson } from './known-person.ts';
import type { PersonIds, Placed } from './rows.ts';
import type { RefusedItem, Screened, ScreenedEvent } from './screen.ts';
import { partyId } from './sender.ts';
import type { Submission } from './submission.ts';

export type Fate = 'accepted' | 'duplicate' | { refused: RefusedItem };
export type Work = {
	submission: Submission;
	item: Screened;
	fate: Fate | null;
	eventKey: string;
	digest: string;
	persons: PersonIds;
};

export function newWork(submission: Submission, item: Screened): Work {
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
export function refusedOf(
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

export function conflictOf({ item }: Work): Fate {
	if (!item.ok) return { refused: item.refused };
	return { refused: refusedOf(item.screened, { code: 'conflict', field: 'id', detail: {} }) };
}

export function placedOf({ item, submission, eventKey, persons }: Work): Placed<DenyutEvent> {
	if (!item.ok) throw new Error('a refused item was accepted');
	const { event, facility, learnedAt } = item.screened;
	const reporter = facility ?? submission.sender.party;
	return { event, facility: facility ?? '', reporter, eventKey, learnedAt, persons };
}

export function errorOf({ item, fate, submission }: Work): EventError[] {
	if (typeof fate !== 'object' || fate === null) return [];
	const { refusal, id } = fate.refused;
	const message = refusalSentence(refusal, submission.locale);
	return [{ index: item.index, id, code: refusal.code, field: refusal.field, message }];
}

export function summarise(work: Work[]): BatchAnswer {
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
