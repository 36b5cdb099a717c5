import { describe, expect, it } from 'vitest';
import { readConfig } from '../config.ts';
import { assertMayBind } from './may-bind.ts';

const key = Buffer.alloc(32, 7).toString('base64');
const whole = {
	HOST: '0.0.0.0',
	ORIGIN: 'https://denyut.example',
	DENYUT_PSEUDONYM_KEY: key,
	DENYUT_SERVER_KEY: key,
	DENYUT_TRAIL_KEY: key
};
const bind = (env: Record<string, string>) => () => assertMayBind(readConfig(env));

describe('binding beyond this machine', () => {
	it('is allowed to who says the name and keeps the keys elsewhere', () => expect(bind(whole)).not.toThrow());
	it.each(['ORIGIN', 'DENYUT_PSEUDONYM_KEY', 'DENYUT_SERVER_KEY', 'DENYUT_TRAIL_KEY'])(
		'is refused without %s, in a sentence that names it and repeats no key',
		(name) => {
			const refused = bind({ ...whole, [name]: '' });
			expect(refused).toThrow(new RegExp(`^HOST=0\\.0\\.0\\.0 can be reached .*: set ${name} `));
			expect(refused).not.toThrow(key);
		}
	);
	it.each(['::', '192.168.1.4', 'denyut.example'])('is what HOST=%s means', (HOST) =>
		expect(bind({ HOST })).toThrow(/ORIGIN/)
	);
});

it.each(['127.0.0.1', '::1', 'localhost', ''])('needs nothing for this machine alone (%s)', (HOST) =>
	expect(bind({ HOST })).not.toThrow()
);
