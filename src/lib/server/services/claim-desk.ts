/**
 * The desk where a claim is decided on: every move is judged by the machine of `domain/claim-desk`, becomes an event of the
 * party whose move it is on the one way in, and is written down with account and reason in the transaction of that event.
 */
import { randomUUID } from 'node:crypto';
import {
	judgeMove,
	sampleReason,
	type Correction,
	type ClaimMove,
	type DeskRefusal,
	type MoveResult,
	type SampleReason
} from '../../domain/claim-desk.ts';
import { holdsIdentityNumber } from '../../domain/nik.ts';
import { jakartaDay } from '../../domain/period.ts';
import type { ClaimState, Party, Role } from '../../domain/role.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { Locale } from '../../protocol/refusals.ts';
import type { Transaction } from '../store/bulk.ts';
import { takeBatchNumber, writeBatch, writePayments } from '../store/claim-batches.ts';
import {
	findStandingClaims,
	stillStand,
	writeDecisions,
	type DecisionRow,
	type SeenClaim,
	type StandingClaim
} from '../store/claim-desk.ts';
import { inSnapshot } from '../store/snapshot.ts';
import { readReviewRules } from './claim-rules.ts';
import type { ServiceContext } from './context.ts';

export type DeskOrder = SeenClaim & {
	move: ClaimMove;
	amountRupiah?: number | null;
	corrections?: readonly Correction[];
	reason?: string;
	/** Chosen in the queue, unopened: what the audit has not looked at is not verified like that. */
	isBulk?: boolean;
};

export type DeskRefusalCode =
	DeskRefusal | 'stale' | 'gone' | 'unjudged' | 'reason-number' | 'reason-long' | 'too-many';

export type DeskResult =
	| { outcome: 'done'; claims: number; amountRupiah: number; batch: number | null }
	| { outcome: 'refused'; refusal: DeskRefusalCode; claimNo: string | null }
	| { outcome: 'failed'; message: string };

type Decided = {
	order: DeskOrder;
	claim: StandingClaim;
	result: Extract<MoveResult, { ok: true }>;
	sample: SampleReason | null;
};

/** As many as one request may carry events. */
const mostAtOnce = 1_000;
const longestReason = 1_000;

export class ClaimDeskService {
	constructor(readonly context: ServiceContext) {}

	/** All of them or none. @param viewer the very account: four eyes are told by it. */
	async decide(viewer: Viewer, orders: readonly DeskOrder[], locale: Locale): Promise<DeskResult> {
		const refused = refuseOrders(orders);
		if (refused) return refused;
		const judged = await this.#judge(viewer, orders);
		return Array.isArray(judged) ? this.#send(viewer, judged, locale) : judged;
	}

	/** @returns each order with the claim that it is about, or why one of them cannot be done. */
	async #judge(viewer: Viewer, orders: readonly DeskOrder[]): Promise<Decided[] | DeskResult> {
		const { sql, clock } = this.context;
		const { role } = viewer;
		if (role === 'system') return refusal('not-yours');
		const claims = await inSnapshot(sql, viewer, (tx) => findStandingClaims(tx, orders));
		const rules = await readReviewRules(this.context, clock());
		const byName = new Map(claims.map((claim) => [nameOf(claim), claim]));
		const decided: Decided[] = [];
		for (const order of orders) {
			const claim = byName.get(nameOf(order));
			if (!claim) return refusal('gone', order);
			if (claim.versionKey !== order.seenKey) return refusal('stale', order);
			if (order.isBulk && order.move === 'verify' && !claim.isJudged) return refusal('unjudged', order);
			const findings = claim.findings.map(({ rule }) => rule);
			const sample = sampleReason(rules, { ...claim, findings });
			if (order.isBulk && order.move === 'verify' && sample !== null) return refusal('reason-short', order);
			const wish = { ...whole(order), isSampled: sample !== null };
			const result = judgeMove({ name: viewer.name, role }, claim, wish);
			if (!result.ok) return refusal(result.refusal, order);
			decided.push({ order, claim, result, sample });
		}
		return decided;
	}

	async #send(viewer: Viewer, decided: Decided[], locale: Locale): Promise<DeskResult> {
		const [first] = decided;
		if (!first) return { outcome: 'done', claims: 0, amountRupiah: 0, batch: null };
		const at = this.context.clock();
		// One moment for all of them: what is paid together is paid on one day, that of its minutes.
		const time = timeAfter(decided, at);
		const ids = decided.map(() => randomUUID());
		const events = decided.map((one, place) => ({
			event: eventOf(one, ids[place] ?? '', time),
			personId: one.claim.personId
		}));
		const amountRupiah = decided.reduce((sum, { result }) => sum + result.toRupiah, 0);
		let batch: number | null = null;
		const beside = async (tx: Transaction) => {
			if (
				!(await stillStand(
					tx,
					decided.map(({ order }) => order)
				))
			)
				return false;
			batch =
				first.order.move === 'pay'
					? await this.#openBatch(tx, viewer, decided, { at, paidOn: jakartaDay(time) })
					: null;
			await writeDecisions(
				tx,
				decided.map((one, place) => rowOf(one, ids[place] ?? '', { viewer, at, batch }))
			);
			return true;
		};
		const sender = { party: first.result.party satisfies Party, facility: null };
		const answer = await this.context.submitDecision(sender, events, beside, locale);
		if (answer.outcome === 'stale') return refusal('stale', first.order);
		if (answer.outcome === 'failed') return answer;
		return { outcome: 'done', claims: decided.length, amountRupiah, batch };
	}

	async #openBatch(
		tx: Transaction,
		viewer: Viewer,
		decided: Decided[],
		{ at, paidOn }: { at: Date; paidOn: string }
	): Promise<number> {
		const number = await takeBatchNumber(tx);
		await writeBatch(tx, {
			...{ number, paidAt: at, paidOn, who: viewer.name, claims: decided.length },
			amountRupiah: decided.reduce((sum, { result }) => sum + result.toRupiah, 0),
			note: decided[0]?.order.reason?.trim() ?? '',
			demo: this.context.demo
		});
		await writePayments(
			tx,
			decided.map(({ claim, result }) => ({
				...{ facility: claim.facility, claimNo: claim.claimNo, batch: number },
				...{ budgetYear: claim.budgetYear, amountRupiah: result.toRupiah }
			}))
		);
		return number;
	}
}

