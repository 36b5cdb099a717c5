/** Whom the trail means: it names accounts by ids that never change, people know them by their user names. */
import type { Executor } from '../bulk.ts';
import type { Sql } from '../connect.ts';

export type TrailName = { userName: string; name: string; isDisabled: boolean };

const prefixed = /^(user|account):(.+)$/;

/**
 * By `user:<id>` or `account:<id>`, as they were asked for; of those that belong to an account, closed ones too. Others than
 * administrators and the product find nothing.
 */
export async function readTrailNames(
	sql: Executor,
	asked: Iterable<string>
): Promise<Map<string, TrailName>> {
	const ids = new Map([...new Set(asked)].map((one) => [one, prefixed.exec(one)?.[2] ?? null]));
	const wanted = [...new Set([...ids.values()].filter((id) => id !== null))];
	if (wanted.length === 0) return new Map();
	const rows = await (sql as Sql)<(TrailName & { id: string })[]>`
		SELECT id, user_name AS "userName", name, disabled_at IS NOT NULL AS "isDisabled"
		FROM user_account WHERE id = ANY(${wanted}::text[])`;
	const known = new Map(rows.map(({ id, ...name }) => [id, name]));
	return new Map(
		[...ids].flatMap(([one, id]) => {
			const name = id === null ? undefined : known.get(id);
			return name === undefined ? [] : [[one, name]];
		})
	);
}

/** `user:<id>` of a user name; null where no account has it. */
export async function findTrailViewer(sql: Executor, userName: string): Promise<string | null> {
	const [row] = await (sql as Sql)<{ id: string }[]>`
		SELECT id FROM user_account WHERE user_name = ${userName.toLowerCase()}`;
	return row ? `user:${row.id}` : null;
}
