/**
 * Does the card pay for this, on this day? The rules are data with the days on which they hold, and the answer names the
 * version it was judged by. Sources: the programme's history (design §2). The letters that brought tiered referral back name
 * August 2018 and no day: its first is taken.
 *
 * Arguable, and chosen here: before August 2018 nobody asked for months of residence or for the e-KTP's number, so those
 * refuse nobody then; two family cards or two heads of a family are the register's matter and keep no patient from care, so
 * they are told and do not refuse; «emergency exempt» is the emergency ward and the stay that follows from it, no outpatient
 * visit, no dialysis and no ambulance. An e-KTP that was not read keeps no patient from care either, since the very young have
 * none and a question need not name it: the answer holds on the condition that it is compared, and says so.
 */
import type { FacilityKind } from './facility.ts';
import {
	expectedSyncDays,
	registerSources,
	type PersonValidity,
	type RegisterSource,
	type ValidityReason
} from './membership-validity.ts';
import { daysBetween } from './period.ts';
import type { ServiceId } from './service.ts';

/** What is never covered is asked for too, and deserves an answer. */
export const uncoveredServices = ['inpatient-1', 'inpatient-2', 'vip'] as const;
export type AskedService = ServiceId | (typeof uncoveredServices)[number];

export type CoverageReason =
	| ValidityReason
	| 'not-a-member'
	| 'ektp-differs'
	| 'class-above-3'
	| 'referral-missing'
	| 'referral-used'
	| 'no-emergency'
	| 'before-programme';

/** Refuses nobody, and is told: a defect to be put right, or the e-KTP that is still to be read. */
export type CoverageNote = ValidityReason | 'ektp-unread';

export type CoverageRules = {
	readonly version: string;
	/** First day, Asia/Jakarta. */
	readonly from: string;
	/** Last day; null while they hold. */
	readonly until: string | null;
	/** Which defects of a card refuse; the others are told. */
	readonly refusing: readonly ValidityReason[];
	/** A card whose number is not the e-KTP's is not accepted. */
	readonly comparesEktp: boolean;
	/** Services of a hospital that need a referral of primary care, a new one for each visit. */
	readonly referralFor: readonly ServiceId[];
	/**
	 * Where an emergency needs no referral: the emergency ward, and the wards that it admits to. An emergency that comes as an
	 * outpatient is none: its way is the emergency ward.
	 */
	readonly exemptInEmergency: readonly ServiceId[];
	/** The emergency ward is covered for emergencies alone. */
	readonly emergencyOnly: boolean;
	readonly uncovered: readonly AskedService[];
};

const cardDefects = ['nik-malformed', 'deceased', 'moved', 'not-in-register', 'jkn-active'] as const;

/** In order of time, without a gap between them. */
export const coverageRules: readonly CoverageRules[] = [
	{
		version: '2017-01',
		from: '2017-01-01',
		until: '2018-07-31',
		refusing: cardDefects,
		comparesEktp: false,
		referralFor: [],
		exemptInEmergency: [],
		emergencyOnly: false,
		uncovered: uncoveredServices
	},
	{
		version: '2018-08',
		from: '2018-08-01',
		until: null,
		refusing: [...cardDefects, 'residence-under-six-months', 'ektp-missing', 'newborn-without-nik'],
		comparesEktp: true,
		referralFor: ['outpatient', 'inpatient-3', 'icu', 'picu', 'nicu', 'dialysis', 'ambulance'],
		exemptInEmergency: ['emergency', 'inpatient-3', 'icu', 'picu', 'nicu'],
		emergencyOnly: true,
		uncovered: uncoveredServices
	}
];

export function findCoverageRules(day: string): CoverageRules | undefined {
	return coverageRules.find(({ from, until }) => from <= day && (until === null || day <= until));
}

export type CoverageQuestion = {
	/** Asia/Jakarta. */
	day: string;
	service: AskedService;
	facility: FacilityKind;
	/** `used`: another visit came with the same. */
	referral: 'none' | 'fresh' | 'used';
	/** Null where nobody said. */
	emergency: boolean | null;
	/** What the e-KTP itself says, where it was read. */
	ektp: 'same' | 'differs' | 'unread';
};

export type CoverageFacts = {
	/** Null for a person of whom nobody ever spoke. */
	validity: Pick<PersonValidity, 'isMember' | 'reasons'> | null;
	/** The last day on which each source was heard; null for never. */
	heardOn: Readonly<Record<RegisterSource, string | null>>;
};

/** Why nothing can be said for certain. */
export type CoverageDoubt =
	{ code: 'source-missing' | 'source-stale'; source: RegisterSource } | { code: 'emergency-unstated' };

