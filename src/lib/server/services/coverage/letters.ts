/** Guarantee letters: issued where the rules say so, put before Dinkes where they cannot, cancelled with a reason, listed. */
import { hash, randomUUID } from 'node:crypto';
import { mayDo } from '../../../domain/access.ts';
import { findCoverageRules, needsReferral } from '../../../domain/coverage-rules.ts';
import type { FacilityKind } from '../../../domain/facility.ts';
import {
	askedDays,
	drawLetterNumber,
	lastDayOf,
	readLetterNumber,
	standingOf
} from '../../../domain/guarantee-letter.ts';
import { newbornDays } from '../../../domain/membership-validity.ts';
import { holdsIdentityNumber } from '../../../domain/nik.ts';
import { daysBetween, jakartaDay } from '../../../domain/period.ts';
import { referralKey } from '../../../domain/referral.ts';
import { rowName } from '../../../domain/trail.ts';
import type { Viewer } from '../../../domain/viewer.ts';
import {
	letterWish,
	type EligibilityView,
	type LetterView,
	type LetterWish
} from '../../../protocol/coverage.ts';
import { reconstructionMark } from '../../../protocol/reconstruction.ts';
import type { Locale } from '../../../protocol/refusals.ts';
import type { LetterPageView } from '../../../protocol/views/letters.ts';
import type { Transaction } from '../../store/bulk.ts';
import { readNamingClaims } from '../../store/letters/claim-letters.ts';
import {
	findLetter,
	findLetterByKey,
	insertCancellation,
	insertLetter,
	isReferralUsed,
	lockPerson,
	type LetterAsked,
	type LetterRow,
	type NewLetter
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
		if (!(await this.eligibility.mayAskAgain(viewer))) return { ok: false, code: 'too-often' };
		const asked = await this.#askedOf(wish, asker.facility.code);
		const known = await this.#findKnown(asked);
		if (known !== undefined) return known;
		const today = jakartaDay(this.context.clock());
		const day = wish.serviceDay ?? today;
		const fault = findDayFault(wish, day, today);
		if (fault !== null) return { ok: false, code: fault };
		const nik = wish.kind === 'newborn' ? wish.mother : wish.nik;
		// A poor patient may be in no register yet: the letter needs somebody to belong to, and the rules somebody to judge.
		if (wish.kind !== 'member') await this.context.coverage.makePerson(nik ?? '');
		const question = { ...wish, nik: nik ?? '', facility: asker.facility.code };
		const judged = await this.eligibility.judge(viewer, asker.facility, question, writePath, day);
		if (wish.kind !== 'member') return this.#queue(viewer, asked, wish, judged);
		if (judged.answer.outcome !== 'covered') {
			// The same wish, sent at once, may have been first: its own letter is what its referral is used by.
			return (await this.#findKnown(asked)) ?? this.#refuse(judged, wish, asked, locale);
		}
		return this.#write(viewer, asked, judged, wish, locale);
	}

	/** One of one's own; of any hospital's for Dinkes and whoever verifies bills. That it was looked at is written down first. */
	async find(viewer: Viewer, typed: string): Promise<LetterPageView | undefined> {
		const found = await this.#read(typed, async (tx, row) => ({
			letter: this.viewOf(row),
			claims: await readNamingClaims(tx, row.number)
		}));
		if (found === undefined) return undefined;
		const { recordLook, system } = this.context;
		const claims = found.claims.map(({ facility, claimNo }) => rowName('claim', facility, claimNo));
		const rows = [rowName('letter', found.letter.number), ...claims];
		await recordLook(system, viewer, { action: 'look-rows', what: '/sjp/[number]', rows });
		return found;
	}

	/** As a file to print and sign. */
	async print(
		viewer: Viewer,
		typed: string,
		origin: string,
		locale: Locale
	): Promise<{ number: string; bytes: Uint8Array } | undefined> {
		const letter = await this.#read(typed, (_, row) => Promise.resolve(this.viewOf(row)));
		if (letter === undefined) return undefined;
		const { coverage, demo, reconstruction, recordLook, system } = this.context;
		const mark = reconstruction && reconstructionMark(reconstruction, locale);
		const rows = [rowName('letter', letter.number)];
		await recordLook(system, viewer, { action: 'export', what: '/sjp/[number]/surat.pdf', rows });
		const page = { letter, verifyAt: `${origin}/verify/${letter.token}`, demo, mark };
		return { number: letter.number, bytes: await coverage.printLetter(page, locale) };
	}

	async #read<View>(
		typed: string,
		view: (tx: Transaction, row: LetterRow) => Promise<View>
	): Promise<View | undefined> {
		const number = readLetterNumber(typed);
		if (number === undefined) return undefined;
		return inSnapshot(this.context.sql, this.context.viewer, async (tx) => {
			const row = await findLetter(tx, number);
			return row && view(tx, row);
		});
	}

	async cancel(viewer: Viewer, typed: string, reason: string): Promise<Cancelled> {
		if (viewer.role === 'system' || !mayDo(viewer.role, 'cancel-letter'))
			return { ok: false, code: 'forbidden' };
		if (!isReason(reason)) return { ok: false, code: 'reason-short' };
		const letter = await this.#read(typed, (_, row) => Promise.resolve(row));
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
			facilityName: this.context.facilities.nameOf(facility),
			issuedAt: issuedAt.toISOString(),
			standing: standingOf({ validTo, isCancelled: cancelledAt !== null }, today),
			token: this.context.coverage.signer.tokenOf({ number, facility, service, validFrom, validTo })
		};
	}

	/** Numbers are turned into persons here, and nowhere kept. */
	async #askedOf(wish: LetterWish, facility: string): Promise<LetterAsked> {
		const { wrappedMacOf } = this.context;
		const { key, kind, nik, mother, bornOn, sktm, service, serviceDay, referral, emergency, ektpNik } = wish;
		const macs = [nik, mother, ektpNik].map((one) => (one == null ? null : wrappedMacOf(one).mac));
		// Left out where it was not said, so that a wish of before such days were asked for is still known as the same.
		const day = serviceDay == null ? [] : [serviceDay];
		const text = JSON.stringify([kind, macs, bornOn, sktm, service, referral, emergency, ...day]);
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
		const fate = await inTransaction(this.context.system, async (tx) => {
			// Another wish may have taken it since it was judged; the same wish may have, too.
			if (await this.isReferralTaken(tx, letter)) return 'used' as const;
			return (await insertLetter(tx, letter)) ? ('new' as const) : ('known' as const);
		});
		if (fate === 'new') return this.#issued({ ...letter, cancelledAt: null, cancelReason: null }, false);
		const known = await this.#findKnown(asked);
		if (known !== undefined) return known;
		const used = { ...answer, outcome: 'not-covered' as const, reasons: ['referral-used' as const] };
		return this.#refuse({ ...judged, answer: used }, wish, asked, locale);
	}

	/**
	 * Does a letter that stands name the referral that this one needs? From here to the end of the transaction no other is issued
	 * for the same person.
	 */
	async isReferralTaken(
		tx: Transaction,
		letter: Pick<NewLetter, 'facility' | 'personId' | 'service' | 'referral' | 'emergency' | 'validFrom'>
	): Promise<boolean> {
		const { personId, service } = letter;
		if (personId === null) return false;
		await lockPerson(tx, personId);
		const referral = referralKey(letter.referral);
		const facility: FacilityKind = this.context.facilities.find(letter.facility)?.kind ?? 'hospital';
		const rules = findCoverageRules(letter.validFrom);
		if (referral === null || rules === undefined || !needsReferral({ ...letter, facility }, rules))
			return false;
		return isReferralUsed(tx, { personId, service, referral });
	}

	async #queue(viewer: Viewer, asked: LetterAsked, wish: LetterWish, judged: Judged): Promise<Issued> {
		const { answer, personId } = judged;
		const isNew = wish.kind === 'newborn';
		const request = {
			...{ ...asked, personId: isNew ? null : personId, motherId: isNew ? personId : null },
			...{ id: randomUUID(), bornOn: wish.bornOn ?? null, sktm: wish.sktm ?? null },
			serviceDay: judged.day,
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

function findDayFault(
	{ kind, bornOn, serviceDay }: LetterWish,
	day: string,
	today: string
): 'bad-birth' | 'bad-service-day' | null {
	const isSaid = serviceDay != null;
	if (isSaid && Math.abs(daysBetween(day, today)) > askedDays) return 'bad-service-day';
	if (kind !== 'newborn') return null;
	if (isSaid && bornOn != null && bornOn > day) return 'bad-service-day';
	return isNewborn(bornOn, day) ? null : 'bad-birth';
}

function isNewborn(bornOn: string | null | undefined, day: string): boolean {
	if (bornOn == null) return false;
	const age = daysBetween(bornOn, day);
	return age >= 0 && age <= newbornDays;
}
