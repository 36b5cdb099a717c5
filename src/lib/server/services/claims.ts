/** Claims: what waits for me, for how long, and what looks wrong. */
import { isOpenStage, openStages, sampleReason, stageOf, type ReviewRules } from '../../domain/claim-desk.ts';
import { daysBetween, yearOf } from '../../domain/period.ts';
import { claimStates, type ClaimState } from '../../domain/role.ts';
import { rowName } from '../../domain/trail.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { ClaimSum } from '../../protocol/views/budget.ts';
import type {
	ClaimsFilter,
	ClaimStatistics,
	ClaimsView,
	HospitalClaims,
	QueueRow,
	QueueStage
} from '../../protocol/views/claims.ts';
import {
	findBudgetYears,
	sumClaimsByFacility,
	sumClaimsByState,
	type StateRow
} from '../store/budget-queries.ts';
import type { Transaction } from '../store/bulk.ts';
import {
	findShownClaims,
	mostQueued,
	readOpenClaims,
	type OpenQuery,
	type OpenRow
} from '../store/claim-queue.ts';
import { findReviewRules } from '../store/review-rules.ts';
import { findClaimYear, type ClaimYear } from './claim-analysis.ts';
import type { ClaimBatchesService } from './claim-batches.ts';
import { claimsEvidence } from './claims-evidence.ts';
import { InvalidFilter, momentOf, readView, type Moment, type ServiceContext } from './context.ts';

export type ClaimsQuery = {
	asOf: string | null;
	year: string | null;
	facility: string | null;
	stage: string | null;
	show: string | null;
	page: string | null;
};

const pageSize = 40;
const shows = ['all', 'overdue', 'findings', 'sampled'] as const;

export class ClaimsService {
	constructor(
		readonly context: ServiceContext,
		readonly neighbours: { batches: Pick<ClaimBatchesService, 'list'> }
	) {}

	/** @throws InvalidFilter for a year, facility, stage or page that does not exist. */
	async load(viewer: Viewer, query: ClaimsQuery): Promise<ClaimsView> {
		const moment = momentOf(query.asOf, this.context.clock);
		const filter = this.#filterOf(viewer, query, moment);
		const view = await readView(this.context, moment, (tx) => this.#read(tx, filter, moment));
		await this.context.recordLook(this.context.system, viewer, {
			action: 'look-rows',
			what: '/claims',
			rows: view.queue.rows.map(({ facility, claimNo }) => rowName('claim', facility, claimNo)),
			filter: query
		});
		return view;
	}

	#filterOf(viewer: Viewer, query: ClaimsQuery, { today }: Moment): ClaimsFilter {
		const { year, facility, stage, show, page } = query;
		if (year !== null && !/^20\d\d$/.test(year)) throw new InvalidFilter('year', year);
		if (facility !== null && !this.context.facilities.find(facility))
			throw new InvalidFilter('facility', facility);
		if (stage !== null && !isOpenStage(stage)) throw new InvalidFilter('stage', stage);
		const shown = shows.find((one) => one === (show ?? 'all'));
		if (shown === undefined) throw new InvalidFilter('show', show ?? '');
		if (page !== null && !/^[1-9]\d{0,4}$/.test(page)) throw new InvalidFilter('page', page);
		const own = viewer.role === 'system' ? null : stageOf(viewer.role);
		return {
			year: year === null ? yearOf(today) : Number(year),
			facility,
			stage: stage ?? own ?? 'submitted',
			show: shown,
			page: Number(page ?? 1)
		};
	}

