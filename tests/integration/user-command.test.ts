import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDemoAccounts } from '../../src/lib/server/auth/accounts/demo-accounts.ts';
import { assertNoDemoAccounts } from '../../src/lib/server/store/accounts.ts';
import { openConfigured, sessionOf, signedIn } from './accounts-city.ts';
import { hospitalA, openCity, type IngestCity } from './ingest-city.ts';

let city: IngestCity;
beforeAll(async () => {
	city = await openCity();
});
afterAll(() => city.close());

type Ended = { code: number; stdout: string; stderr: string };

/** Beside the application that runs on the same database. */
function user(...args: string[]): Promise<Ended> {
	const env = { ...process.env, DATABASE_URL: city.database.url, DENYUT_DATA_DIR: city.dataDir };
	const running = promisify(execFile)('npm', ['run', '--silent', 'user', '--', ...args], { env });
	return running.then(
		({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
		(error: unknown) => error as Ended
	);
}
const password = /^([a-km-z2-9]{4}-){3}[a-km-z2-9]{4}\n$/;
const login = (userName: string, stdout: string) => signedIn(city.app, { userName, password: stdout.trim() });

describe('npm run user', () => {
	it('makes an account whose password, on stdout and nowhere else, opens the running server once', async () => {
		const made = await user(
			'create',
			'--role',
			'planner',
			'--name',
			'Sari Dewi',
			'--email',
			'Sari@Dinkes.Example'
		);
		expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(password) });
		expect(made.stderr).toContain('sari.dewi');
		expect(await sessionOf(city.app, await login('sari.dewi', made.stdout))).toMatchObject({
			...{
				displayName: 'Sari Dewi',
				email: 'sari@dinkes.example',
				role: 'planner',
				pending: 'change-password'
			}
		});
		const tables = [
			await city.database.sql`SELECT * FROM user_login`,
			await city.database.sql`SELECT * FROM trail`
		];
		expect(JSON.stringify(tables)).not.toContain(made.stdout.trim());
	});

	it('binds a hospital’s to its facility', async () => {
		const made = await user('create', '--role', 'hospital', '--name', 'RSUD', '--facility', hospitalA);
		expect(made.code).toBe(0);
		const browser = await login('rsud', made.stdout);
		expect(await sessionOf(city.app, browser)).toMatchObject({ role: 'hospital', facility: hospitalA });
	});

	it('lists, changes the role, resets, disables and enables, each felt by the running server at once', async () => {
		const made = await user('create', '--role', 'finance', '--name', 'Budi', '--user', 'budi');
		const browser = await login('budi', made.stdout);
		expect((await user('role', 'budi', '--role', 'verifier')).code).toBe(0);
		expect(await city.app.signIn.findSession(browser.cookie)).toBeNull();
		expect((await user('list')).stdout).toContain('budi\tverifier\t-\topen\t-\t-\tBudi');
		const reset = await user('reset-password', 'budi');
		expect(reset.stdout).toMatch(password);
		expect((await user('disable', 'budi')).code).toBe(0);
		await expect(login('budi', reset.stdout)).rejects.toThrow('wrong');
		expect((await user('enable', 'budi')).code).toBe(0);
		expect(await sessionOf(city.app, await login('budi', reset.stdout))).toMatchObject({ role: 'verifier' });
	});

	it('leaves each step in the trail', async () => {
		const rows = await city.database.sql<{ action: string }[]>`SELECT DISTINCT action FROM trail`;
		expect(rows.map(({ action }) => action)).toEqual(
			expect.arrayContaining([
				'user-made',
				'role-changed',
				'password-changed',
				'user-disabled',
				'sign-in',
				'sign-in-failed'
			])
		);
	});

	it.each([
		[['create', '--role', 'hospital', '--name', 'Tanpa'], 'needs its facility'],
		[['create', '--role', 'planner', '--name', 'Dua', '--facility', hospitalA], 'Only a hospital'],
		[['create', '--role', 'hospital', '--name', 'Tiga', '--facility', '9999999'], 'not registered'],
		[['create', '--role', 'public', '--name', 'Umum'], 'public needs no account'],
		[['create', '--role', 'mayor', '--name', 'Wali'], 'Usage'],
		[['create', '--role', 'planner', '--name', 'Sari', '--user', 'sari.dewi'], 'with this user name'],
		[['create', '--role', 'planner', '--name', 'S', '--user', 'Dewi@x'], 'user name has'],
		[['create', '--role', 'planner', '--name', 'Kota', '--no-password'], 'needs the e-mail address'],
		[['disable', 'tidak.ada'], 'There is no account'],
		[['reset-password'], 'Usage'],
		[[], 'Usage']
	])('says what is wrong with %j, prints no password and exits 2', async (args, words) => {
		const { code, stdout, stderr } = await user(...args);
		expect([code, stdout]).toEqual([2, '']);
		expect(stderr).toContain(words);
	});
});

describe('demo accounts', () => {
	it('stand one a role, open only in a demo, and keep any other server from starting', async () => {
		const demo = await openConfigured(city, { DENYUT_DEMO: '1' });
		await createDemoAccounts(demo.accounts, hospitalA);
		await createDemoAccounts(demo.accounts, hospitalA);
		const accounts = await demo.signIn.demoAccounts();
		expect(accounts.map(({ role }) => role).sort()).toEqual([
			'admin',
			'executive',
			'finance',
			'hospital',
			'planner',
			'verifier'
		]);
		for (const account of accounts) {
			const browser = await signedIn(demo, account);
			expect(await demo.signIn.findViewer(browser.cookie)).toMatchObject({ role: account.role });
			expect(await city.app.signIn.findSession(browser.cookie)).toBeNull();
			await expect(signedIn(city.app, account)).rejects.toThrow('wrong');
		}
		expect(await city.app.signIn.demoAccounts()).toEqual([]);
		await expect(assertNoDemoAccounts(city.database.sql)).rejects.toThrow(/6 demo accounts.*DENYUT_DEMO=1/);
		expect((await user('disable', '--demo')).stderr).toContain('6 demo accounts');
		await expect(assertNoDemoAccounts(city.database.sql)).resolves.toBeUndefined();
		expect(await demo.signIn.demoAccounts()).toEqual([]);
		await demo.stop();
	});

	it('cannot be changed by whoever uses one', async () => {
		const demo = await openConfigured(city, { DENYUT_DEMO: '1' });
		await createDemoAccounts(demo.accounts, hospitalA);
		const [account] = await demo.signIn.demoAccounts();
		if (!account) throw new Error('no demo account');
		const { cookie } = await signedIn(demo, account);
		const change = { cookie, current: account.password, next: 'kereta senja di Cawang' };
		expect(await demo.signIn.passwordChange.change(change)).toEqual({ outcome: 'wrong' });
		expect(await demo.signIn.secondFactor.begin({ cookie, password: account.password })).toEqual({
			outcome: 'wrong'
		});
		await demo.stop();
	});
});
