/**
 * One person, found by NIK: a permission of its own, with a typed reason, counted for each user in the database, and
 * written down before anything is shown, also where nobody is found. The number itself goes nowhere.
 */
import { mayDo } from '../../domain/access.ts';
import { holdsIdentityNumber, parseNik } from '../../domain/nik.ts';
import { jakartaDay } from '../../domain/period.ts';
import { rowName } from '../../domain/trail.ts';
import type { Viewer } from '../../domain/viewer.ts';
import {
	countLookup,
	findPersonId,
	readPersonFacts,
	type LookupLimit,
	type PersonFacts
} from '../store/person-lookup.ts';
import type { ServiceContext } from './context.ts';
import { ToldLately } from './rows-seen.ts';

export type LookupRules = { shortestReason: number; longestReason: number; hour: number; day: number };

/** Enough for a desk that checks cards, too few for going through the register. */
const rules: LookupRules = { shortestReason: 10, longestReason: 500, hour: 20, day: 100 };
const limits: readonly LookupLimit[] = [
	{ span: 'hour', most: rules.hour },
	{ span: 'day', most: rules.day }
];

export type LookupResult =
	| { outcome: 'forbidden' }
	| { outcome: 'reason-short' }
	/** The reason itself holds what must be written nowhere. */
	| { outcome: 'reason-number' }
	| { outcome: 'bad-nik' }
	| { outcome: 'too-often'; until: string }
	| { outcome: 'unknown' }
	| { outcome: 'found'; facts: PersonFacts };

export class PersonLookupService {
	readonly rules = rules;
	readonly #refusedLately: ToldLately;

	constructor(readonly context: ServiceContext) {
		this.#refusedLately = new ToldLately(context.ticking);
	}

	async find(viewer: Viewer, { nik, reason }: { nik: string; reason: string }): Promise<LookupResult> {
		const { system, clock, recordLook, wrappedMacOf } = this.context;
		if (viewer.role === 'system' || !mayDo(viewer.role, 'find-person')) return { outcome: 'forbidden' };
		const typed = reason.trim();
		if (typed.length < rules.shortestReason || typed.length > rules.longestReason)
			return { outcome: 'reason-short' };
		if (holdsIdentityNumber(typed)) return { outcome: 'reason-number' };
		const now = clock();
		const parsed = parseNik(nik, jakartaDay(now));
		if (!parsed.ok) return { outcome: 'bad-nik' };
		const until = await countLookup(system, viewer.name, now, limits);
		if (until !== null) {
			await this.#recordTooOften(viewer, typed);
			return { outcome: 'too-often', until: until.toISOString() };
		}
		const personId = await findPersonId(system, wrappedMacOf(parsed.nik));
		await recordLook(system, viewer, {
			action: 'look-person',
			what: '/people',
			rows: personId === null ? [] : [rowName('person', personId)],
			reason: typed
		});
		if (personId === null) return { outcome: 'unknown' };
		return { outcome: 'found', facts: await readPersonFacts(system, personId) };
	}
	/** Once in a while, however often they go on. */
	async #recordTooOften(viewer: Viewer, reason: string): Promise<void> {
		if (this.#refusedLately.has(viewer.name)) return;
		this.#refusedLately.add(viewer.name);
		const { recordLook, system } = this.context;
		await recordLook(system, viewer, { action: 'refused', what: '/people', reason });
	}
}
