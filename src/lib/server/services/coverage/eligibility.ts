/**
 * Does the card pay for this visit? The number is turned into a person at once and goes nowhere else; who asked whose card is
 * written down before the answer is given, also where nobody is found.
 */
import { mayDo } from '../../../domain/access.ts';
import { judgeCoverage, type CoverageAnswer, type CoverageQuestion } from '../../../domain/coverage-rules.ts';
import type { Facility } from '../../../domain/facility.ts';
import { registerSources, type RegisterSource } from '../../../domain/membership-validity.ts';
import { parseNik } from '../../../domain/nik.ts';
import { jakartaDay } from '../../../domain/period.ts';
import type { ServiceId } from '../../../domain/service.ts';
import { referralKey } from '../../../domain/referral.ts';
import type { Viewer } from '../../../domain/viewer.ts';
import {
	eligibilityQuestion,
	outcomeSentence,
	sayDoubt,
	sayReason,
	type CoverageRefusalCode,
	type EligibilityQuestion,
	type EligibilityView
} from '../../../protocol/coverage.ts';
import type { Locale } from '../../../protocol/refusals.ts';
import type { Executor } from '../../store/bulk.ts';
import { readCardOf } from '../../store/letters/cards.ts';
import { heardOf, type Heard } from '../../store/letters/heard.ts';
import type { ServiceContext } from '../context.ts';

export type Refused = { ok: false; code: CoverageRefusalCode; field?: string };
export type Checked = { ok: true; view: EligibilityView } | Refused;

/** What was found out of one question. */
export type Judged = { personId: string | null; answer: CoverageAnswer; heard: Heard; day: string };

const readPath = 'POST /api/v1/eligibility';

export class EligibilityService {
	constructor(readonly context: ServiceContext) {}

	/**
	 * The facility that an asker speaks for, and its right to.
	 * @param named what the question names; nothing, or the asker's own
	 */
	findAsker(viewer: Viewer, named: string | null): { ok: true; facility: Facility } | Refused {
		if (viewer.role === 'system' || !mayDo(viewer.role, 'check-card') || viewer.facility === null)
			return { ok: false, code: 'forbidden' };
		const facility = this.context.facilities.find(viewer.facility);
		if (facility === undefined) return { ok: false, code: 'forbidden' };
		return named === null || named === facility.code
			? { ok: true, facility }
			: { ok: false, code: 'other-facility' };
	}

	async check(viewer: Viewer, body: unknown, locale: Locale): Promise<Checked> {
		const parsed = eligibilityQuestion.safeParse(body);
		if (!parsed.success) return badField(parsed.error.issues);
		const question = parsed.data;
		const asker = this.findAsker(viewer, question.facility ?? null);
		if (!asker.ok) return asker;
		if (!(await this.mayAskAgain(viewer))) return { ok: false, code: 'too-often' };
		const judged = await this.judge(viewer, asker.facility, question, readPath);
		return { ok: true, view: viewOf(judged, question, asker.facility.code, locale) };
	}

	/** People at a desk are counted in the database; programs by whoever serves them. */
	async mayAskAgain({ name }: Viewer): Promise<boolean> {
		if (!name.startsWith('user:')) return true;
		return (await this.context.coverage.takeAttempt('card', name)).isAllowed;
	}

	/**
	 * @param what where it was asked, as the trail names it
	 * @param day of the service; today where nothing else was asked for
	 */
	async judge(
		viewer: Viewer,
		facility: Facility,
		question: EligibilityQuestion,
		what: string,
		day = jakartaDay(this.context.clock())
	): Promise<Judged> {
		const { coverage, wrappedMacOf } = this.context;
		const { nik, service } = question;
		const referral = referralKey(question.referral);
		const [card, registers] = await Promise.all([
			coverage.readCard({ ...wrappedMacOf(nik), service, referral, day }),
			coverage.readHeard()
		]);
		const personId = card.person?.id ?? null;
		const heard = heardOf(registers, card.person?.saidAt ?? null);
		await coverage.recordLook({ viewer, what, personId });
		const facts = { validity: card.person ?? unknownPerson(nik, day), heardOn: daysOf(heard) };
		const fresh = card.isReferralUsed ? 'used' : 'fresh';
		const asked = askedOf(day, facility, question, referral === null ? 'none' : fresh);
		return { personId, heard, day, answer: judgeCoverage(asked, facts) };
	}

	/**
	 * What the rules say by now of what was asked for before. What the clerk read off the papers then is not asked again: whether
	 * the e-KTP's number was another.
	 */
	async judgeAgain(on: Executor, heard: Heard, asked: AskedBefore): Promise<CoverageAnswer> {
		const { day, service, emergency, personId } = asked;
		const referral = referralKey(asked.referral);
		const nobody = { person: null, isReferralUsed: false };
		const card = personId === null ? nobody : await readCardOf(on, personId, { service, referral, day });
		const facility = this.context.facilities.find(asked.facility)?.kind ?? 'hospital';
		const ektp = asked.reasons.includes('ektp-differs') ? 'differs' : 'unread';
		const fresh = card.isReferralUsed ? 'used' : 'fresh';
		return judgeCoverage(
			{ day, service, facility, emergency, ektp, referral: referral === null ? 'none' : fresh },
			{ validity: card.person, heardOn: daysOf(heard) }
		);
	}
}

type AskedBefore = {
	/** The patient; a newborn's mother. Null for a number that was none. */
	personId: string | null;
	facility: string;
	service: ServiceId;
	referral: string | null;
	emergency: boolean | null;
	day: string;
	/** What was found then. */
	reasons: readonly string[];
};

export function badField(issues: readonly { path: readonly PropertyKey[] }[]): Refused {
	return { ok: false, code: 'bad-request', field: issues[0]?.path.map(String).join('.') ?? '' };
}

function askedOf(
	day: string,
	{ kind }: Facility,
	{ service, emergency, nik, ektpNik }: EligibilityQuestion,
	referral: CoverageQuestion['referral']
): CoverageQuestion {
	const ektp = ektpNik == null ? 'unread' : ektpNik === nik ? 'same' : 'differs';
	return { day, service, facility: kind, referral, emergency: emergency ?? null, ektp };
}

/** Of whom no register ever spoke, the number itself still tells something. */
function unknownPerson(nik: string, day: string): { isMember: boolean; reasons: 'nik-malformed'[] } {
	const parsed = parseNik(nik, day);
	const isSound = parsed.ok && parsed.defect === null;
	return { isMember: false, reasons: isSound ? [] : ['nik-malformed'] };
}

const daysOf = (heard: Heard) =>
	mapSources((source) => (heard[source] === null ? null : jakartaDay(heard[source])));

function mapSources<T>(value: (source: RegisterSource) => T): Record<RegisterSource, T> {
	return Object.fromEntries(registerSources.map((source) => [source, value(source)])) as Record<
		RegisterSource,
		T
	>;
}

export function viewOf(
	{ answer, heard, day }: Judged,
	{ service }: Pick<EligibilityQuestion, 'service'>,
	facility: string,
	locale: Locale
): EligibilityView {
	const { outcome, reasons, doubts, notes, ruleVersion } = answer;
	return {
		outcome,
		answer: outcomeSentence(outcome, locale),
		reasons: reasons.map((reason) => sayReason(reason, locale)),
		doubts: doubts.map((doubt) => sayDoubt(doubt, locale)),
		notes: notes.map((note) => sayReason(note, locale)),
		...{ ruleVersion, day, facility, service },
		asOf: mapSources((source) => heard[source]?.toISOString() ?? null)
	};
}
