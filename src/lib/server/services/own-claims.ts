/** A hospital's own claims: where each stands, since when, why it came back, what was paid; and how it does among its peers. */
import { daysBetween, startOfJakartaDay, addDays, yearOf } from '../../domain/period.ts';
import { claimStates, type ClaimState } from '../../domain/role.ts';
import { rowName } from '../../domain/trail.ts';
import type { Viewer } from '../../domain/viewer.ts';
import {
	leastPeers,
	peerMeasures,
	type OwnClaimsView,
	type OwnStanding,
	type PeerMeasure
} from '../../protocol/views/claims.ts';
import { sumClaimsByState } from '../store/budget-queries.ts';
import { findBedPunctuality, findOwnClaims } from '../store/claim-queue.ts';
import { findClaimYear, type ClaimYear } from './claim-analysis.ts';
import { statesOf } from './claims.ts';
import { InvalidFilter, momentOf, readView, type ServiceContext } from './context.ts';

export type OwnClaimsQuery = { state: string | null; page: string | null };

const pageSize = 50;
const bedDays = 30;

export class OwnClaimsService {
	constructor(readonly context: ServiceContext) {}

	/** @throws InvalidFilter for a state or page that does not exist; Error for who is no hospital. */
	async load(viewer: Viewer, query: OwnClaimsQuery): Promise<OwnClaimsView> {
		const { facility } = viewer;
		if (facility === null) throw new Error('only a hospital has claims of its own');
		const moment = momentOf(null, this.context.clock);
		const filter = readFilter(query);
		const offset = (filter.page - 1) * pageSize;
		const year = yearOf(moment.today);
		const view = await readView(this.context, moment, async (tx) => {
			const from = startOfJakartaDay(addDays(moment.today, 1 - bedDays));
			const [states, rows, beds, analysis] = await Promise.all([
				sumClaimsByState(tx, { year, facility, service: null, asOf: null }),
				findOwnClaims(tx, { facility, state: filter.state, limit: pageSize, offset }),
				findBedPunctuality(tx, facility, { now: moment.now, from }),
				findClaimYear(tx, year, moment.today)
			]);
			const total = rows[0]?.total ?? 0;
			return {
				facility,
				filter,
				states: statesOf(states),
				rows: rows.map(({ total: _, ...row }) => ({
					...row,
					days: Math.max(0, daysBetween(row.since, moment.today))
				})),
				total,
				pages: Math.max(1, Math.ceil(total / pageSize)),
				beds: { ...beds, days: bedDays },
				standing: analysis ? standingOf(analysis.result, facility, analysis.computedAt) : null
			};
		});
		await this.context.recordLook(this.context.system, viewer, {
			action: 'look-rows',
			what: '/claims',
			rows: view.rows.map(({ claimNo }) => rowName('claim', facility, claimNo)),
			filter: query
		});
		return view;
	}
}

function readFilter({ state, page }: OwnClaimsQuery): OwnClaimsView['filter'] {
	const known = claimStates.find((one): one is ClaimState => one === state);
	if (state !== null && known === undefined) throw new InvalidFilter('state', state);
	if (page !== null && !/^[1-9]\d{0,4}$/.test(page)) throw new InvalidFilter('page', page);
	return { state: known ?? null, page: Number(page ?? 1) };
}

/** Less is better in each of them. */
function measuresOf(year: ClaimYear, facility: string): Record<PeerMeasure, number | null> {
	const row = year.hospitals.find((one) => one.facility === facility);
	const place = year.funnel.find((one) => one.facility === facility);
	const { claims = 0, returned = 0, billedRupiah = 0, verifiedRupiah = 0 } = row ?? {};
	return {
		returnRate: claims > 0 ? returned / claims : null,
		cutShare: billedRupiah > 0 ? 1 - verifiedRupiah / billedRupiah : null,
		daysToPay: row?.medianDaysToPay ?? null,
		costRatio: place?.costRatio ?? null
	};
}

/** Ranks and medians only: with fewer than five others a median would tell of one of them. */
export function standingOf(year: ClaimYear, facility: string, computedAt: Date): OwnStanding | null {
	const others = year.hospitals.filter((one) => one.facility !== facility);
	if (others.length < leastPeers) return null;
	const mine = measuresOf(year, facility);
	const measures = peerMeasures.flatMap((measure) => {
		const own = mine[measure];
		const theirs = others
			.map((one) => measuresOf(year, one.facility)[measure])
			.filter((value) => value !== null)
			.sort((a, b) => a - b);
		if (own === null || theirs.length < leastPeers) return [];
		const middle = theirs[Math.floor((theirs.length - 1) / 2)] ?? 0;
		const upper = theirs[Math.ceil((theirs.length - 1) / 2)] ?? 0;
		const rank = 1 + theirs.filter((value) => value < own).length;
		return [{ measure, own, median: (middle + upper) / 2, rank, of: theirs.length + 1 }];
	});
	return { peers: others.length, computedAt: computedAt.toISOString(), measures };
}
