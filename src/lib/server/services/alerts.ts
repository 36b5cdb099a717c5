/**
 * What stands out now, as the pages tell it: diseases over their SKDR rule (Overview), sources that fell silent (Quality),
 * claims that wait too long (Claims), signals of a kecamatan that nobody has dismissed (Signals).
 */
import { alertCount } from '../../analytics/surveillance/skdr-rules.ts';
import { findKecamatan } from '../../domain/area.ts';
import { blurCount } from '../../domain/blur.ts';
import { jakartaDay } from '../../domain/period.ts';
import { isSilent } from '../../domain/source-silence.ts';
import { findDiseaseGroup, findSkdrDisease } from '../../domain/surveillance-diseases.ts';
import type { StandingAlert } from '../../protocol/alerts.ts';
import type { OverviewAlert } from '../../protocol/views/overview.ts';
import { findOverdue } from '../store/overdue-claims.ts';
import { readSignals, type StoredSignal } from '../store/signals/read.ts';
import { inSnapshot } from '../store/snapshot.ts';
import { findReviewRules } from '../store/review-rules.ts';
import type { ServiceContext } from './context.ts';
import type { OverviewService } from './overview.ts';
import type { QualityService } from './quality.ts';

type Neighbours = { overview: Pick<OverviewService, 'load'>; quality: Pick<QualityService, 'load'> };

export class AlertsService {
	constructor(
		readonly context: ServiceContext,
		readonly neighbours: Neighbours
	) {}

	async findStanding(): Promise<StandingAlert[]> {
		return [
			...(await this.#diseases()),
			...(await this.#silences()),
			...(await this.#overdue()),
			...(await this.#signals())
		];
	}

	async #diseases(): Promise<StandingAlert[]> {
		const { diseases } = await this.neighbours.overview.load({ asOf: null });
		return diseases.alerts.map((alert) => ({
			key: `disease/${alert.group}/${diseases.week}`,
			kind: 'disease',
			facts: { week: diseases.week, ...factsOf(alert) }
		}));
	}

	async #silences(): Promise<StandingAlert[]> {
		const now = this.context.clock().toISOString();
		const everything = { asOf: null, reason: null, source: null, type: null, page: null, url: '/quality' };
		const { sources } = await this.neighbours.quality.load(everything);
		return sources
			.filter(({ lastSeenAt, usualHours }) => isSilent(lastSeenAt, usualHours, now))
			.map(({ reporter, name, source, lastSeenAt, usualHours }) => ({
				key: `silent-source/${reporter}/${source}/${lastSeenAt}`,
				kind: 'silent-source',
				facts: { reporter, name, source, lastSeenAt, usualHours }
			}));
	}

	/** One for each stage and hospital, for as long as any claim there is over its time: the key names no claim. */
	async #overdue(): Promise<StandingAlert[]> {
		const { sql, viewer, clock, facilities } = this.context;
		const now = clock();
		const { rows, limitDays } = await inSnapshot(sql, viewer, async (tx) => {
			const rules = await findReviewRules(tx, now);
			return { rows: await findOverdue(tx, rules.limitDays, jakartaDay(now)), limitDays: rules.limitDays };
		});
		return rows.map(({ stage, facility, claims, oldestDays }) => ({
			key: `overdue-claims/${stage}/${facility}`,
			kind: 'overdue-claims',
			facts: {
				...{ stage, facility, name: facilities.find(facility)?.name ?? null },
				...{ claims: blurCount(claims), limitDays: limitDays[stage], oldestDays }
			}
		}));
	}

	/** While nobody has dismissed or closed it; once more for as long as it is said to be an outbreak. */
	async #signals(): Promise<StandingAlert[]> {
		const { sql, viewer, clock } = this.context;
		const until = clock();
		const open = await inSnapshot(sql, viewer, (tx) =>
			readSignals(tx, { until, isOpen: true, limit: mostSignals })
		);
		return open.flatMap((signal) => {
			if (signal.state === 'no-outbreak') return [];
			const raised = signalAlert(signal, 'none');
			return signal.state === 'outbreak' ? [raised, signalAlert(signal, 'outbreak')] : [raised];
		});
	}
}

const mostSignals = 1_000;

/** As of diseases: no count finer than what readers of totals are told, and no place beside a small one. */
function signalAlert(
	{ id, disease, area, weeks, week }: StoredSignal,
	verdict: 'none' | 'outbreak'
): StandingAlert {
	const last = weeks.at(-1);
	const cases = blurCount(last?.cases ?? 0);
	const group = findDiseaseGroup(disease);
	return {
		key: verdict === 'none' ? `signal/${id}` : `signal/${id}/${verdict}`,
		kind: 'signal',
		facts: {
			...{ signal: id, disease, names: { ...(group?.names ?? { id: disease, en: disease }) } },
			...{ week: last?.week ?? week, cases, verdict },
			kecamatan: cases === 0 ? null : (findKecamatan(area)?.name ?? null)
		}
	};
}

type DiseaseFacts = Extract<StandingAlert, { kind: 'disease' }>['facts'];

/**
 * That a rule is broken is told of a single case too: that is what it is for. How many there are goes to machines that no
 * sign-in guards, and so no finer than to whoever sees only totals; a place is not named beside a small count, and a ratio's
 * threshold is told of the rounded week before, since the exact one would tell that week's count.
 */
function factsOf({ group, names, ...exact }: OverviewAlert): Omit<DiseaseFacts, 'week'> {
	const cases = blurCount(exact.cases);
	const previous = exact.previous === null ? null : blurCount(exact.previous);
	const rule = findSkdrDisease(findDiseaseGroup(group)?.skdr ?? '')?.rule;
	return {
		...{ disease: group, names: { ...names }, cases, previous },
		alertAt: rule === undefined ? null : alertCount(rule, previous),
		kecamatan: cases === 0 ? null : exact.kecamatan
	};
}
