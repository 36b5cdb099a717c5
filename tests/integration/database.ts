import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { connect, type Sql } from '../../src/lib/server/store/connect.ts';

export const TEMPLATE = 'denyut_template';

export interface TestDatabase {
	readonly sql: Sql;
	readonly url: string;
	drop(): Promise<void>;
}

/** A migrated, empty database of the test's own. Call `drop` in afterAll. */
export async function openTestDatabase({ max = 5 } = {}): Promise<TestDatabase> {
	const serverUrl = inject('serverUrl');
	const name = `denyut_test_${randomBytes(6).toString('hex')}`;
	await onServer(serverUrl, (admin) => admin`create database ${admin(name)} template ${admin(TEMPLATE)}`);
	const url = databaseUrl(serverUrl, name);
	const sql = connect(url, { max, name: 'denyut-test' });
	return {
		sql,
		url,
		async drop() {
			await sql.end({ timeout: 5 });
			await onServer(serverUrl, (admin) => admin`drop database if exists ${admin(name)} with (force)`);
		}
	};
}

async function onServer(serverUrl: string, work: (admin: Sql) => Promise<unknown>): Promise<void> {
	const admin = connect(serverUrl, { max: 1, name: 'denyut-test-admin' });
	try {
		await work(admin);
	} finally {
		await admin.end();
	}
}

export function databaseUrl(serverUrl: string, name: string): string {
	const url = new URL(serverUrl);
	url.pathname = `/${name}`;
	return url.href;
}
