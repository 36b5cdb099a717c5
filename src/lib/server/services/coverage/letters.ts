/** Guarantee letters: issued where the rules say so, put before Dinkes where they cannot, cancelled with a reason, listed. */
import { hash, randomUUID } from 'node:crypto';
import { mayDo } from '../../../domain/access.ts';
import {
	drawLetterNumber,
	lastDayOf,
	readLetterNumber,
	standingOf
} from '../../../domain/guarantee-letter.ts';
import { newbornDays } from '../../../domain/membership-validity.ts';
import { holdsIdentityNumber } from '../../../domain/nik.ts';
import { daysBetween, jakartaDay } from '../../../domain/period.ts';
import type { Viewer } from '../../../domain/viewer.ts';
import {
	letterWish,
	type EligibilityView,
	type LetterView,
	type LetterWish
} from '../../../protocol/coverage.ts';
import type { Locale } from '../../../protocol/refusals.ts';
import {
	findLetter,
	findLetterByKey,
	insertCancellation,
	insertLetter,
	isReferralUsed,
	lockPerson,
	type LetterAsked,
	type LetterRow
} from '../../store/letters/letters.ts';
import { findRequestByKey, insertRequest, type RequestRow } from '../../store/letters/requests.ts';
import { inSnapshot } from '../../store/snapshot.ts';
import { inTransaction } from '../../store/transaction.ts';
import type { ServiceContext } from '../context.ts';
import { badField, viewOf, type EligibilityService, type Judged, type Refused } from './eligibility.ts';

export type Issued =
	| { ok: true; outcome: 'issued'; isRepeated: boolean; letter: LetterView }
	/** Dinkes decides; the same wish sent again tells how it stands. */
	| { ok: true; outcome: 'queued'; isRepeated: boolean; request: { id: string; since: string } }
	| { ok: true; outcome: 'refused'; isRepeated: true; note: string }
	| { ok: true; outcome: 'not-covered' | 'unknown'; view: EligibilityView }
	| Refused;

export type Cancelled = { ok: true } | Refused;

const writePath = 'POST /api/v1/sjp';
const shortestReason = 5;
const longestReason = 300;

/** Enough to be kept, and nothing that must not be. */
export const isReason = (text: string): boolean =>
	text.trim().length >= shortestReason && text.trim().length <= longestReason && !holdsIdentityNumber(text);

export class LettersService {
	constructor(
		readonly context: ServiceContext,
		readonly eligibility: EligibilityService
	) {}

	async issue(viewer: Viewer, body: unknown, locale: Locale): Promise<Issued> {
		const parsed = letterWish.safeParse(body);
		if (!parsed.success) return badField(parsed.error.issues);
		const wish = parsed.data;
		const asker = this.eligibility.findAsker(viewer, wish.facility ?? null);
		if (!asker.ok) return asker;
		const day = jakartaDay(this.context.clock());
		if (wish.kind === 'newborn' && !isNewborn(wish.bornOn, day)) return { ok: false, code: 'bad-birth' };
		if (!(await this.eligibility.mayAskAgain(viewer))) return { ok: false, code: 'too-often' };
		const asked = await this.#askedOf(wish, asker.facility.code);
		const known = await this.#findKnown(asked);
		if (known !== undefined) return known;
		const nik = wish.kind === 'newborn' ? wish.mother : wish.nik;
		const question = { ...wish, nik: nik ?? '', facility: asker.facility.code };
		const judged = await this.eligibility.judge(viewer, asker.facility, question, writePath);
		if (wish.kind !== 'member') return this.#queue(viewer, asked, wish, judged);
		if (judged.answer.outcome !== 'covered') return this.#refuse(judged, wish, asked, locale);
		return this.#write(viewer, asked, judged, wish, locale);
	}

	/** One of one's own; of any hospital's for Dinkes. */
	async find(typed: string): Promise<LetterView | undefined> {
		const number = readLetterNumber(typed);
		if (number === undefined) return undefined;
		const row = await inSnapshot(this.context.sql, this.context.viewer, (tx) => findLetter(tx, number));
		return row && this.viewOf(row);
	}

	/** As a file to print and sign. */
	async print(
		typed: string,
		origin: string,
		locale: Locale
	): Promise<{ number: string; bytes: Uint8Array } | undefined> {
		const letter = await this.find(typed);
		if (letter === undefined) return undefined;
		const { coverage, demo } = this.context;
		const page = { letter, verifyAt: `${origin}/verify/${letter.token}`, demo };
		return { number: letter.number, bytes: await coverage.printLetter(page, locale) };
	}

	async cancel(viewer: Viewer, typed: string, reason: string): Promise<Cancelled> {
		if (viewer.role === 'system' || !mayDo(viewer.role, 'cancel-letter'))
			return { ok: false, code: 'forbidden' };
		if (!isReason(reason)) return { ok: false, code: 'reason-short' };
		const letter = await this.find(typed);
		if (letter === undefined) return { ok: false, code: 'not-found' };
		const at = this.context.clock();
		const isDone = await insertCancellation(this.context.system, {
			...{ number: letter.number, facility: letter.facility, at, cancelledOn: jakartaDay(at) },
			...{ who: viewer.name, role: viewer.role, reason: reason.trim() }
		});
		return isDone ? { ok: true } : { ok: false, code: 'gone' };
	}

