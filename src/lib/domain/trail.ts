/**
 * What the trail may say was done: a closed list, so that a filter can offer it and an auditor can count on it. `shows`
 * marks what let somebody see rows; a breach is answered from those (`npm run audit -- affected`).
 */
export const trailActions = {
	'trail-begun': { shows: false },
	'sign-in': { shows: false },
	'sign-in-failed': { shows: false },
	'sign-out': { shows: false },
	'password-changed': { shows: false },
	'second-factor-changed': { shows: false },
	/** Rows of visits, claims, members or stock, on a page or through the API. */
	'look-rows': { shows: true },
	/** One person, found by NIK. */
	'look-person': { shows: true },
	'look-trail': { shows: true },
	export: { shows: true },
	'held-open': { shows: true },
	'held-replay': { shows: false },
	'held-discard': { shows: false },
	'key-made': { shows: false },
	'key-revoked': { shows: false },
	'key-rotated': { shows: false },
	'user-made': { shows: false },
	'user-disabled': { shows: false },
	'role-changed': { shows: false },
	'setting-changed': { shows: false },
	refused: { shows: false }
} as const satisfies Record<string, { shows: boolean }>;

export type TrailAction = keyof typeof trailActions;

export const trailActionNames = Object.keys(trailActions) as readonly TrailAction[];

/** The actions that let somebody see rows. */
export const lookActions = trailActionNames.filter((action) => trailActions[action].shows);

export function isTrailAction(text: string): text is TrailAction {
	return Object.hasOwn(trailActions, text);
}

/** Tables whose rows the trail names; `person` is the random id that stands in a NIK's place. */
export type RowTable =
	| 'person'
	| 'event'
	| 'visit'
	| 'claim'
	| 'letter'
	| 'letter_request'
	| 'complaint'
	| 'member'
	| 'stock'
	| 'quarantine'
	| 'trail'
	| 'api_key'
	| 'account';

/** A row as the trail names it: `visit:3275013/V-17`. */
export const rowName = (table: RowTable, ...key: (string | number)[]): string => `${table}:${key.join('/')}`;

/** How many rows these names stand for: the persons of visits and claims stand beside them and are no rows of their own. */
export function countNamed(rows: readonly string[]): number {
	const others = rows.filter((row) => !row.startsWith('person:')).length;
	return others === 0 ? rows.length : others;
}
