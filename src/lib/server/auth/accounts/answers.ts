import type { SetCookie } from './cookies.ts';

export type TooMany = { outcome: 'too-many'; retryAfterSeconds: number };
export type SignInAnswer = { outcome: 'in'; cookies: SetCookie[] } | { outcome: 'wrong' } | TooMany;

export function tooMany(retryAfterSeconds: number): TooMany {
	return { outcome: 'too-many', retryAfterSeconds };
}
