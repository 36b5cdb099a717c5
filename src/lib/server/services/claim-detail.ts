/** One claim: what it says, what it is held against, what happened to it, and what may be done with it now. */
import { peerKey, type PeerGroup } from '../../analytics/audit/audit-desk.ts';
import { seesOwnOnly } from '../../domain/access.ts';
import { isOpenStage, movesFor, sampleReason, stageRole, type ClaimMove } from '../../domain/claim-desk.ts';
import type { HospitalClass } from '../../domain/facility.ts';
import { daysBetween } from '../../domain/period.ts';
import type { ServiceId } from '../../domain/service.ts';
import { isTariffItem, type TariffItem } from '../../domain/tariff-items.ts';
import { rowName } from '../../domain/trail.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { ClaimView, HistoryStep, PeerCosts } from '../../protocol/views/claims.ts';
import type { Transaction } from '../store/bulk.ts';
import {
	findClaimHistory,
	findNames,
	findStandingClaims,
	type ClaimEvent,
	type ClaimName,
	type StandingClaim
} from '../store/claim-desk.ts';
import { findClaim, findClaimedVisit, findEarlierClaims, type ClaimRow } from '../store/claim-queue.ts';
import { inSnapshot } from '../store/snapshot.ts';
import { findPeerGroup } from './claim-analysis.ts';
import { readReviewRules } from './claim-rules.ts';
import { momentOf, readView, type Moment, type ServiceContext } from './context.ts';

export class ClaimDetailService {
	constructor(readonly context: ServiceContext) {}

	/** Undefined where there is none that this viewer may see. */
	async find(viewer: Viewer, name: ClaimName): Promise<ClaimView | undefined> {
		const moment = momentOf(null, this.context.clock);
		const { view, snapshot } = await readView(this.context, moment, async (tx) => ({
			view: await this.#read(tx, viewer, name, moment)
		}));
		if (!view) return undefined;
		await this.context.recordLook(this.context.system, viewer, {
			action: 'look-rows',
			what: '/claims',
			rows: [
				rowName('claim', name.facility, name.claimNo),
				...view.earlier.map(({ facility, claimNo }) => rowName('claim', facility, claimNo))
			]
		});
		const visit = await this.#visitOf(view);
		return { ...view, visit, history: await this.#named(viewer, view.history), snapshot };
	}

	async #read(
		tx: Transaction,
		viewer: Viewer,
		name: ClaimName,
		moment: Moment
	): Promise<Omit<ClaimView, 'snapshot'> | undefined> {
		const row = await findClaim(tx, name);
		const [standing] = await findStandingClaims(tx, [name]);
		if (!row || !standing) return undefined;
		const [rules, history, peers, earlier] = await Promise.all([
			readReviewRules(this.context, moment.now),
			findClaimHistory(tx, name, moment.now),
			findPeerGroup(tx, keyOf(row), moment.today),
			row.personId === null ? [] : findEarlierClaims(tx, row.personId, name)
		]);
		const { personId: _person, hospitalClass: _class, items, ...facts } = row;
		return {
			...facts,
			hospital: this.context.facilities.nameOf(row.facility),
			days: Math.max(0, daysBetween(row.since, moment.today)),
			limitDays: isOpenStage(row.state) ? rules.limitDays[row.state] : null,
			items: itemsOf(items),
			sample: sampleReason(rules, { ...row, findings: (row.findings ?? []).map(({ rule }) => rule) }),
			peers: peers && peersOf(peers),
			visit: null,
			earlier: earlier.map((one) => ({ ...one, hospital: this.context.facilities.nameOf(one.facility) })),
			history: history.map(stepOf),
			...movesOf(viewer, standing),
			// What the rules found names claims of other hospitals, and what is drawn for review is not told beforehand.
			...(seesOwnOnly(viewer.role, 'claims') && { findings: null, sample: null })
		};
	}

	/** Whoever may see a claim may see the visit that it is for: that one, and no other. */
	async #visitOf({ facility, visitNo }: ClaimName & { visitNo: string | null }): Promise<ClaimView['visit']> {
		if (visitNo === null) return null;
		const { system, viewer } = this.context;
		const row = await inSnapshot(system, { ...viewer, role: 'system' }, (tx) =>
			findClaimedVisit(tx, { facility, visitNo })
		);
		if (!row) return null;
		return {
			...row,
			arrivedAt: row.arrivedAt.toISOString(),
			dischargedAt: row.dischargedAt?.toISOString() ?? null
		};
	}

	/** Colleagues by name; a hospital is told the house and not the person. */
	async #named(viewer: Viewer, steps: readonly HistoryStep[]): Promise<HistoryStep[]> {
		const who = steps.flatMap(({ decision }) => (decision?.who ? [decision.who] : []));
		const { system } = this.context;
		const names = seesOwnOnly(viewer.role, 'claims')
			? new Map<string, string>()
			: await inSnapshot(system, { ...this.context.viewer, role: 'system' }, (tx) => findNames(tx, who));
		return steps.map((step) => ({
			...step,
			decision: step.decision && { ...step.decision, who: names.get(step.decision.who ?? '') ?? null }
		}));
	}
}

const keyOf = ({ diagnoses, service, hospitalClass }: ClaimRow) =>
	peerKey({ diagnoses, service: service as ServiceId, hospitalClass: hospitalClass as HospitalClass | null });

function itemsOf(items: ClaimRow['items']): ClaimView['items'] {
	return Object.entries(items ?? {}).flatMap(([item, rupiah]) =>
		isTariffItem(item) && rupiah !== undefined && rupiah > 0
			? [{ item: item satisfies TariffItem, rupiah }]
			: []
	);
}

function peersOf({ peers, quantiles, bins }: Omit<PeerGroup, 'key'>): PeerCosts {
	const [, lowRupiah, medianRupiah, highRupiah] = quantiles;
	return { peers, medianRupiah, lowRupiah, highRupiah, bins: bins.map((bin) => ({ ...bin })) };
}

function stepOf({ at, state, amountRupiah, stands, decision }: ClaimEvent): HistoryStep {
	return { at, state, amountRupiah, stands, decision };
}

/** A pay is made by batch on the queue, with others. */
function movesOf(viewer: Viewer, claim: StandingClaim): { moves: ClaimMove[]; barred: ClaimView['barred'] } {
	const { role, name } = viewer;
	if (role === 'system' || !isOpenStage(claim.state) || stageRole[claim.state] !== role)
		return { moves: [], barred: null };
	const moves = movesFor(role, claim.state).filter((move) => move !== 'pay');
	if (claim.wasPaid) return { moves: [], barred: 'already-paid' };
	const checked = claim.past.some((past) => past.who === name && past.move === 'verify');
	if (claim.state === 'verified' && checked)
		return { moves: moves.filter((move) => move !== 'approve'), barred: 'four-eyes' };
	return { moves, barred: null };
}
