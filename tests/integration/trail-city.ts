/** A trail of one's own on a database of one's own, and the hands of somebody who may do anything to both. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import type { Sql } from '../../src/lib/server/store/connect.ts';
import type { AnchorPlaces } from '../../src/lib/server/store/trail/anchor.ts';
import { trailKeyOf } from '../../src/lib/server/store/trail/line.ts';
import { Trail } from '../../src/lib/server/store/trail/trail.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';

export const officer: Viewer = { name: 'user:officer', role: 'planner', facility: null };
export const nurse: Viewer = { name: 'user:nurse', role: 'hospital', facility: '3275013' };
export const noon = new Date('2026-11-22T05:00:00.000Z');
export const secret = Buffer.alloc(32, 7);

export type TrailCity = {
	database: TestDatabase;
	places: AnchorPlaces & { second: string };
	/** What the clock of `open`'s trails says. */
	clock: { now: Date };
	open: (options?: { sql?: Sql; secret?: Buffer; places?: AnchorPlaces }) => Trail;
	close: () => Promise<void>;
};

export async function openTrailCity(): Promise<TrailCity> {
	const database = await openTestDatabase();
	const folder = mkdtempSync(join(tmpdir(), 'denyut-trail-'));
	const places = { own: join(folder, 'own'), second: join(folder, 'second') };
	const clock = { now: noon };
	return {
		database,
		places,
		clock,
		open: (options = {}) =>
			new Trail({
				sql: options.sql ?? database.sql,
				key: trailKeyOf(options.secret ?? secret),
				places: options.places ?? places,
				clock: () => clock.now
			}),
		close: async () => {
			await database.drop();
			rmSync(folder, { recursive: true, force: true });
		}
	};
}

/** As the owner of the database's server, whom no trigger stops. */
export function tamper<T>({ database: { sql } }: TrailCity, work: (tx: Sql) => Promise<T>): Promise<T> {
	return sql.begin(async (tx) => {
		await tx`SET LOCAL session_replication_role = replica`;
		return work(tx as unknown as Sql);
	}) as Promise<T>;
}
