import type { LetterFault } from '../../domain/guarantee-letter.ts';
import { findPrimaryCareDiagnoses } from '../../domain/primary-care-diagnoses.ts';
import { quantileOfSorted, sortNumbers } from '../stats/quantile.ts';
import { auditTable } from './audit-claims.ts';
import { auditRules, type ClaimRow, type MemberRow } from './audit-rows.ts';
import { readClaims, selectClaims, type ClaimTable } from './claim-table.ts';
import { buildFacilityFunnel, type FunnelRow } from './facility-funnel.ts';

/** What the desk can find: what the audit finds among the claims themselves, and what is wrong with the letter named. */
export const deskRules = [...auditRules, 'guarantee-letter'] as const;
export type DeskRule = (typeof deskRules)[number];

/** A claim that is not rejected or returned; `isOpen` while somebody still decides on it. */
export type DeskRow = ClaimRow & {
	readonly budgetYear: number;
	readonly isOpen: boolean;
	readonly letter: string | null;
	/** Null where the letter holds, and where nobody asks for one. */
	readonly letterFault: LetterFault | null;
};

export type DeskInput = { readonly claims: readonly DeskRow[]; readonly members: readonly MemberRow[] };

export type DeskFinding = {
	readonly rule: DeskRule;
	readonly atStakeRupiah: number;
	readonly evidence: Readonly<Record<string, number | string>>;
	/** Ids of the claims that it was held against. */
	readonly others: readonly string[];
};

export type DeskRisk = {
	readonly id: string;
	readonly atStakeRupiah: number;
	readonly findings: readonly DeskFinding[];
};

export type RuleTotal = { readonly rule: DeskRule; readonly claims: number; readonly atStakeRupiah: number };

export type YearAudit = {
	readonly year: number;
	readonly rules: readonly RuleTotal[];
	/** By hospital, those with findings only. */
	readonly byFacility: readonly ({ readonly facility: string } & RuleTotal)[];
	readonly funnel: readonly FunnelRow[];
	readonly primaryCare: { readonly claims: number; readonly amountRupiah: number };
};

/** What the same diagnosis category, service and hospital class costs. */
export type PeerGroup = {
	readonly key: string;
	readonly peers: number;
	readonly quantiles: readonly [p5: number, p25: number, p50: number, p75: number, p95: number];
	readonly bins: readonly {
		readonly fromRupiah: number;
		readonly toRupiah: number;
		readonly claims: number;
	}[];
};

export type DeskAudit = {
	/** Of every open claim, those without findings too. */
	readonly risks: readonly DeskRisk[];
	readonly years: readonly YearAudit[];
	readonly peerGroups: readonly PeerGroup[];
};

/** Two dozen peers fix a median to about a quarter of their spread, as in `compareWithPeers`. */
const leastPeers = 25;
const binCount = 16;

export const peerKey = ({
	diagnoses,
	service,
	hospitalClass
}: Pick<ClaimRow, 'diagnoses' | 'service' | 'hospitalClass'>) =>
	`${diagnoses[0]?.slice(0, 3) ?? ''}|${service}|${hospitalClass ?? ''}`;

/**
 * Everything that the claim desk shows of the audit, in one run: what was found of each open claim, what each rule found a
 * budget year, the funnel of its hospitals, and what peers cost.
 *
 * @param input claims as `auditClaims` takes them, of as many months as peers may come from
 * @throws AnalyticsError as `readClaims`. Cost: as `auditClaims`, and a funnel a year.
 */
export function auditDesk({ claims, members }: DeskInput): DeskAudit {
	const table = readClaims(claims);
	const audited = auditTable(table, members).claims;
	const idOf = (place: number) => claims[place]?.id ?? '';
	const found = new Map<number, Omit<DeskRisk, 'id'>>(
		audited.map(({ claim, atStakeRupiah, reasons }) => [
			claim,
			{
				atStakeRupiah,
				findings: reasons.map(({ rule, atStakeRupiah: stake, evidence, others }) => ({
					...{ rule, evidence, atStakeRupiah: stake },
					others: others.map(idOf)
				}))
			}
		])
	);
	const placesOf = new Map<number, number[]>();
	for (const [place, row] of claims.entries()) {
		if (row.letterFault !== null) addLetterFinding(found, place, row, row.letterFault);
		const own = placesOf.get(row.budgetYear);
		if (own) own.push(place);
		else placesOf.set(row.budgetYear, [place]);
	}
	const none = { atStakeRupiah: 0, findings: [] };
	const years = [...placesOf].sort(([a], [b]) => a - b);
	return {
		risks: claims.flatMap(({ id, isOpen }, place) => (isOpen ? [{ id, ...(found.get(place) ?? none) }] : [])),
		years: years.map(([year, places]) =>
			auditYear(year, claims, Int32Array.from(places), table, (place) => found.get(place)?.findings ?? [])
		),
		peerGroups: groupPeers(claims)
	};
}

