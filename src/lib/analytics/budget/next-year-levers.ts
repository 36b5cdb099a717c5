import type { ServiceId } from '../../domain/service.ts';
import { asChainLevers, type NextYearLevers } from '../../domain/next-year.ts';
import type { ChainBase } from '../chain/chain-base.ts';
import { toScenario } from '../chain/to-scenario.ts';
import type { ProposalAsk } from './next-year.ts';
import type { Assumption } from './scenario/assumption.ts';
import type { PolicyLevers } from './scenario/policy.ts';

/** A service's share of what was billed, 0 to 1; all together 1. */
export interface ServiceShare {
	readonly service: ServiceId;
	readonly share: number;
}

export interface LeverGround {
	/** The city's rates; null before any were made. */
	readonly base: ChainBase | null;
	/** Empty where nothing was billed. */
	readonly shares: readonly ServiceShare[];
}

/** One service under the levers. */
export interface ServiceWeight extends ServiceShare {
	readonly isPaid: boolean;
	/** Its part of the cost under the levers; those of all services add up to 1. */
	readonly weight: number;
}

export interface LeverEffect {
	readonly ask: ProposalAsk;
	/** At the assumptions' own values: what each lever multiplies the cost by, 1 where it is not turned. */
	readonly factors: Readonly<Record<'services' | 'referral' | 'members' | 'tariff', number>>;
	readonly weights: readonly ServiceWeight[];
}

/** A lever that cannot be judged by what is known. */
export type MissingLever = 'services' | 'referral' | 'rates';

/**
 * The levers and the city's own numbers as policies (the chain's, see toScenario) and as a part of the cost that stays paid.
 *
 * Services differ by whether they are paid and by the referral lever, which reaches outpatient visits alone; members and tariff
 * change all of them alike, for nobody knows the tariff's part by service. A paid outpatient share of what stays paid goes into
 * the referral lever, so that the two levers multiply without counting anything twice.
 *
 * @returns which lever cannot be judged, where one of those turned cannot
 */
export function effectOf(
	levers: NextYearLevers,
	{ base, shares }: LeverGround
): LeverEffect | { readonly missing: MissingLever } {
	const { referralPercent, tariffPercent, membersPercent, unpaid } = levers;
	if (unpaid.length > 0 && shares.length === 0) return { missing: 'services' };
	if (base === null && (referralPercent !== null || tariffPercent !== 0 || membersPercent !== 0))
		return { missing: 'rates' };
	if (referralPercent !== null && base?.referral === null) return { missing: 'referral' };
	const policy = base === null ? {} : policyOf(levers, base);
	const isPaid = (service: ServiceId) => !unpaid.includes(service);
	const paidShare = shares.length === 0 ? 1 : sumOf(shares.filter(({ service }) => isPaid(service)));
	if (!(paidShare > 0)) return { missing: 'services' };
	const outpatient = shares.find(({ service }) => service === 'outpatient' && isPaid(service))?.share ?? 0;
	const adjusted = adjustReferral(policy, shares.length === 0 ? null : outpatient / paidShare);
	const factors = factorsOf(adjusted, paidShare);
	const weights = shares.map(({ service, share }) => ({ service, share, isPaid: isPaid(service) }));
	return {
		ask: { policy: adjusted, paidShare: Math.min(1, paidShare) },
		factors,
		weights: weights.map((one) => ({ ...one, weight: weightOf(one, adjusted, factors) }))
	};
}

const sumOf = (shares: readonly ServiceShare[]) => shares.reduce((sum, { share }) => sum + share, 0);

function policyOf(levers: NextYearLevers, base: ChainBase): PolicyLevers {
	const { referral, members, tariff } = toScenario(
		asChainLevers(levers),
		{ base, usual: null, usualSource: '' },
		0
	);
	return { ...(referral && { referral }), ...(members && { members }), ...(tariff && { tariff }) };
}

/** The outpatient share of what stays paid, its interval as wide as before; null leaves the rate as it is. */
function adjustReferral(policy: PolicyLevers, outpatient: number | null): PolicyLevers {
	if (!policy.referral || outpatient === null) return policy;
	const { outpatientCostShare: known } = policy.referral;
	const times = known.value > 0 ? outpatient / known.value : 0;
	const outpatientCostShare: Assumption = {
		...known,
		value: outpatient,
		lower80: Math.min(outpatient, known.lower80 * times),
		upper80: Math.min(1, Math.max(outpatient, known.upper80 * times))
	};
	return { ...policy, referral: { ...policy.referral, outpatientCostShare } };
}

/** Of outpatient visits, what referral leaves. */
const leftByReferral = ({ referral }: PolicyLevers) =>
	referral ? 1 - (referral.complianceThen - referral.complianceNow) * referral.settledShare.value : 1;

function factorsOf(policy: PolicyLevers, services: number): LeverEffect['factors'] {
	const { referral, members, tariff } = policy;
	return {
		services,
		referral: referral ? 1 - referral.outpatientCostShare.value * (1 - leftByReferral(policy)) : 1,
		members: members ? members.factor ** members.useElasticity.value : 1,
		tariff: tariff ? 1 + tariff.affectedShare.value * (tariff.factor - 1) : 1
	};
}

function weightOf(
	{ service, share, isPaid }: Omit<ServiceWeight, 'weight'>,
	policy: PolicyLevers,
	{ services, referral }: LeverEffect['factors']
): number {
	if (!isPaid || !(referral > 0)) return 0;
	const left = service === 'outpatient' ? leftByReferral(policy) : 1;
	return (share * left) / (services * referral);
}

/** Whole rupiah by weight that add up to the amount: the largest remainders take what rounding leaves. */
export function splitRupiah(amount: number, weights: readonly number[]): number[] {
	const exact = weights.map((weight) => amount * weight);
	const parts = exact.map(Math.floor);
	const left = Math.round(amount - parts.reduce((sum, part) => sum + part, 0));
	const places = [...exact.keys()].sort(
		(a, b) => (exact[b] ?? 0) - (parts[b] ?? 0) - ((exact[a] ?? 0) - (parts[a] ?? 0)) || a - b
	);
	for (const place of places.slice(0, Math.max(0, left))) parts[place] = (parts[place] ?? 0) + 1;
	return parts;
}
