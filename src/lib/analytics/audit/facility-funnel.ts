import { quantile } from '../stats/quantile.ts';
import { compareText } from './audit-rows.ts';
import { type ClaimTable } from './claim-table.ts';
import { groupByCode } from './code-column.ts';
import { compareWithPeers, type PeerStanding } from './peer-costs.ts';

export type FunnelStanding = 'within' | 'above-95' | 'above-998' | 'below-95' | 'below-998';

/** One facility's place in the funnel. */
export interface FunnelRow {
	readonly facility: string;
	/** Claims that have peers. */
	readonly claims: number;
	/** Mean distance from the peers, in spreads. */
	readonly meanZ: number;
	/** Geometric mean of cost ÷ typical cost of the same mix. */
	readonly costRatio: number;
	/** Half widths of the funnel at this number of claims, around 0, in spreads. */
	readonly limit95: number;
	readonly limit998: number;
	readonly standing: FunnelStanding;
}

const z95 = 1.959963984540054;
const z998 = 3.090232306167813;
/** Facilities in each tenth at the edges do not widen the funnel they may fall out of. */
const winsorised = 0.1;

/**
 * Is a hospital dearer than its mix of patients explains? One point a hospital, limits that narrow with its
 * number of claims, so that a small one is not accused for chance.
 *
 * Definition: funnel plot, Spiegelhalter (2005), Stat. Med. 24, on the mean of the claims' distances from
 * their peers; limits 95 % and 99.8 % around 0, widened by √φ where facilities differ more than chance alone
 * (φ = mean of the squared scores, winsorised at 10 %, at least 1).
 *
 * @returns sorted from dear to cheap; facilities without any claim that has peers are left out. Cost: as
 * `compareWithPeers`.
 */
export function buildFacilityFunnel(table: ClaimTable): FunnelRow[] {
	const standings = compareWithPeers(table);
	// A claim's place.
	const facilities = Int32Array.from(standings, ({ claim }) => table.facility.codes[claim] as number);
	const rows = groupByCode({ codes: facilities, size: table.facility.size }, 1).map((places) => {
		const mean = (of: (standing: PeerStanding) => number) =>
			places.reduce((sum, place) => sum + of(standings[place] as PeerStanding), 0) / places.length;
		return {
			facility: table.rows[standings[places[0] ?? 0]?.claim ?? 0]?.facility ?? '',
			claims: places.length,
			meanZ: mean(({ z }) => z),
			costRatio: Math.exp(mean(({ ratio }) => Math.log(ratio)))
		};
	});
	const widening = Math.sqrt(overdispersion(rows.map(({ meanZ, claims }) => meanZ * Math.sqrt(claims))));
	return rows
		.map((row) => {
			const unit = widening / Math.sqrt(row.claims);
			return { ...row, limit95: z95 * unit, limit998: z998 * unit, standing: standingOf(row.meanZ / unit) };
		})
		.sort((a, b) => b.meanZ - a.meanZ || compareText(a.facility, b.facility));
}

function overdispersion(scores: readonly number[]): number {
	if (scores.length === 0) return 1;
	const [low, high] = [quantile(scores, winsorised), quantile(scores, 1 - winsorised)];
	const squares = scores.map((score) => Math.min(high, Math.max(low, score)) ** 2);
	return Math.max(1, squares.reduce((sum, square) => sum + square, 0) / scores.length);
}

function standingOf(score: number): FunnelStanding {
	const side = score > 0 ? 'above' : 'below';
	if (Math.abs(score) > z998) return `${side}-998`;
	return Math.abs(score) > z95 ? `${side}-95` : 'within';
}
