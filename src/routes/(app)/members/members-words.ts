import { findKecamatan, outsideArea } from '$lib/domain/area';
import type { RegisterSource, ValidityReason } from '$lib/domain/membership-validity';
import { type Locale, formatDay, formatNumber, formatRupiahShort, formatShare } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages.js';
import type { MembersView, SyncRow } from '$lib/protocol/views/members';

const reasons: Record<ValidityReason, () => string> = {
	'nik-malformed': m.members_reason_nik_malformed,
	deceased: m.members_reason_deceased,
	moved: m.members_reason_moved,
	'not-in-register': m.members_reason_not_in_register,
	'two-families': m.members_reason_two_families,
	'two-heads': m.members_reason_two_heads,
	'jkn-active': m.members_reason_jkn_active,
	'residence-under-six-months': m.members_reason_residence_under_six_months,
	'ektp-missing': m.members_reason_ektp_missing,
	'newborn-without-nik': m.members_reason_newborn_without_nik
};
export const reasonName = (reason: ValidityReason) => reasons[reason]();
export const reasonNames = () =>
	(Object.keys(reasons) as ValidityReason[]).map((value) => ({ value, text: reasonName(value) }));

const sources: Record<RegisterSource, () => string> = {
	dukcapil: m.members_source_dukcapil,
	dinsos: m.members_source_dinsos,
	jkn: m.members_source_jkn
};
export const sourceName = (source: RegisterSource) => sources[source]();

export const areaName = (code: string) =>
	findKecamatan(code)?.name ?? (code === outsideArea ? m.members_outside() : m.members_unknown());

const modes: Record<string, () => string> = {
	snapshot: m.members_mode_snapshot,
	delta: m.members_mode_delta
};
export const modeName = (mode: string) => modes[mode]?.() ?? mode;

const states: Record<string, () => string> = {
	running: m.members_state_running,
	done: m.members_state_done,
	refused: m.members_state_refused,
	failed: m.members_state_failed,
	aborted: m.members_state_aborted
};
export const stateName = (state: string) => states[state]?.() ?? state;
export const stateTone = (state: string) =>
	state === 'done' ? 'good' : state === 'running' ? 'plain' : state === 'refused' ? 'warn' : 'bad';

const faults: Record<string, () => string> = {
	unreadable: m.members_fault_unreadable,
	'nik-malformed': m.members_fault_nik_malformed,
	'family-malformed': m.members_fault_family_malformed,
	'status-unknown': m.members_fault_status_unknown,
	'day-malformed': m.members_fault_day_malformed,
	'yes-no-malformed': m.members_fault_yes_no_malformed,
	'segment-malformed': m.members_fault_segment_malformed
};
const linesShown = 5;

/** How many lines could not be used, why, and where the first of them stand. */
export function faultTexts(locale: Locale, { rejections }: SyncRow): string[] {
	return rejections.map(({ reason, count, lines }) => {
		const first = lines.slice(0, linesShown).join(', ');
		return m.members_fault_line({
			count: formatNumber(locale, count),
			reason: faults[reason]?.() ?? reason,
			lines: count > linesShown ? m.members_fault_more({ lines: first }) : first
		});
	});
}

/** The page's one sentence, made from its numbers. */
export function answerText(locale: Locale, { day, member, invalid }: MembersView): string {
	if (day === null || !member) return m.members_answer_empty();
	const told = { members: formatNumber(locale, member.persons), day: formatDay(locale, day) };
	if (!invalid || invalid.persons === 0 || member.persons === 0) return m.members_answer_sound(told);
	return m.members_answer({
		...told,
		invalid: formatNumber(locale, invalid.persons),
		share: formatShare(locale, invalid.persons / member.persons, 1)
	});
}

export function detailText(locale: Locale, { day, member, invalid, population }: MembersView): string {
	if (day === null || !member) return '';
	const coverage = m.members_detail_coverage({
		coverage: formatShare(locale, member.persons / population, 1),
		population: formatNumber(locale, population)
	});
	if (!invalid || invalid.paidRupiah === null) return coverage;
	const paid = m.members_detail({
		year: day.slice(0, 4),
		paid: formatRupiahShort(locale, invalid.paidRupiah)
	});
	return `${paid} ${coverage}`;
}

/** `+12` or `−3`; nothing where nothing moved. */
export const signed = (locale: Locale, change: number) =>
	change > 0 ? `+${formatNumber(locale, change)}` : formatNumber(locale, change);
