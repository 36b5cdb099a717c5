import { AnalyticsError } from '../../analytics-error.ts';
import type { Generator } from '../../stats/generator.ts';
import { type Arrow, readInterval } from './arrow.ts';
import { type Assumption, checkAssumption, drawAssumption } from './assumption.ts';

/** Referral first: patients who went straight to a hospital are sent to the puskesmas. */
export interface ReferralLever {
	/** Share of hospital outpatient visits that come with a referral, now and then; 0 to 1. */
	readonly complianceNow: number;
	readonly complianceThen: number;
	/** Share of the visits turned away that the puskesmas really settles; the others come back referred. */
	readonly settledShare: Assumption;
	/** Outpatient visits' share of all cost. */
	readonly outpatientCostShare: Assumption;
}

export interface MembersLever {
	/** Members then ÷ members now, above 0. */
	readonly factor: number;
	/** How much use follows membership: 1 = new members use as much as the old, 0 = not at all. */
	readonly useElasticity: Assumption;
}

export interface TariffLever {
	/** New tariff ÷ old, above 0. */
	readonly factor: number;
	/** Share of all cost that is billed by this tariff. */
	readonly affectedShare: Assumption;
}

export interface PolicyLevers {
	readonly referral?: ReferralLever;
	readonly members?: MembersLever;
	readonly tariff?: TariffLever;
}

export interface PolicyWorlds {
	readonly arrows: readonly Arrow[];
	/** What a month's cost is multiplied by, one a world. */
	readonly factor: Float64Array;
}

/**
 * How much more or less a month costs under other rules, as a factor with its interval.
 *
 * Definition: referral: 1 − outpatient share × (compliance then − now) × settled share. Members: factor ** elasticity.
 * Tariff: 1 + affected share × (factor − 1). They multiply.
 *
 * @returns O(worlds × log)
 * @throws AnalyticsError `bad-option` for a compliance outside 0 to 1, a factor not above 0, or an assumption out of order
 */
export function simulatePolicy(levers: PolicyLevers, worlds: number, generator: Generator): PolicyWorlds {
	const effects = [
		levers.referral && readReferral(levers.referral),
		levers.members && readMembers(levers.members),
		levers.tariff && readTariff(levers.tariff)
	].filter((effect) => effect !== undefined);
	const factor = new Float64Array(worlds).fill(1);
	const arrows = effects.map((effect): Arrow => {
		const own = factor.map(() => Math.max(0, effect.draw(generator)));
		for (const [world, value] of own.entries()) factor[world] = (factor[world] as number) * value;
		const { to, key, assumptions } = effect;
		return { from: 'policy', to, key, unit: 'unit.factor', result: readInterval(own), assumptions };
	});
	return { arrows, factor };
}

interface Effect {
	readonly to: 'claims' | 'money';
	readonly key: string;
	readonly assumptions: readonly Assumption[];
	draw(generator: Generator): number;
}

function readReferral(lever: ReferralLever): Effect {
	const { complianceNow, complianceThen, settledShare, outpatientCostShare } = lever;
	for (const compliance of [complianceNow, complianceThen]) {
		if (!(compliance >= 0 && compliance <= 1))
			throw new AnalyticsError(
				'bad-option',
				`Referral compliance lies between 0 and 1, not at ${compliance}.`
			);
	}
	checkAssumption(settledShare);
	checkAssumption(outpatientCostShare);
	const change = complianceThen - complianceNow;
	return {
		to: 'claims',
		key: 'scenario.referral-factor',
		assumptions: [settledShare, outpatientCostShare],
		draw: (generator) =>
			1 -
			Math.min(1, drawAssumption(outpatientCostShare, generator)) *
				change *
				Math.min(1, drawAssumption(settledShare, generator))
	};
}

function readMembers({ factor, useElasticity }: MembersLever): Effect {
	checkFactor(factor, 'members');
	checkAssumption(useElasticity);
	return {
		to: 'claims',
		key: 'scenario.members-factor',
		assumptions: [useElasticity],
		draw: (generator) => factor ** drawAssumption(useElasticity, generator)
	};
}

function readTariff({ factor, affectedShare }: TariffLever): Effect {
	checkFactor(factor, 'the tariff');
	checkAssumption(affectedShare);
	return {
		to: 'money',
		key: 'scenario.tariff-factor',
		assumptions: [affectedShare],
		draw: (generator) => 1 + Math.min(1, drawAssumption(affectedShare, generator)) * (factor - 1)
	};
}

function checkFactor(factor: number, name: string): void {
	if (!(factor > 0 && factor < Infinity))
		throw new AnalyticsError('bad-option', `The factor of ${name} has to be above 0, not ${factor}.`);
}
