/** Claims: what waits for me, for how long, and what looks wrong. */
import {
	isOpenStage,
	openStages,
	sampleReason,
	stageOf,
	type OpenStage,
	type ReviewRules
} from '../../domain/claim-desk.ts';
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
import { findOpenClaims, findOpenClaimsAt, type OpenRow } from '../store/claim-queue.ts';
import { findClaimYear, type ClaimYear } from './claim-analysis.ts';
import type { ClaimBatchesService } from './claim-batches.ts';
import { readReviewRules } from './claim-rules.ts';
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
			readReviewRules(tx, moment.now),
			sumClaimsByState(tx, money),
			sumClaimsByFacility(tx, { ...money, facility: null }),
			findBudgetYears(tx, asOf, today),
			findClaimYear(tx, year, today)
		]);
		const rows = await readOpen(tx, filter, asOf);
		const codes = [...new Set(facilities.map(({ facility: code }) => code))];
		const computedAt = analysis?.computedAt.toISOString() ?? null;
		return {
			filter,
			years: [...new Set([...years, year])].sort((a, b) => a - b),
			facilities: codes
				.map((code) => ({ code, name: this.#nameOf(code) }))
				.sort((a, b) => a.name.localeCompare(b.name, 'id')),
			states: statesOf(states),
			queue: this.#queueOf(rows, filter, rules, moment),
			statistics: analysis ? this.#statisticsOf(analysis.result, computedAt ?? '', facility) : null,
			batches: await this.neighbours.batches.list(tx, moment.now),
			rules,
			evidence: claimsEvidence(filter, moment, { demo: this.context.demo, computedAt })
		};
	}

	#queueOf(
		open: Record<OpenStage, OpenRow[]>,
		filter: ClaimsFilter,
		rules: ReviewRules,
		moment: Moment
	): ClaimsView['queue'] {
		const names = (code: string) => this.#nameOf(code);
		const judged = openStages.map((stage) =>
			open[stage].map((row) => judgeRow(row, stage, rules, moment, names))
		);
		const stages = openStages.map((stage, place) => sumStage(stage, judged[place] ?? [], rules));
		const own = judged[openStages.indexOf(filter.stage)] ?? [];
		const shown = own
			.filter((row) => isShown(row, filter.show))
			.sort(byUrgency(rules.limitDays[filter.stage]));
		const first = (filter.page - 1) * pageSize;
		return {
			stages,
			rows: shown.slice(first, first + pageSize),
			total: shown.length,
			pages: Math.max(1, Math.ceil(shown.length / pageSize))
		};
	}

	#statisticsOf(year: ClaimYear, computedAt: string, facility: string | null): ClaimStatistics {
		const funnel = new Map(year.funnel.map((row) => [row.facility, row]));
		const hospitals = year.hospitals.map((row): HospitalClaims => {
			const place = funnel.get(row.facility);
			const { meanZ, limit95, limit998, standing, claims: peers } = place ?? { claims: 0 };
			return {
				...row,
				name: this.#nameOf(row.facility),
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

	#nameOf(facility: string): string {
		return this.context.facilities.find(facility)?.name ?? facility;
	}
}

async function readOpen(
	tx: Transaction,
	{ facility }: ClaimsFilter,
	asOf: string | null
): Promise<Record<OpenStage, OpenRow[]>> {
	const rows = await Promise.all(
		openStages.map((stage) =>
			asOf === null ? findOpenClaims(tx, stage, facility) : findOpenClaimsAt(tx, stage, facility, asOf)
		)
	);
	return Object.fromEntries(openStages.map((stage, place) => [stage, rows[place] ?? []])) as Record<
		OpenStage,
		OpenRow[]
	>;
}

function judgeRow(
	row: OpenRow,
	stage: OpenStage,
	rules: ReviewRules,
	{ today }: Moment,
	nameOf: (code: string) => string
): QueueRow {
	const days = Math.max(0, daysBetween(row.since, today));
	const findings = row.findings ?? [];
	return {
		...row,
		hospital: nameOf(row.facility),
		days,
		isOverdue: days > rules.limitDays[stage],
		atStakeRupiah: row.atStakeRupiah ?? 0,
		sample: sampleReason(rules, { ...row, findings: findings.map(({ rule }) => rule) })
	};
}

function sumStage(stage: OpenStage, rows: readonly QueueRow[], { limitDays }: ReviewRules): QueueStage {
	return {
		stage,
		claims: rows.length,
		amountRupiah: rows.reduce((sum, { amountRupiah }) => sum + amountRupiah, 0),
		overdue: rows.filter(({ isOverdue }) => isOverdue).length,
		oldestDays: rows.length === 0 ? null : rows.reduce((most, { days }) => Math.max(most, days), 0),
		limitDays: limitDays[stage],
		withFindings: rows.filter(({ findings }) => (findings?.length ?? 0) > 0).length,
		sampled: rows.filter(({ sample }) => sample !== null).length
	};
}

function isShown(row: QueueRow, show: ClaimsFilter['show']): boolean {
	if (show === 'overdue') return row.isOverdue;
	if (show === 'findings') return (row.findings?.length ?? 0) > 0;
	return show === 'all' || row.sample !== null;
}

/** Oldest and riskiest first: the share of its time that is used up, and the share of its money that is in doubt. */
function byUrgency(limitDays: number): (a: QueueRow, b: QueueRow) => number {
	const urgency = ({ days, atStakeRupiah, amountRupiah }: QueueRow) =>
		days / limitDays + Math.min(1, atStakeRupiah / Math.max(1, amountRupiah));
	return (a, b) =>
		urgency(b) - urgency(a) ||
		b.amountRupiah - a.amountRupiah ||
		(`${a.facility}/${a.claimNo}` < `${b.facility}/${b.claimNo}` ? -1 : 1);
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