/** Without a letter that holds nothing of the bill is owed, whatever else was found of the same money. */
function addLetterFinding(
	found: Map<number, Omit<DeskRisk, 'id'>>,
	place: number,
	{ letter, amountRupiah: atStakeRupiah }: DeskRow,
	fault: LetterFault
): void {
	const evidence = { fault, ...(letter !== null && { letter }) };
	const finding = { rule: 'guarantee-letter', atStakeRupiah, evidence, others: [] } as const;
	const known = found.get(place);
	found.set(place, {
		atStakeRupiah: Math.max(known?.atStakeRupiah ?? 0, atStakeRupiah),
		findings: [...(known?.findings ?? []), finding]
	});
}

function auditYear(
	year: number,
	claims: readonly DeskRow[],
	places: Int32Array,
	table: ClaimTable,
	findingsOf: (place: number) => readonly DeskFinding[]
): YearAudit {
	const own = Array.from(places, (place) => claims[place] as DeskRow);
	const found: { facility: string; rule: DeskRule; atStakeRupiah: number }[] = [];
	for (const place of places) {
		const facility = claims[place]?.facility ?? '';
		for (const { rule, atStakeRupiah } of findingsOf(place)) found.push({ facility, rule, atStakeRupiah });
	}
	const facilities = [...new Set(found.map(({ facility }) => facility))].sort();
	const totals = (some: typeof found) => deskRules.map((rule) => totalOf(rule, some));
	const primaryCare = new Set([...new Set(own.map(({ diagnoses }) => diagnoses[0]))].filter(isPrimaryCare));
	const treatable = own.filter(({ diagnoses }) => primaryCare.has(diagnoses[0]));
	return {
		year,
		rules: totals(found),
		byFacility: facilities.flatMap((facility) =>
			totals(found.filter((one) => one.facility === facility))
				.filter(({ claims: count }) => count > 0)
				.map((total) => ({ facility, ...total }))
		),
		funnel: buildFacilityFunnel(selectClaims(table, places)),
		primaryCare: {
			claims: treatable.length,
			amountRupiah: treatable.reduce((sum, { amountRupiah }) => sum + amountRupiah, 0)
		}
	};
}

function totalOf(rule: DeskRule, found: readonly { rule: DeskRule; atStakeRupiah: number }[]): RuleTotal {
	const own = found.filter((one) => one.rule === rule);
	return { rule, claims: own.length, atStakeRupiah: own.reduce((sum, one) => sum + one.atStakeRupiah, 0) };
}

const isPrimaryCare = (code: string | undefined) =>
	code !== undefined && findPrimaryCareDiagnoses(code).some(({ doubtful }) => !doubtful);

function groupPeers(claims: readonly DeskRow[]): PeerGroup[] {
	const groups = new Map<string, number[]>();
	for (const claim of claims) {
		if (claim.diagnoses.length === 0 || claim.amountRupiah <= 0) continue;
		const key = peerKey(claim);
		const own = groups.get(key);
		if (own) own.push(claim.amountRupiah);
		else groups.set(key, [claim.amountRupiah]);
	}
	return [...groups]
		.filter(([, amounts]) => amounts.length >= leastPeers)
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([key, amounts]) => describePeers(key, sortNumbers(amounts)));
}

/** The middle 98 % in steps of equal width; what lies beyond is counted in the outermost ones. */
function describePeers(key: string, sorted: Float64Array): PeerGroup {
	const at = (p: number) => Math.round(quantileOfSorted(sorted, p));
	const [low, high] = [at(0.01), Math.max(at(0.99), at(0.01) + binCount)];
	const step = (high - low) / binCount;
	const bins = Array.from({ length: binCount }, (_, bin) => ({
		fromRupiah: Math.round(low + bin * step),
		toRupiah: Math.round(low + (bin + 1) * step),
		claims: 0
	}));
	for (const amount of sorted) {
		const bin = bins[Math.min(binCount - 1, Math.max(0, Math.floor((amount - low) / step)))];
		if (bin) bin.claims += 1;
	}
	return { key, peers: sorted.length, quantiles: [at(0.05), at(0.25), at(0.5), at(0.75), at(0.95)], bins };
}