	async #read(tx: Transaction, filter: ClaimsFilter, moment: Moment): Promise<Omit<ClaimsView, 'snapshot'>> {
		const { year, facility } = filter;
		const { asOf, today } = moment;
		const money = { year, facility, service: null, asOf };
		const [rules, states, facilities, years, analysis] = await Promise.all([
			findReviewRules(tx, moment.now),
			sumClaimsByState(tx, money),
			sumClaimsByFacility(tx, { ...money, facility: null }),
			findBudgetYears(tx, asOf, today),
			findClaimYear(tx, year, today)
		]);
		const queue = await this.#readQueue(tx, filter, rules, moment);
		const codes = [...new Set(facilities.map(({ facility: code }) => code))];
		const computedAt = analysis?.computedAt.toISOString() ?? null;
		return {
			filter,
			years: [...new Set([...years, year])].sort((a, b) => a - b),
			facilities: codes
				.map((code) => ({ code, name: this.context.facilities.nameOf(code) }))
				.sort((a, b) => a.name.localeCompare(b.name, 'id')),
			states: statesOf(states),
			queue,
			statistics: analysis ? this.#statisticsOf(analysis.result, computedAt ?? '', facility) : null,
			batches: await this.neighbours.batches.list(tx, moment.now),
			rules,
			evidence: claimsEvidence(filter, moment, { demo: this.context.demo, computedAt })
		};
	}

	async #readQueue(
		tx: Transaction,
		{ stage, show, page, facility }: ClaimsFilter,
		rules: ReviewRules,
		{ today, asOf }: Moment
	): Promise<ClaimsView['queue']> {
		const stages: QueueStage[] = [];
		let shown: JudgedRow[] = [];
		for (const one of openStages) {
			const query = { stage: one, facility, today, asOf, limitDays: rules.limitDays[one] };
			const { sum, rows } = await readStage(tx, query, rules);
			stages.push(sum);
			if (one === stage) shown = rows.filter((row) => isShown(row, show));
		}
		const first = (page - 1) * pageSize;
		const own = stages.find((one) => one.stage === stage);
		return {
			stages,
			rows: await this.#showRows(tx, shown.slice(first, first + pageSize), asOf),
			total: shown.length,
			pages: Math.max(1, Math.ceil(shown.length / pageSize)),
			most: own && own.claims > mostQueued ? mostQueued : null
		};
	}

	async #showRows(tx: Transaction, rows: readonly JudgedRow[], asOf: string | null): Promise<QueueRow[]> {
		const shown = await findShownClaims(tx, rows);
		const byKey = new Map(shown.map((row) => [row.versionKey, row]));
		return rows.flatMap(({ rules: _, ...row }) => {
			const more = byKey.get(row.versionKey);
			if (!more) return [];
			const found = asOf === null ? {} : { findings: null, atStakeRupiah: 0 };
			return [{ ...row, ...more, ...found, hospital: this.context.facilities.nameOf(row.facility) }];
		});
	}

	#statisticsOf(year: ClaimYear, computedAt: string, facility: string | null): ClaimStatistics {
		const funnel = new Map(year.funnel.map((row) => [row.facility, row]));
		const hospitals = year.hospitals.map((row): HospitalClaims => {
			const place = funnel.get(row.facility);
			const { meanZ, limit95, limit998, standing, claims: peers } = place ?? { claims: 0 };
			return {
				...row,
				name: this.context.facilities.nameOf(row.facility),
				costRatio: place?.costRatio ?? null,
				outlier:
					meanZ === undefined || limit95 === undefined || limit998 === undefined || standing === undefined
						? null
						: { peers, meanZ, limit95, limit998, standing }
			};
		});
		const own = year.byFacility.filter((row) => row.facility === facility);
		const ruleOf = (rule: string) => own.find((row) => row.rule === rule);
		return {
			computedAt,
			stages: year.stages,
			hospitals: hospitals.sort((a, b) => a.name.localeCompare(b.name, 'id')),
			rules:
				facility === null
					? [...year.rules]
					: year.rules.map(({ rule }) => ({
							rule,
							claims: ruleOf(rule)?.claims ?? 0,
							atStakeRupiah: ruleOf(rule)?.atStakeRupiah ?? 0
						})),
			primaryCare: { ...year.primaryCare }
		};
	}
}

type JudgedRow = OpenRow & Pick<QueueRow, 'days' | 'isOverdue' | 'sample'>;

async function readStage(
	tx: Transaction,
	query: OpenQuery,
	rules: ReviewRules
): Promise<{ sum: QueueStage; rows: JudgedRow[] }> {
	const { stage, limitDays, today } = query;
	const open = await readOpenClaims(tx, query);
	const rows = open.rows.map((row): JudgedRow => {
		const days = Math.max(0, daysBetween(row.since, today));
		const sample = sampleReason(rules, { ...row, findings: row.rules });
		return { ...row, days, isOverdue: days > limitDays, sample };
	});
	const sampled = rows.filter(({ sample }) => sample !== null).length;
	return { sum: { stage, limitDays, ...open.sum, sampled }, rows };
}

function isShown(row: JudgedRow, show: ClaimsFilter['show']): boolean {
	if (show === 'overdue') return row.isOverdue;
	if (show === 'findings') return row.rules.length > 0;
	return show === 'all' || row.sample !== null;
}

export function statesOf(rows: readonly StateRow[]): Record<ClaimState, ClaimSum> {
	const none = { claims: 0, billedRupiah: 0, amountRupiah: 0 };
	const sumOf = (state: ClaimState): ClaimSum => {
		const row = rows.find((one) => one.state === state);
		return row
			? { claims: row.claims, billedRupiah: row.billedRupiah, amountRupiah: row.amountRupiah }
			: none;
	};
	return Object.fromEntries(claimStates.map((state) => [state, sumOf(state)])) as Record<
		ClaimState,
		ClaimSum
	>;
}
