import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

describe('readConfig', () => {
	it('needs nothing to be set', () => {
		expect(readConfig({})).toMatchObject({
			port: 3000,
			host: '127.0.0.1',
			databaseUrl: undefined,
			logLevel: 'info',
			demo: false
		});
	});

	it('takes an empty variable for one that is not set', () => {
		expect(readConfig({ PORT: '', DATABASE_URL: ' ' })).toMatchObject({ port: 3000, databaseUrl: undefined });
	});

	it.each([
		['PORT', '80a'],
		['PORT', '70000'],
		['DATABASE_URL', 'mysql://localhost/x'],
		['DENYUT_PSEUDONYM_KEY', 'c2hvcnQ='],
		['ORIGIN', 'sehat.example'],
		['ORIGIN', 'ftp://denyut.example'],
		['ORIGIN', 'https://denyut.example/dashboard'],
		['ORIGIN', 'https://user:word@denyut.example'],
		['DENYUT_TRUSTED_PROXY', '10.0.0.1, proxy'],
		['DENYUT_LOG_LEVEL', 'loud'],
		['DENYUT_OIDC_ISSUER', 'http://masuk.bekasi.example'],
		['DENYUT_OIDC_ROLES', 'it=admin'],
		['DENYUT_SMTP_URL', 'http://denyut:rahasia@mail.example'],
		['DENYUT_MAIL_FROM', 'Puskesmas'],
		['DENYUT_OIDC_ROLES', 'perencana'],
		['DENYUT_DEMO', 'perhaps']
	])('names %s when its value cannot be used, and does not repeat the value', (name, value) => {
		const read = () => readConfig({ [name]: value });
		expect(read).toThrow(new RegExp(`^${name} must be `));
		expect(read).not.toThrow(new RegExp(value));
	});

	it('writes ORIGIN as a browser does, and lists the proxies', () => {
		const env = { ORIGIN: 'HTTPS://Denyut.Example:443/', DENYUT_TRUSTED_PROXY: '10.0.0.1, ::1' };
		expect(readConfig(env)).toMatchObject({
			origin: 'https://denyut.example',
			trustedProxies: ['10.0.0.1', '::1']
		});
	});

	it('takes the city’s sign-in whole or not at all', () => {
		const env = {
			DENYUT_OIDC_ISSUER: 'https://masuk.bekasi.example',
			DENYUT_OIDC_CLIENT_ID: 'denyut',
			DENYUT_OIDC_CLIENT_SECRET: 'rahasia',
			DENYUT_OIDC_ROLES: 'cn=dinkes=planner, bappeda = executive'
		};
		const { city } = readConfig(env);
		expect(city).toMatchObject({ clientId: 'denyut', roleClaim: 'groups' });
		expect([...(city?.roles ?? [])]).toEqual([
			['cn=dinkes', 'planner'],
			['bappeda', 'executive']
		]);
		expect(readConfig({}).city).toBeUndefined();
		expect(() => readConfig({ ...env, DENYUT_OIDC_CLIENT_SECRET: '' })).toThrow(/all three or none/);
	});

	it('takes the mail server with its sender and the address that letters lead to, or none of it', () => {
		const env = {
			DENYUT_SMTP_URL: 'smtps://denyut:rahasia@mail.example',
			DENYUT_MAIL_FROM: 'Denyut Bekasi <denyut@dinkes.example>',
			ORIGIN: 'https://Denyut.example/'
		};
		expect(readConfig(env).mail).toMatchObject({
			server: { host: 'mail.example', auth: { user: 'denyut' } },
			from: { name: 'Denyut Bekasi', address: 'denyut@dinkes.example' },
			origin: 'https://denyut.example'
		});
		expect(readConfig({ ...env, DENYUT_MAIL_FROM: 'denyut@dinkes.example' }).mail?.from.name).toBe('');
		expect(readConfig({ ORIGIN: env.ORIGIN }).mail).toBeUndefined();
		for (const missing of Object.keys(env)) {
			const read = () => readConfig({ ...env, [missing]: '' });
			expect(read).toThrow(/set all three or neither/);
			expect(read).not.toThrow(/rahasia/);
		}
		const broken = { ...env, DENYUT_MAIL_FROM: 'Denyut\nBcc: a@b.example <denyut@dinkes.example>' };
		expect(() => readConfig(broken)).toThrow(/^DENYUT_MAIL_FROM must be /);
	});

	it('accepts the usual forms of a database address', () => {
		for (const DATABASE_URL of ['postgres://u:p@h:5432/d', 'postgresql://localhost/d']) {
			expect(readConfig({ DATABASE_URL }).databaseUrl).toBe(DATABASE_URL);
		}
	});
});
