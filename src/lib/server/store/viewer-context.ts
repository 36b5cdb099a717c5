/**
 * Who a transaction reads for, told to the database: the policies of every table that carries a facility or a person ask
 * for it. It is set for one transaction; one that was told nothing sees nothing.
 */
import { scopeOf } from '../../domain/access.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { arrayLiteral, type Executor } from './bulk.ts';

/** The settings that the policies read. */
export const roleSetting = 'denyut.role';
export const facilitiesSetting = 'denyut.facilities';

/** Who sees city totals only finds them where others find the tables. */
export async function setViewer(tx: Executor, { role, facility }: Viewer): Promise<void> {
	const schemas = role !== 'system' && scopeOf(role, 'visits') === 'city' ? 'city, public' : 'public';
	await tx`SELECT set_config(${roleSetting}, ${role}, true), set_config('search_path', ${schemas}, true),
		set_config(${facilitiesSetting}, ${facility === null ? '' : listOf([facility])}, true)`;
}

/**
 * The committer writes for exactly the facilities of the requests that it groups; without one it writes no facility's rows.
 * Sent when this returns, awaited or not: what follows on the connection is judged by it.
 */
export async function setWriters(tx: Executor, facilities: readonly string[]): Promise<void> {
	await tx`SELECT set_config(${roleSetting}, 'committer', true),
		set_config(${facilitiesSetting}, ${listOf(facilities)}, true)`.execute();
}

const listOf = (facilities: readonly string[]) => arrayLiteral(facilities, (facility) => facility);
