import { isTrailAction, type TrailAction } from '$lib/domain/trail';
import { formatDay, formatNumber, type Locale } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages.js';
import type { TrailStanding } from '$lib/protocol/views/trail';

const actionNames: Record<TrailAction, () => string> = {
	'trail-begun': m.trail_action_trail_begun,
	'sign-in': m.trail_action_sign_in,
	'sign-in-failed': m.trail_action_sign_in_failed,
	'sign-out': m.trail_action_sign_out,
	'password-changed': m.trail_action_password_changed,
	'second-factor-changed': m.trail_action_second_factor_changed,
	'look-rows': m.trail_action_look_rows,
	'look-person': m.trail_action_look_person,
	'look-trail': m.trail_action_look_trail,
	export: m.trail_action_export,
	'held-open': m.trail_action_held_open,
	'held-replay': m.trail_action_held_replay,
	'held-discard': m.trail_action_held_discard,
	'key-made': m.trail_action_key_made,
	'key-revoked': m.trail_action_key_revoked,
	'key-rotated': m.trail_action_key_rotated,
	'user-made': m.trail_action_user_made,
	'user-disabled': m.trail_action_user_disabled,
	'role-changed': m.trail_action_role_changed,
	'setting-changed': m.trail_action_setting_changed,
	refused: m.trail_action_refused
};
const problems: Record<string, () => string> = {
	altered: m.trail_problem_altered,
	missing: m.trail_problem_missing,
	relinked: m.trail_problem_relinked,
	start: m.trail_problem_start,
	'foreign-key': m.trail_problem_foreign_key,
	cut: m.trail_problem_cut,
	replaced: m.trail_problem_replaced
};

/** An action of another version is shown as it was written. */
export const actionName = (action: string) => (isTrailAction(action) ? actionNames[action]() : action);

/** What it was done to or with, where the trail says so in a word of its own; addresses, commands and roles stand as they are. */
const things: Readonly<Record<string, () => string>> = {
	password: m.trail_what_password,
	'second-factor': m.trail_what_second_factor,
	city: m.trail_what_city,
	here: m.trail_what_here,
	own: m.trail_what_own,
	trail: m.trail_what_trail,
	on: m.trail_what_on,
	off: m.trail_what_off,
	'new backup codes': m.trail_what_backup_codes,
	reset: m.trail_what_reset,
	disabled: m.trail_what_disabled,
	enabled: m.trail_what_enabled,
	'ended by an administrator': m.trail_what_ended,
	'pseudonym key': m.trail_what_pseudonym_key,
	'budget set': m.trail_what_budget_set,
	'webhook added': m.trail_what_webhook_added,
	'webhook removed': m.trail_what_webhook_removed,
	'signal mail on': m.trail_what_signal_mail_on,
	'signal mail off': m.trail_what_signal_mail_off,
	'password of the reporting role made': m.trail_what_report_role
};
export const thingName = (what: string): string =>
	(Object.hasOwn(things, what) ? things[what]?.() : null) ?? what;

/** The user name first, where the trail's own name is an account's. */
export const whoName = (names: Readonly<Record<string, string>>, who: string) =>
	names[who] === undefined ? who : `${names[who]} (${who})`;

/** Is it whole? */
export function answerOf(locale: Locale, { state, lines, first }: TrailStanding): string {
	const count = formatNumber(locale, lines);
	if (state === 'whole') return m.trail_answer_whole({ lines: count });
	if (state === 'wrong-key') return m.trail_answer_wrong_key();
	if (first === null || first.number === null) return m.trail_answer_anchors({ lines: count });
	return m.trail_answer_broken({ number: formatNumber(locale, first.number) });
}

/** What is wrong and what to do, or until when it is anchored. */
export function detailOf(locale: Locale, { state, first, anchored }: TrailStanding): string {
	const until =
		anchored === null
			? m.trail_anchored_none()
			: m.trail_anchored({
					number: formatNumber(locale, anchored.number),
					day: formatDay(locale, anchored.day)
				});
	if (state === 'whole') return until;
	if (state === 'wrong-key') return m.trail_todo_wrong_key();
	const problem = problems[first?.kind ?? ''] ?? m.trail_problem_anchor;
	return `${problem()} ${m.trail_todo_broken()} ${until}`;
}
