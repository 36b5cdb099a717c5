import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as runMigrations } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';

/** Any number that no other program on the same server is likely to lock: "DENY" in ASCII. */
const MIGRATION_LOCK = 0x44454e59;

/**
 * Brings the schema up to date; several processes may start at once and one of them does the work.
 *
 * It has a connection of its own, because Drizzle overwrites the parsers of the client it is given, and exactly
 * one, because an advisory lock belongs to the session that took it (Drizzle's migrator itself takes none).
 */
export async function migrate(url: string, folder = findMigrations()): Promise<void> {
	const sql = postgres(url, {
		max: 1,
		onnotice: () => undefined,
		connection: { application_name: 'denyut-migrate' }
	});
	try {
		await sql`select pg_advisory_lock(${MIGRATION_LOCK})`;
		await runMigrations(drizzle(sql), { migrationsFolder: folder });
	} catch (error) {
		throw explain(error);
	} finally {
		await sql.end();
	}
}

/** Drizzle's own message repeats the whole statement; the cause says what PostgreSQL objected to. */
function explain(error: unknown): Error {
	const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
	const reason = cause instanceof Error ? cause.message : String(cause);
	return new Error(`The database schema could not be brought up to date: ${reason}`, { cause });
}

/** `drizzle/` at the top of the checkout, wherever this file runs from (source or a bundle under `build/`). */
function findMigrations(): string {
	let folder = dirname(fileURLToPath(import.meta.url));
	for (;;) {
		const candidate = join(folder, 'drizzle');
		if (existsSync(join(candidate, 'meta', '_journal.json'))) return candidate;
		const parent = dirname(folder);
		if (parent === folder)
			throw new Error('The folder drizzle/ with the migrations is missing from the checkout.');
		folder = parent;
	}
}
