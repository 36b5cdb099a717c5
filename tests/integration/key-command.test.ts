import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from './database.ts';

let database: TestDatabase;
const dataDir = mkdtempSync(join(tmpdir(), 'denyut-keys-'));
beforeAll(async () => {
	database = await openTestDatabase();
});
afterAll(async () => {
	await database.drop();
	rmSync(dataDir, { recursive: true, force: true });
});

type Ended = { code: number; stdout: string; stderr: string };

async function key(...args: string[]): Promise<Ended> {
	const env = { ...process.env, DATABASE_URL: database.url, DENYUT_DATA_DIR: dataDir };
	const running = promisify(execFile)('npm', ['run', '--silent', 'key', '--', ...args], { env });
	return running.then(
		({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
		(error: unknown) => error as Ended
	);
}
const token = /^dk_([a-z0-9]{16})_[A-Za-z0-9_-]{43}\n$/;

describe('npm run key', () => {
	it('prints one key on stdout and nothing else, for a hospital, a party and a reader', async () => {
		for (const args of [
			['--facility', '3275013'],
			['--party', 'verifier'],
			['--role', 'planner']
		]) {
			const { code, stdout } = await key('create', ...args);
			expect([code, stdout]).toEqual([0, expect.stringMatching(token)]);
		}
		const rows = await database.sql`SELECT party, role, facility FROM api_key ORDER BY created_at`;
		expect([...rows]).toEqual([
			{ party: 'hospital', role: null, facility: '3275013' },
			{ party: 'verifier', role: null, facility: null },
			{ party: null, role: 'planner', facility: null }
		]);
	});

	it('stores no secret', async () => {
		const { stdout } = await key('create', '--party', 'importer');
		const secret = stdout.trim().split('_').slice(2).join('_');
		expect(JSON.stringify(await database.sql`SELECT * FROM api_key`)).not.toContain(secret);
	});

	it('revokes a key once', async () => {
		const [, id = ''] = token.exec((await key('create', '--party', 'register')).stdout) ?? [];
		expect(await key('revoke', id)).toMatchObject({ code: 0, stdout: '' });
		expect((await key('revoke', id)).code).toBe(2);
		expect((await key('list')).stdout).toContain(`${id}\tregister\t-\trevoked`);
	});

	it.each([
		[['create', '--party', 'hospital'], 'needs its --facility'],
		[['create', '--facility', '9999999'], /not registered\. For example: \d/],
		[['create', '--party', 'mayor'], 'no party «mayor»'],
		[['create', '--role', 'bogus'], 'no role «bogus»'],
		[['create', '--role', 'public'], 'no role «public»'],
		[['create', '--role', 'planner', '--party', 'verifier'], 'either reads'],
		[['create', '--party', 'verifier', '--facility', '3275013'], 'Only a hospital’s key'],
		[['make'], 'no command «make»'],
		[[], 'Usage']
	])('says what is wrong with %j, prints no key and exits 2', async (args, words) => {
		const { code, stdout, stderr } = await key(...args);
		expect([code, stdout]).toEqual([2, '']);
		expect(stderr).toMatch(words);
	});
});
