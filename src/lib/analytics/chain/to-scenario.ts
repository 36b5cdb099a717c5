import { hasEvent, type ChainLevers } from '../../domain/chain.ts';
import type { Assumption } from '../budget/scenario/assumption.ts';
import type { OutbreakLever } from '../budget/scenario/outbreak.ts';
import type { Scenario } from '../budget/scenario/run-scenario.ts';
import type { ChainBase, DiseaseRates } from './chain-base.ts';
import type { Rate } from './rates.ts';

export interface ChainGround {
	readonly base: ChainBase;
	/** Usual cases a week of the chosen disease where it was chosen; null without an event. */
	readonly usual: Omit<Rate, 'of'> | null;
	/** Where the usual cases come from: text key. */
	readonly usualSource: string;
	/** What the charge to the year rests on; none where no year is projected. */
	readonly chargeRests?: readonly Assumption[];
}

const given = (key: string, value: number): Assumption => ({
	...{ key, value, lower80: value, upper80: value, source: 'given' }
});

/** @param source text key of the rows that it was computed from */
function computed(key: string, { value, lower80, upper80, of }: Rate, source: string): Assumption {
	return { key, value, lower80, upper80, source: of === 'disease' ? source : `${source}-all` };
}

/**
 * The levers and the city's own numbers as a scenario of the budget (`budget/scenario`): an outbreak with the same extra cases
 * in each week, usual × (size − 1), and policies.
 *
 * @param startDays from the beginning of the first month ahead to today; 0 or more
 * @returns only what changes something: a size of 1 is no outbreak, 0 % no policy. An event of a disease without rates of its
 * own is none either; the caller does not offer it.
 */
export function toScenario(
	levers: ChainLevers,
	{ base, usual, usualSource }: ChainGround,
	startDays: number
): Scenario {
	const rates = base.diseases.find(({ disease }) => disease === levers.disease);
	const { referralPercent, tariffPercent, membersPercent } = levers;
	const { referral } = base;
	return {
		...(hasEvent(levers) &&
			rates !== undefined &&
			usual !== null && {
				outbreak: outbreakOf(levers, {
					base,
					rates,
					cases: extraCases(levers, usual, usualSource),
					startDays
				})
			}),
		...(referralPercent !== null &&
			referral !== null && {
				referral: {
					complianceNow: referral.complianceNow,
					complianceThen: referralPercent / 100,
					settledShare: computed('settled-share', referral.settledShare, 'visits'),
					outpatientCostShare: computed('outpatient-cost-share', referral.outpatientCostShare, 'claims')
				}
			}),
		...(membersPercent !== 0 && {
			members: { factor: 1 + membersPercent / 100, useElasticity: given('use-elasticity', 1) }
		}),
		...(tariffPercent !== 0 && {
			tariff: {
				factor: 1 + tariffPercent / 100,
				affectedShare: tariffShareOf(base)
			}
		})
	};
}

/** Where no bill carries a code nobody can tell which of them follow the tariff: a lever that moves nothing would say "none". */
const tariffShareOf = ({ tariffShare }: ChainBase): Assumption =>
	tariffShare.value > 0
		? computed('tariff-share', tariffShare, 'claims')
		: { ...given('tariff-share', 1), source: 'given-tariff' };

/** Cases beyond the usual, over all weeks. */
export function extraCases(
	{ size, weeks }: ChainLevers,
	usual: Omit<Rate, 'of'>,
	source: string
): Assumption {
	const times = (size - 1) * weeks;
	return {
		key: 'extra-cases',
		value: usual.value * times,
		lower80: usual.lower80 * times,
		upper80: usual.upper80 * times,
		source
	};
}

function outbreakOf(
	{ weeks }: ChainLevers,
	{
		base,
		rates,
		cases,
		startDays
	}: { base: ChainBase; rates: DiseaseRates; cases: Assumption; startDays: number }
): OutbreakLever {
	return {
		...{ cases, weeks, startWeek: startDays / 7, shape: 'even' as const },
		admittedShare: computed('admitted-share', rates.admittedShare, 'visits'),
		stayDays: computed('stay-days', rates.stayDays, 'visits'),
		coveredShare: computed('claim-share', base.claimShare, 'claims'),
		rupiahPerAdmission: computed('rupiah-per-admission', rates.rupiahPerAdmission, 'claims'),
		outpatientVisits: given('visits-per-case', 1),
		rupiahPerOutpatientVisit: computed('rupiah-per-visit', rates.rupiahPerVisit, 'claims'),
		drugs: rates.drugs.map(({ item, unitsPerCase }) => ({
			item,
			unitsPerCase: computed('units-per-case', unitsPerCase, 'visits')
		}))
	};
}
