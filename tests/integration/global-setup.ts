import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { connect } from '../../src/lib/server/store/connect.ts';
import { openDatabase } from '../../src/lib/server/store/embedded.ts';
import { migrate } from '../../src/lib/server/store/migrate.ts';
import { databaseUrl, TEMPLATE } from './database.ts';

declare module 'vitest' {
	interface ProvidedContext {
		/** Of the one server that all integration tests share; each file has a database of its own on it. */
		serverUrl: string;
	}
}

/** Set DENYUT_TEST_DATABASE_URL to run the same tests on another PostgreSQL (15 to 18) than the built-in one. */
export default async function startTestServer(project: TestProject): Promise<() => Promise<void>> {
	const dataDir = mkdtempSync(join(tmpdir(), 'denyut-test-'));
	chmodSync(dataDir, 0o755);
	const log = { info: () => undefined, warn: console.warn, error: console.error };
	const server = await openDatabase({ databaseUrl: process.env.DENYUT_TEST_DATABASE_URL, dataDir, log });
	await createTemplate(server.url);
	project.provide('serverUrl', server.url);
	return async () => {
		await server.stop();
		rmSync(dataDir, { recursive: true, force: true });
	};
}

/** Migrated once; a clone of it takes a fraction of what the migrations take. */
async function createTemplate(serverUrl: string): Promise<void> {
	const sql = connect(serverUrl, { max: 1 });
	try {
		await sql`drop database if exists ${sql(TEMPLATE)} with (force)`;
		await sql`create database ${sql(TEMPLATE)} encoding 'UTF8' template template0`;
	} finally {
		await sql.end();
	}
	await migrate(databaseUrl(serverUrl, TEMPLATE));
}