export type CoverageAnswer = {
	outcome: 'covered' | 'not-covered' | 'unknown';
	/** Why it is not covered, or would not be if the register were fresh. */
	reasons: CoverageReason[];
	doubts: CoverageDoubt[];
	/** Of a visit that is not refused also what is still to be done before it holds. */
	notes: CoverageNote[];
	/** Null before there was a programme. */
	ruleVersion: string | null;
};

/** Whose word each defect rests on; null for what the number itself tells. */
const sourceOf: Readonly<Record<ValidityReason | 'not-a-member', RegisterSource | null>> = {
	'nik-malformed': null,
	deceased: 'dukcapil',
	moved: 'dukcapil',
	'not-in-register': 'dukcapil',
	'two-families': 'dukcapil',
	'two-heads': 'dukcapil',
	'jkn-active': 'jkn',
	'residence-under-six-months': 'dukcapil',
	'ektp-missing': 'dukcapil',
	'newborn-without-nik': 'dukcapil',
	'not-a-member': 'dinsos'
};

/**
 * What refuses for certain refuses, whatever else is in doubt; what stands on a register that has not been heard of lately
 * does not, and then neither is anything promised.
 */
export function judgeCoverage(question: CoverageQuestion, facts: CoverageFacts): CoverageAnswer {
	const rules = findCoverageRules(question.day);
	if (rules === undefined)
		return {
			outcome: 'not-covered',
			reasons: ['before-programme'],
			doubts: [],
			notes: [],
			ruleVersion: null
		};
	const ofCard = cardReasons(facts, rules);
	const ofVisit = visitReasons(question, rules);
	const doubts: CoverageDoubt[] = [...sourceDoubts(facts, question.day), ...visitDoubts(question, rules)];
	const doubted = new Set(doubts.flatMap((doubt) => ('source' in doubt ? [doubt.source] : [])));
	const certain = ofCard.filter((reason) => {
		const source = sourceOf[reason];
		return source === null || !doubted.has(source);
	});
	const isRefused = certain.length + ofVisit.length > 0;
	return {
		outcome: isRefused ? 'not-covered' : doubts.length > 0 ? 'unknown' : 'covered',
		reasons: [...ofCard, ...ofVisit],
		doubts,
		notes: [
			...(facts.validity?.reasons ?? []).filter((reason) => !rules.refusing.includes(reason)),
			...(rules.comparesEktp && question.ektp === 'unread' && !isRefused ? (['ektp-unread'] as const) : [])
		],
		ruleVersion: rules.version
	};
}

function cardReasons(
	{ validity }: CoverageFacts,
	{ refusing }: CoverageRules
): (ValidityReason | 'not-a-member')[] {
	const defects = (validity?.reasons ?? []).filter((reason) => refusing.includes(reason));
	return validity?.isMember ? defects : ['not-a-member', ...defects];
}

/** Does this visit need the referral of primary care, and a new one? Primary care refers and needs none itself. */
export function needsReferral(
	{ service, facility, emergency }: Pick<CoverageQuestion, 'service' | 'facility' | 'emergency'>,
	{ referralFor, exemptInEmergency }: Pick<CoverageRules, 'referralFor' | 'exemptInEmergency'>
): boolean {
	const isIn = (services: readonly ServiceId[]) => services.some((one) => one === service);
	const isExempt = emergency === true && isIn(exemptInEmergency);
	return facility === 'hospital' && isIn(referralFor) && !isExempt;
}

function visitReasons(question: CoverageQuestion, rules: CoverageRules): CoverageReason[] {
	const { service, referral, emergency, ektp } = question;
	const reasons: CoverageReason[] = [];
	if (rules.comparesEktp && ektp === 'differs') reasons.push('ektp-differs');
	if (rules.uncovered.includes(service)) reasons.push('class-above-3');
	const isReferred = needsReferral(question, rules);
	if (isReferred && referral === 'none') reasons.push('referral-missing');
	if (isReferred && referral === 'used') reasons.push('referral-used');
	if (rules.emergencyOnly && service === 'emergency' && emergency === false) reasons.push('no-emergency');
	return reasons;
}

function visitDoubts(
	{ service, emergency }: CoverageQuestion,
	{ emergencyOnly }: CoverageRules
): CoverageDoubt[] {
	return emergencyOnly && service === 'emergency' && emergency === null
		? [{ code: 'emergency-unstated' }]
		: [];
}

function sourceDoubts({ heardOn }: CoverageFacts, day: string): CoverageDoubt[] {
	return registerSources.flatMap((source): CoverageDoubt[] => {
		const heard = heardOn[source];
		if (heard === null) return [{ code: 'source-missing', source }];
		return daysBetween(heard, day) > expectedSyncDays[source] ? [{ code: 'source-stale', source }] : [];
	});
}
