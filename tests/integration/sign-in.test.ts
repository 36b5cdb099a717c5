import { verify } from '@node-rs/argon2';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { admin, newAccount, settledAccount, signedIn } from './accounts-city.ts';
import { hospitalA, openCity, type IngestCity } from './ingest-city.ts';

/** Real, and counted: what an attacker pays for. */
vi.mock('@node-rs/argon2', { spy: true });
beforeEach(() => {
	vi.mocked(verify).mockClear();
});

let city: IngestCity;
beforeAll(async () => {
	city = await openCity();
});
afterAll(() => city.close());

let addresses = 0;
const newAddress = () => `198.51.100.${++addresses}`;
const attempt = (login: string, password: string, address = newAddress()) =>
	city.app.signIn.signIn({ login, password, address, cookie: null });

describe('signing in', () => {
	it('opens a session by user name and by e-mail address, in any case', async () => {
		const account = await settledAccount(city.app, 'planner', { email: 'Sari@Dinkes.Example' });
		for (const login of [account.userName, account.userName.toUpperCase(), 'sari@dinkes.example']) {
			const browser = await signedIn(city.app, { ...account, userName: login });
			const found = await city.app.signIn.findSession(browser.cookie);
			expect(found).toMatchObject({
				viewer: { role: 'planner', facility: null, name: `user:${found?.session.userId}` },
				session: { userName: account.userName, displayName: 'Orang Uji', pending: null }
			});
		}
	});

	it('binds a hospital’s account to its facility', async () => {
		const browser = await signedIn(city.app, await settledAccount(city.app, 'hospital'));
		expect(await city.app.signIn.findViewer(browser.cookie)).toMatchObject({
			role: 'hospital',
			facility: hospitalA
		});
	});

	it('says the same of a wrong password, a name that is nobody’s, and a closed account', async () => {
		const { userName } = await settledAccount(city.app, 'planner');
		const closed = await settledAccount(city.app, 'planner');
		await city.app.accounts.setDisabled(admin, closed.userName, true);
		const answers = [
			await attempt(userName, 'salah sekali ini'),
			await attempt('tidak.ada', 'salah sekali ini'),
			await attempt(closed.userName, closed.password)
		];
		expect(answers).toEqual([{ outcome: 'wrong' }, { outcome: 'wrong' }, { outcome: 'wrong' }]);
	});

	it('costs one verification of a password whoever is named, and no refusal comes early', async () => {
		const { userName } = await newAccount(city.app, 'planner');
		const closed = await newAccount(city.app, 'planner');
		await city.app.accounts.setDisabled(admin, closed.userName, true);
		const byCity = { hasPassword: false, email: 'hanya.kota@bekasi.example' };
		const without = await newAccount(city.app, 'planner', byCity);
		for (const login of [userName, 'tidak.ada.juga', closed.userName, without.userName]) {
			vi.mocked(verify).mockClear();
			const from = performance.now();
			await attempt(login, 'salah sekali ini');
			expect(performance.now() - from, login).toBeGreaterThanOrEqual(249);
			expect(verify, login).toHaveBeenCalledTimes(1);
		}
	});
});

