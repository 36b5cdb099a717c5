import { roles } from '$lib/domain/role';
import { formatMoment, formatNumber, type Locale } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages.js';
import type { AccountItem, AccountState, AccountsView } from '$lib/protocol/views/accounts';
import { roleName } from '../../role-words';

/** The public needs no account. */
export const roleOptions = () =>
	roles.filter((role) => role !== 'public').map((role) => ({ value: role, text: roleName(role) }));

const stateNames: Record<AccountState, () => string> = {
	open: m.accounts_state_open,
	waiting: m.accounts_state_waiting,
	expired: m.accounts_state_expired,
	disabled: m.accounts_state_disabled
};
export const stateName = (state: AccountState) => stateNames[state]();

export const stateTones = { open: 'good', waiting: 'plain', expired: 'warn', disabled: 'bad' } as const;

/** The first account of a database has nobody to stand in for it: said before it is too late. */
export function answerOf(locale: Locale, { counts }: AccountsView): string {
	const [able, all] = [formatNumber(locale, counts.mayEnter), formatNumber(locale, counts.all)];
	if (counts.admins === 1) return m.accounts_answer_one_admin({ able, all });
	return m.accounts_answer({ able, all, admins: formatNumber(locale, counts.admins) });
}

export const lastSignIn = (locale: Locale, { lastSignInAt }: AccountItem) =>
	lastSignInAt === null ? m.accounts_never() : formatMoment(locale, lastSignInAt);

export function factorName({ hasSecondFactor, hasPassword }: AccountItem): string {
	if (hasSecondFactor) return m.accounts_factor_on();
	return hasPassword ? m.accounts_factor_off() : m.accounts_city_only();
}
