/** Which claims are reviewed in full, and how long a stage may take: set by the health office, for the next look. */
import { mayDo } from '../../domain/access.ts';
import { deskRules } from '../../analytics/audit/audit-desk.ts';
import { openStages, type OpenStage, type ReviewRules } from '../../domain/claim-desk.ts';
import { readTypedRupiah } from '../../domain/typed-rupiah.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { findReviewRules, writeReviewRules } from '../store/review-rules.ts';
import { inSnapshot } from '../store/snapshot.ts';
import { inTransaction } from '../store/transaction.ts';
import type { ServiceContext } from './context.ts';

export type RulesResult =
	{ outcome: 'set' } | { outcome: 'forbidden' } | { outcome: 'unusable'; field: string };

/** What held at a moment, read for whom its seed is none of: limits and one claim's draw may be told to more than the desk. */
export function readReviewRules({ system, viewer }: ServiceContext, at: Date): Promise<ReviewRules> {
	return inSnapshot(system, { ...viewer, role: 'system' }, (tx) => findReviewRules(tx, at));
}

export class ClaimRulesService {
	/** Rules of the audit that may send a claim to a full review. */
	readonly options = deskRules;

	constructor(readonly context: ServiceContext) {}

	/** What holds now. */
	load(): Promise<ReviewRules> {
		const { sql, viewer, clock } = this.context;
		return inSnapshot(sql, viewer, (tx) => findReviewRules(tx, clock()));
	}

	/** @param form fields as they were typed: percent, rupiah, days */
	async set(viewer: Viewer, form: FormData): Promise<RulesResult> {
		if (viewer.role === 'system' || !mayDo(viewer.role, 'set-sampling')) return { outcome: 'forbidden' };
		const rules = readForm(form);
		if (typeof rules === 'string') return { outcome: 'unusable', field: rules };
		const { system, clock, recordLook } = this.context;
		await inTransaction(system, async (tx) => {
			await recordLook(tx, viewer, { action: 'setting-changed', what: '/claims/rules', filter: told(rules) });
			await writeReviewRules(tx, { at: clock(), who: viewer.name, rules });
		});
		return { outcome: 'set' };
	}
}

const told = ({ randomShare, aboveRupiah, findings, seed }: ReviewRules) => ({
	randomShare: String(randomShare),
	aboveRupiah: aboveRupiah === null ? null : String(aboveRupiah),
	findings: findings.join(' '),
	seed
});

/** @returns the name of the field that cannot be used where one cannot. */
function readForm(form: FormData): ReviewRules | string {
	const text = (name: string) => String(form.get(name) ?? '').trim();
	const percent = Number(text('percent').replace(',', '.'));
	if (text('percent') === '' || !(percent >= 0 && percent <= 100)) return 'percent';
	const above = text('above') === '' ? null : readTypedRupiah(text('above'));
	if (above === undefined || above === 0) return 'above';
	const seed = text('seed');
	if (!/^[\w-]{1,40}$/.test(seed)) return 'seed';
	const findings = form.getAll('finding').map(String);
	if (findings.some((rule) => !(deskRules as readonly string[]).includes(rule))) return 'finding';
	const limitDays: Partial<Record<OpenStage, number>> = {};
	for (const stage of openStages) {
		const days = Number(text(`days-${stage}`));
		if (!Number.isInteger(days) || days < 1 || days > 365) return `days-${stage}`;
		limitDays[stage] = days;
	}
	return {
		...{ randomShare: percent / 100, aboveRupiah: above, findings, seed },
		limitDays: limitDays as Record<OpenStage, number>
	};
}