describe('twenty tries at once', () => {
	it.each([
		['of one account', 1, 5],
		['of one account, in two processes', 2, 5]
	])('%s: five passwords are verified', async (_, processes, verified) => {
		const { userName } = await newAccount(city.app, 'planner');
		const apps = [city.app, ...(processes === 2 ? [await city.openAnother()] : [])];
		vi.mocked(verify).mockClear();
		const address = newAddress();
		const answers = await Promise.all(
			Array.from({ length: 20 }, (_unused, n) =>
				apps[n % apps.length]?.signIn.signIn({
					...{ login: userName, password: `salah sekali ${n}`, address, cookie: null }
				})
			)
		);
		expect(verify).toHaveBeenCalledTimes(verified);
		expect(answers.filter((answer) => answer?.outcome === 'too-many')).toHaveLength(20 - verified);
	});

	it('of an account under both its names count as one', async () => {
		const email = 'dua.nama@dinkes.example';
		const { userName } = await newAccount(city.app, 'planner', { email });
		const from = newAddress();
		for (let n = 0; n < 4; n++) await attempt(n % 2 ? email : userName, 'salah sekali ini', from);
		expect(await attempt(email, 'salah sekali ini', from)).toMatchObject({ outcome: 'wrong' });
		expect(await attempt(userName, 'salah sekali ini', from)).toMatchObject({ outcome: 'too-many' });
	});

	it('also of a name that is nobody’s, in the same words', async () => {
		const from = newAddress();
		for (let n = 0; n < 5; n++)
			expect(await attempt('tiada.siapa', 'salah', from)).toEqual({ outcome: 'wrong' });
		expect(await attempt('tiada.siapa', 'salah', from)).toMatchObject({ outcome: 'too-many' });
	});

	it('shut the right password out too, and the window ends', async () => {
		const account = await settledAccount(city.app, 'planner');
		const from = newAddress();
		for (let n = 0; n < 5; n++) await attempt(account.userName, 'salah sekali ini', from);
		expect(await attempt(account.userName, account.password, from)).toMatchObject({ outcome: 'too-many' });
		await city.database.sql`UPDATE sign_in_attempt SET since = since - interval '15 minutes'`;
		expect(await attempt(account.userName, account.password)).toMatchObject({ outcome: 'in' });
	});

	it('of a stranger do not shut the owner out, who comes from another address', async () => {
		const account = await settledAccount(city.app, 'planner');
		const stranger = newAddress();
		for (let n = 0; n < 40; n++) await attempt(account.userName, 'salah sekali ini', stranger);
		expect(await attempt(account.userName, account.password, stranger)).toMatchObject({
			outcome: 'too-many'
		});
		expect(await attempt(account.userName, account.password)).toMatchObject({ outcome: 'in' });
	});

	it('from everywhere end at twenty of one account', async () => {
		const { userName } = await newAccount(city.app, 'planner');
		vi.mocked(verify).mockClear();
		const answers = await Promise.all(
			Array.from({ length: 30 }, () => attempt(userName, 'salah sekali ini'))
		);
		expect(verify).toHaveBeenCalledTimes(20);
		expect(answers.filter(({ outcome }) => outcome === 'too-many')).toHaveLength(10);
	});

	it('from one network of IPv6 count as from one address', async () => {
		const { userName } = await newAccount(city.app, 'planner');
		const answers: string[] = [];
		for (let n = 0; n < 8; n++)
			answers.push((await attempt(userName, 'salah sekali ini', `2001:db8:0:7::${n.toString(16)}`)).outcome);
		expect(answers).toEqual([
			...Array.from({ length: 5 }, () => 'wrong'),
			...['too-many', 'too-many', 'too-many']
		]);
	});

	it('at the own password, once signed in, are counted by themselves', async () => {
		const account = await settledAccount(city.app, 'planner');
		const browser = await signedIn(city.app, account);
		const change = (current: string) =>
			city.app.signIn.passwordChange.change({
				cookie: browser.cookie,
				current,
				next: 'pagi hujan di Bekasi'
			});
		for (let n = 0; n < 40; n++) await attempt(account.userName, 'salah sekali ini', '198.51.100.250');
		for (let n = 0; n < 5; n++) expect(await change('salah sekali')).toEqual({ outcome: 'wrong' });
		expect(await change(account.password)).toMatchObject({ outcome: 'too-many' });
		expect(await attempt(account.userName, account.password)).toMatchObject({ outcome: 'in' });
	});

	it('from one address end at a hundred, which costs no account a try', async () => {
		const address = newAddress();
		const known = await settledAccount(city.app, 'planner');
		vi.mocked(verify).mockClear();
		const tries = Array.from({ length: 110 }, (_, n) => attempt(`bukan.siapa${n}`, 'salah', address));
		const answers = await Promise.all(tries);
		expect(answers.filter(({ outcome }) => outcome === 'wrong')).toHaveLength(100);
		for (let n = 0; n < 6; n++)
			expect(await attempt(known.userName, known.password, address)).toMatchObject({ outcome: 'too-many' });
		expect(verify).toHaveBeenCalledTimes(100);
		expect(await attempt(known.userName, known.password)).toMatchObject({ outcome: 'in' });
	});

	it('leave neither names nor addresses in the table', async () => {
		await attempt('ketikan.salah', 'rahasia', '203.0.113.77');
		const text = JSON.stringify(await city.database.sql`SELECT * FROM sign_in_attempt`);
		expect(text).not.toMatch(/ketikan|203\.0\.113/);
	});
});

describe('what the tables refuse', () => {
	const insert = (role: string, facility: string | null) => city.database.sql`
		INSERT INTO user_account (id, name, user_name, role, facility)
		VALUES (${`${role}-${facility}`}, 'Orang', ${`x.${role}.${facility}`.toLowerCase()}, ${role}, ${facility})`;

	it('a hospital’s account without a facility, another’s with one, and the public', async () => {
		await expect(insert('hospital', null)).rejects.toThrow('user_account_facility');
		await expect(insert('planner', hospitalA)).rejects.toThrow('user_account_facility');
		await expect(insert('public', null)).rejects.toThrow('user_account_role');
	});

	it('keeps passwords as argon2id with 19 MiB, two passes, one lane', async () => {
		await newAccount(city.app, 'planner');
		const rows = await city.database.sql<{ password: string }[]>`SELECT password FROM user_login`;
		for (const { password } of rows) expect(password).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
	});

	it('logs neither names nor passwords nor tokens', async () => {
		const account = await settledAccount(city.app, 'planner', { email: 'tak.tercatat@dinkes.example' });
		const browser = await signedIn(city.app, account);
		await attempt(account.userName, 'salah sekali ini');
		const token =
			decodeURIComponent(browser.cookie ?? '')
				.split('=')[1]
				?.split('.')[0] ?? '-';
		for (const secret of [account.userName, account.password, 'tak.tercatat', 'salah sekali', token])
			expect(city.logged()).not.toContain(secret);
	});
});
