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
		['DENYUT_LOG_LEVEL', 'loud'],
		['DENYUT_DEMO', 'perhaps']
	])('names %s when its value cannot be used, and does not repeat the value', (name, value) => {
		const read = () => readConfig({ [name]: value });
		expect(read).toThrow(new RegExp(`^${name} must be `));
		expect(read).not.toThrow(new RegExp(value));
	});

	it('accepts the usual forms of a database address', () => {
		for (const DATABASE_URL of ['postgres://u:p@h:5432/d', 'postgresql://localhost/d']) {
			expect(readConfig({ DATABASE_URL }).databaseUrl).toBe(DATABASE_URL);
		}
	});
});