const nameOf = ({ facility, claimNo }: { facility: string; claimNo: string }) =>
	`${facility}\u0000${claimNo}`;

const whole = ({ move, amountRupiah = null, corrections = [], reason = '' }: DeskOrder) => ({
	move,
	amountRupiah,
	corrections,
	reason
});

const refusal = (code: DeskRefusalCode, order?: SeenClaim): DeskResult => ({
	outcome: 'refused',
	refusal: code,
	claimNo: order?.claimNo ?? null
});

/** What can be told without the claims. A move is one act: several claims are moved the same way. */
function refuseOrders(orders: readonly DeskOrder[]): DeskResult | null {
	if (orders.length > mostAtOnce || new Set(orders.map(nameOf)).size < orders.length)
		return refusal('too-many');
	for (const order of orders) {
		const { reason = '' } = order;
		if (reason.length > longestReason) return refusal('reason-long', order);
		// It is kept for good and in the clear.
		if (holdsIdentityNumber(reason)) return refusal('reason-number', order);
		if (order.move !== orders[0]?.move) return refusal('not-yours', order);
	}
	return null;
}

/** After each version that was seen, whatever its sender's clock said. */
function timeAfter(decided: readonly Decided[], at: Date): Date {
	const earliest = decided.map(({ claim }) => claim.versionTime.getTime() + 1);
	return new Date(earliest.reduce((latest, time) => Math.max(latest, time), at.getTime()));
}

function eventOf({ claim, result }: Decided, id: string, time: Date): unknown {
	return {
		specversion: '1.0',
		id,
		source: '/desk',
		type: 'id.denyut.claim.v1',
		time: time.toISOString(),
		subject: claim.facility,
		data: {
			claim: claim.claimNo,
			visit: claim.visitNo,
			letter: claim.letter,
			state: result.state,
			diagnoses: claim.diagnoses,
			service: claim.service,
			serviceFrom: claim.serviceFrom,
			serviceTo: claim.serviceTo,
			tariffCode: claim.tariffCode,
			items: claim.items,
			budgetYear: claim.budgetYear,
			billedRupiah: claim.billedRupiah,
			...amountsAfter(claim, result.state, result.toRupiah)
		}
	};
}

function amountsAfter(claim: StandingClaim, state: ClaimState, toRupiah: number) {
	const { verifiedRupiah, approvedRupiah } = claim;
	if (state === 'verified') return { verifiedRupiah: toRupiah };
	if (state === 'approved') return { verifiedRupiah, approvedRupiah: toRupiah };
	if (state === 'paid') return { verifiedRupiah, approvedRupiah, paidRupiah: toRupiah };
	return {};
}

type Act = { viewer: Viewer; at: Date; batch: number | null };

function rowOf(
	{ order, claim, result, sample }: Decided,
	id: string,
	{ viewer, at, batch }: Act
): DecisionRow {
	const corrections = (order.corrections ?? []).map(({ item, toRupiah }) => ({
		...{ item, toRupiah },
		fromRupiah: claim.items?.[item] ?? 0
	}));
	return {
		...{ id, at, batch, corrections, move: order.move, who: viewer.name, role: viewer.role as Role },
		...{ facility: claim.facility, claimNo: claim.claimNo, seenKey: order.seenKey },
		...{ reason: order.reason?.trim() ?? '', fromRupiah: result.fromRupiah, toRupiah: result.toRupiah },
		sampled: sample
	};
}
