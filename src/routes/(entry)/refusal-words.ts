import { m } from '$lib/i18n/paraglide/messages.js';

const words = {
	wrong: () => m.account_wrong(),
	'wrong-password': () => m.account_password_wrong(),
	'wrong-code': () => m.account_code_wrong(),
	differs: () => m.account_password_differs(),
	'too-short': () => m.account_weak_too_short(),
	'too-long': () => m.account_weak_too_long(),
	'too-simple': () => m.account_weak_too_simple(),
	'names-you': () => m.account_weak_names_you(),
	same: () => m.account_weak_same(),
	'city-unavailable': () => m.account_city_unavailable()
} as const;

export type RefusalCode = keyof typeof words | 'too-many';

export function refusalText({ code, minutes }: { code: RefusalCode; minutes: number }): string {
	return code === 'too-many' ? m.account_too_many({ minutes }) : words[code]();
}

/** Why the city's own sign-in sent somebody back, by better-auth's codes for it. */
export function cityRefusalText(error: string): string {
	if (error === 'account_not_linked' || error === 'signup_disabled' || error === 'unable_to_link_account')
		return m.account_city_unknown();
	if (error === 'role_not_granted') return m.account_city_role();
	return error === 'unable_to_create_session' ? m.account_city_closed() : m.account_city_failed();
}