	viewOf(row: LetterRow): LetterView {
		const { number, facility, kind, service, validFrom, validTo, issuedAt, ruleVersion, cancelledAt } = row;
		const today = jakartaDay(this.context.clock());
		return {
			...{ number, facility, kind, service, validFrom, validTo, ruleVersion },
			facilityName: this.context.facilities.find(facility)?.name ?? facility,
			issuedAt: issuedAt.toISOString(),
			standing: standingOf({ validTo, isCancelled: cancelledAt !== null }, today),
			token: this.context.coverage.signer.tokenOf({ number, facility, service, validFrom, validTo })
		};
	}

	/** Numbers are turned into persons here, and nowhere kept. */
	async #askedOf(wish: LetterWish, facility: string): Promise<LetterAsked> {
		const { wrappedMacOf } = this.context;
		const { key, kind, nik, mother, bornOn, sktm, service, referral, emergency, ektpNik } = wish;
		const macs = [nik, mother, ektpNik].map((one) => (one == null ? null : wrappedMacOf(one).mac));
		const text = JSON.stringify([kind, macs, bornOn, sktm, service, referral, emergency]);
		return {
			...{ facility, kind, service, requestKey: key, personId: null, motherId: null },
			...{ referral: referral ?? null, emergency: emergency ?? null },
			// The digests in it are keyed: nobody tries numbers out against it.
			requestDigest: hash('sha256', text, 'hex').slice(0, 32)
		};
	}

	/** What became of the same wish before; undefined for a new one. */
	async #findKnown({ facility, requestKey, requestDigest }: LetterAsked): Promise<Issued | undefined> {
		const { system } = this.context;
		const [letter, request] = await Promise.all([
			findLetterByKey(system, facility, requestKey),
			findRequestByKey(system, facility, requestKey)
		]);
		const found = letter ?? request;
		if (found === undefined) return undefined;
		if (found.requestDigest !== requestDigest) return { ok: false, code: 'conflict' };
		return letter === undefined ? standOf(request) : this.#issued(letter, true);
	}

	#issued(row: LetterRow, isRepeated: boolean): Issued {
		return { ok: true, outcome: 'issued', isRepeated, letter: this.viewOf(row) };
	}

	#refuse(judged: Judged, wish: LetterWish, { facility }: LetterAsked, locale: Locale): Issued {
		const outcome = judged.answer.outcome === 'not-covered' ? 'not-covered' : 'unknown';
		return { ok: true, outcome, view: viewOf(judged, wish, facility, locale) };
	}

	async #write(
		viewer: Viewer,
		asked: LetterAsked,
		judged: Judged,
		wish: LetterWish,
		locale: Locale
	): Promise<Issued> {
		const { personId, answer, day } = judged;
		if (personId === null || answer.ruleVersion === null) return this.#refuse(judged, wish, asked, locale);
		const letter = {
			...{ ...asked, personId, ruleVersion: answer.ruleVersion, issuedBy: viewer.name },
			...{ validFrom: day, validTo: lastDayOf(asked.service, day), issuedAt: this.context.clock() },
			number: drawLetterNumber(this.context.coverage.draw)
		};
		const { referral, service } = asked;
		const fate = await inTransaction(this.context.system, async (tx) => {
			await lockPerson(tx, personId);
			// Another wish may have taken it since it was judged; the same wish may have, too.
			const isUsed = referral !== null && (await isReferralUsed(tx, { personId, service, referral }));
			if (isUsed && asked.emergency !== true) return 'used' as const;
			return (await insertLetter(tx, letter)) ? ('new' as const) : ('known' as const);
		});
		if (fate === 'new') return this.#issued({ ...letter, cancelledAt: null, cancelReason: null }, false);
		const known = await this.#findKnown(asked);
		if (known !== undefined) return known;
		const used = { ...answer, outcome: 'not-covered' as const, reasons: ['referral-used' as const] };
		return this.#refuse({ ...judged, answer: used }, wish, asked, locale);
	}

	async #queue(viewer: Viewer, asked: LetterAsked, wish: LetterWish, judged: Judged): Promise<Issued> {
		const { answer } = judged;
		const isNew = wish.kind === 'newborn';
		// A poor patient may be in no register yet: the letter needs somebody to belong to.
		const personId =
			judged.personId ?? (await this.context.coverage.makePerson(wish.mother ?? wish.nik ?? ''));
		const request = {
			...{ ...asked, personId: isNew ? null : personId, motherId: isNew ? personId : null },
			...{ id: randomUUID(), bornOn: wish.bornOn ?? null, sktm: wish.sktm ?? null },
			judged: { outcome: answer.outcome, reasons: answer.reasons },
			...{ ruleVersion: answer.ruleVersion, requestedAt: this.context.clock(), requestedBy: viewer.name }
		};
		const isAdded = await inTransaction(this.context.system, (tx) => insertRequest(tx, request));
		if (!isAdded) return (await this.#findKnown(asked)) ?? { ok: false, code: 'conflict' };
		const since = request.requestedAt.toISOString();
		return { ok: true, outcome: 'queued', isRepeated: false, request: { id: request.id, since } };
	}
}

function standOf(request: RequestRow | undefined): Issued | undefined {
	if (request === undefined) return undefined;
	if (request.decision === 'refused')
		return { ok: true, outcome: 'refused', isRepeated: true, note: request.note ?? '' };
	const since = request.requestedAt.toISOString();
	return { ok: true, outcome: 'queued', isRepeated: true, request: { id: request.id, since } };
}

function isNewborn(bornOn: string | null | undefined, day: string): boolean {
	if (bornOn == null) return false;
	const age = daysBetween(bornOn, day);
	return age >= 0 && age <= newbornDays;
}
