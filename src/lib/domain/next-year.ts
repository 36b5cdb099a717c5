/**
 * What may be turned to see what next year's budget needs: the policies of the chain (referral enforced, another tariff, more
 * or fewer members) and services that it is not to pay. They live in the address of the page and in kept scenarios.
 */
import { readLevers, usualLevers, writeLevers, type ChainLevers } from './chain.ts';
import { services, type ServiceId } from './service.ts';

export type NextYearLevers = Pick<ChainLevers, 'referralPercent' | 'tariffPercent' | 'membersPercent'> & {
	/** Services that next year's budget does not pay, in the programme's order; never all of them. */
	readonly unpaid: readonly ServiceId[];
};

export const noLevers: NextYearLevers = {
	...{ referralPercent: null, tariffPercent: 0, membersPercent: 0 },
	unpaid: []
};

export const isTurned = ({ referralPercent, tariffPercent, membersPercent, unpaid }: NextYearLevers) =>
	referralPercent !== null || tariffPercent !== 0 || membersPercent !== 0 || unpaid.length > 0;

export const asChainLevers = ({
	referralPercent,
	tariffPercent,
	membersPercent
}: NextYearLevers): ChainLevers => ({ ...usualLevers, referralPercent, tariffPercent, membersPercent });

const unpaidWord = 'without';
const policyWords = ['referral', 'tariff', 'members'];

/** The levers as words of an address; only what changes something. */
export function writeNextYear(levers: NextYearLevers): [string, string][] {
	const policies = Object.entries(writeLevers(asChainLevers(levers)));
	return [...policies, ...levers.unpaid.map((id): [string, string] => [unpaidWord, id])];
}

/** @returns the levers, or the name and the text of the one that cannot be used: at least one service stays paid. */
export function readNextYear(
	words: URLSearchParams
): NextYearLevers | { readonly field: string; readonly value: string } {
	const policies = readLevers((name) => (policyWords.includes(name) ? words.get(name) || null : null));
	if ('field' in policies) return policies;
	const named = words.getAll(unpaidWord).filter((id) => id !== '');
	const unknown = named.find((id) => !services.some((service) => service.id === id));
	if (unknown !== undefined) return { field: unpaidWord, value: unknown };
	const unpaid = services.flatMap(({ id }) => (named.includes(id) ? [id] : []));
	if (unpaid.length === services.length) return { field: unpaidWord, value: named.join(' ') };
	const { referralPercent, tariffPercent, membersPercent } = policies;
	return { referralPercent, tariffPercent, membersPercent, unpaid };
}

/** How certain a budget is meant to be: enough in half, in 80 and in 95 of 100 simulated worlds. */
export const certainties = ['p50', 'p80', 'p95'] as const;
export type Certainty = (typeof certainties)[number];
