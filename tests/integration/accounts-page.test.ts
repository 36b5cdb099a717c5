/** The page of accounts: what an administrator does there, and what nobody else does. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { roles } from '../../src/lib/domain/role.ts';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import type { AccountAnswer, AccountForm } from '../../src/lib/server/services/accounts.ts';
import { InvalidFilter } from '../../src/lib/server/services/context.ts';
import { admin, Browser, sessionOf, signedIn } from './accounts-city.ts';
import { hospitalA, hospitalB, openCity, type IngestCity } from './ingest-city.ts';

let city: IngestCity;
beforeAll(async () => {
	city = await openCity();
});
afterAll(() => city.close());

const accounts = (viewer: Viewer = admin) => city.app.servicesFor(viewer).accounts;
const form = (more: Partial<AccountForm>): AccountForm => ({
	...{ name: 'Sari Dewi', userName: '', email: '', role: 'planner', facility: '' },
	...more
});
const create = (more: Partial<AccountForm>, hasPassword = true) =>
	accounts().create(admin, form(more), hasPassword, 'en');
const none = { text: null, role: null, state: null };
const find = async (userName: string) => (await accounts().find(admin, userName))?.account;

async function make(more: Partial<AccountForm>): Promise<{ userName: string; password: string }> {
	const made = await create(more);
	if (made.outcome !== 'made' || made.password === null) throw new Error(JSON.stringify(made));
	return { userName: made.userName, password: made.password };
}
const newest = async () => {
	const [line] = await city.database.sql`
		SELECT viewer, action, what, rows FROM trail ORDER BY number DESC LIMIT 1`;
	return line;
};

describe('an account', () => {
	it('is made with a password that opens it once, is shown once and stands nowhere', async () => {
		const { userName, password } = await make({ name: 'Sari Dewi', email: 'Sari@Dinkes.Example' });
		expect(userName).toBe('sari.dewi');
		expect(await newest()).toMatchObject({ viewer: admin.name, action: 'user-made', what: 'planner' });
		expect(await find(userName)).toMatchObject({
			...{ name: 'Sari Dewi', email: 'sari@dinkes.example', role: 'planner', facility: null },
			...{ state: 'waiting', lastSignInAt: null, sessions: 0, hasSecondFactor: false, isOwn: false }
		});
		const browser = await signedIn(city.app, { userName, password });
		expect((await sessionOf(city.app, browser)).pending).toBe('change-password');
		expect(await find(userName)).toMatchObject({ sessions: 1, lastSignInAt: expect.any(String) });
		const kept = await city.database.sql`SELECT * FROM user_login, trail`;
		expect(JSON.stringify(kept)).not.toContain(password);
	});

	it('of a hospital is bound to its facility, and the list says to which', async () => {
		const { userName } = await make({ name: 'Loket RSUD', role: 'hospital', facility: hospitalA });
		expect((await find(userName))?.facility).toMatchObject({ code: hospitalA });
		const { rows } = await accounts().load(admin, { ...none, role: 'hospital' });
		expect(rows.map((row) => row.userName)).toEqual([userName]);
	});

	it('changes its role and facility, and is signed out everywhere by that', async () => {
		const made = await make({ name: 'Budi' });
		const browser = await signedIn(city.app, made);
		const change = { role: 'hospital', facility: hospitalB };
		expect(await accounts().setRole(admin, made.userName, change, 'en')).toEqual({ outcome: 'done' });
		expect(await newest()).toMatchObject({ action: 'role-changed', what: `planner → hospital ${hospitalB}` });
		expect(await city.app.signIn.findSession(browser.cookie)).toBeNull();
		const again = await signedIn(city.app, made);
		expect(await sessionOf(city.app, again)).toMatchObject({ role: 'hospital', facility: hospitalB });
	});

	it('is signed out, disabled, enabled and given a new password, each felt at once and written down', async () => {
		const made = await make({ name: 'Citra' });
		const first = await signedIn(city.app, made);
		expect(await accounts().endSessions(admin, made.userName, 'en')).toEqual({ outcome: 'done' });
		expect(await newest()).toMatchObject({ viewer: admin.name, action: 'sign-out' });
		expect(await city.app.signIn.findSession(first.cookie)).toBeNull();

		const second = await signedIn(city.app, made);
		await accounts().setDisabled(admin, made.userName, true, 'en');
		expect(await newest()).toMatchObject({ action: 'user-disabled', what: 'disabled' });
		expect(await city.app.signIn.findSession(second.cookie)).toBeNull();
		await expect(signedIn(city.app, made)).rejects.toThrow('wrong');
		expect((await find(made.userName))?.state).toBe('disabled');

		await accounts().setDisabled(admin, made.userName, false, 'en');
		expect(await newest()).toMatchObject({ action: 'user-disabled', what: 'enabled' });
		const reset = await accounts().resetPassword(admin, made.userName, 'en');
		expect(await newest()).toMatchObject({ action: 'password-changed', what: 'reset' });
		const password = reset.outcome === 'reset' ? reset.password : '';
		await expect(signedIn(city.app, made)).rejects.toThrow('wrong');
		await signedIn(city.app, { userName: made.userName, password }, new Browser());
	});

	it('whose first password was not changed in time is listed as such', async () => {
		const { userName } = await make({ name: 'Terlambat' });
		await city.database.sql`UPDATE user_login SET updated_at = now() - interval '8 days'
			WHERE user_id = (SELECT id FROM user_account WHERE user_name = ${userName})`;
		expect((await find(userName))?.state).toBe('expired');
		const { rows, counts } = await accounts().load(admin, { ...none, state: 'expired' });
		expect(rows.map((row) => row.userName)).toEqual([userName]);
		expect(counts.mayEnter).toBeLessThan(counts.all);
	});
});

describe('what cannot be', () => {
	const refusals: [string, () => Promise<AccountAnswer>, RegExp][] = [
		['a hospital’s without its facility', () => create({ role: 'hospital' }), /needs its facility/],
		[
			'a facility that nobody registered',
			() => create({ role: 'hospital', facility: '9' }),
			/not registered/
		],
		['the public’s', () => create({ role: 'public' }), /public needs no account/],
		['a role that is none', () => create({ role: 'mayor' }), /public needs no account/],
		['without a name', () => create({ name: ' ', userName: 'tanpa.nama' }), /needs a name/],
		['a user name with a space', () => create({ userName: 'sari dewi' }), /3 to 40/],
		['an address that is none', () => create({ email: 'sari' }), /no e-mail/],
		['without a password and an address', () => create({}, false), /e-mail address that the city knows/],
		['a user name that is taken', () => create({ userName: 'sari.dewi' }), /user name already/],
		['an address that is taken', () => create({ email: 'sari@dinkes.example' }), /email already/],
		['of nobody', () => accounts().endSessions(admin, 'tidak.ada', 'en'), /no account with the user name/]
	];
	it.each(refusals)('%s is refused in a sentence', async (_, ask, sentence) => {
		const before = await city.database.sql`SELECT count(*) FROM user_account`;
		const answer = await ask();
		expect(answer).toMatchObject({ outcome: 'refused', text: expect.stringMatching(sentence) });
		expect(await city.database.sql`SELECT count(*) FROM user_account`).toEqual(before);
	});

	it('is said in the reader’s language', async () => {
		const answer = await accounts().create(admin, form({ role: 'hospital' }), true, 'id');
		expect(answer).toEqual({ outcome: 'refused', text: 'Akun rumah sakit perlu faskesnya.' });
	});

	it('is a filter of a role or a state that is none', async () => {
		await expect(accounts().load(admin, { ...none, role: 'mayor' })).rejects.toBeInstanceOf(InvalidFilter);
		await expect(accounts().load(admin, { ...none, state: 'x' })).rejects.toBeInstanceOf(InvalidFilter);
	});

	it.each(roles.filter((role) => role !== 'admin'))(
		'is asked by %s, who is shown and changes nothing',
		async (role) => {
			const viewer: Viewer = { name: 'user:x', role, facility: role === 'hospital' ? hospitalA : null };
			const theirs = accounts(viewer);
			await expect(theirs.load(viewer, none)).rejects.toThrow('not for this role');
			await expect(theirs.find(viewer, 'sari.dewi')).rejects.toThrow('not for this role');
			await expect(theirs.create(viewer, form({ role: 'admin' }), true, 'en')).rejects.toThrow(
				'not for this role'
			);
			await expect(theirs.resetPassword(viewer, 'sari.dewi', 'en')).rejects.toThrow('not for this role');
			await expect(theirs.setDisabled(viewer, 'sari.dewi', true, 'en')).rejects.toThrow('not for this role');
		}
	);
});

describe('the last administrator who can sign in', () => {
	const refused = { outcome: 'refused', text: expect.stringContaining('last administrator') };
	const planner = { role: 'planner', facility: '' };

	it('is neither disabled nor given another role, until there is another one', async () => {
		const first = await make({ name: 'Pengelola Satu', userName: 'pengelola.satu', role: 'admin' });
		expect(await accounts().setDisabled(admin, first.userName, true, 'en')).toEqual(refused);
		expect(await accounts().setRole(admin, first.userName, planner, 'en')).toEqual(refused);
		expect(await find(first.userName)).toMatchObject({ state: 'waiting', role: 'admin' });
		const second = await make({ name: 'Pengelola Dua', userName: 'pengelola.dua', role: 'admin' });
		await city.database.sql`UPDATE user_login SET updated_at = now() - interval '8 days'
			WHERE user_id = (SELECT id FROM user_account WHERE user_name = ${second.userName})`;
		// One whose password has run out cannot let anybody in.
		expect(await accounts().setDisabled(admin, first.userName, true, 'en')).toEqual(refused);
		expect(await accounts().setDisabled(admin, second.userName, true, 'en')).toEqual({ outcome: 'done' });
		await accounts().setDisabled(admin, second.userName, false, 'en');
		await accounts().resetPassword(admin, second.userName, 'en');
		expect(await accounts().setDisabled(admin, first.userName, true, 'en')).toEqual({ outcome: 'done' });
		expect(await accounts().setDisabled(admin, second.userName, true, 'en')).toEqual(refused);
	});

	it('stays where two ask for each other’s end at once', async () => {
		await accounts().setDisabled(admin, 'pengelola.satu', false, 'en');
		const both = ['pengelola.satu', 'pengelola.dua'];
		const answers = await Promise.all(both.map((one) => accounts().setDisabled(admin, one, true, 'en')));
		expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['done', 'refused']);
	});
});

describe('the trail', () => {
	it('names an account by its user name too, also when it is closed', async () => {
		const made = await make({ name: 'Dewi Lama' });
		const browser = await signedIn(city.app, made);
		const { userId } = await sessionOf(city.app, browser);
		await accounts().setDisabled(admin, made.userName, true, 'en');
		const query = {
			asOf: null,
			who: `user:${userId}`,
			action: null,
			from: null,
			to: null,
			text: null,
			page: null
		};
		const view = await city.app.servicesFor(admin).trail.load(admin, query);
		expect(view.rows.length).toBeGreaterThan(0);
		expect(view.names[`user:${userId}`]).toBe(made.userName);
		const all = await city.app.servicesFor(admin).trail.load(admin, { ...query, who: null });
		expect(all.names[`account:${userId}`]).toBe(made.userName);
		const csv = await city.app.servicesFor(admin).trail.exportCsv(admin, query);
		expect(csv).toContain(made.userName);
	});
});
