import { describe, expect, it } from 'vitest';
import { mayOpen } from './access.ts';
import { roles } from './role.ts';
import { isAskedFor, isMailAddress, isToldCounts, knownDiseases, mayGetSignalMail } from './signal-mail.ts';

describe('an e-mail address', () => {
	it.each(['sari@dinkes.example', 'sari.dewi+denyut@mail.bekasikota.go.id', "o'neil@x-y.example"])(
		'may be %s',
		(address) => expect(isMailAddress(address)).toBe(true)
	);
	it.each([
		'sari',
		'sari@',
		'@dinkes.example',
		'sari@localhost',
		'sari dewi@dinkes.example',
		'sari@dinkes.example, lain@evil.example',
		'sari@dinkes.example;lain@evil.example',
		'"sari"@dinkes.example',
		'Sari <sari@dinkes.example>',
		'sari@dinkes.example\r\nBcc: lain@evil.example',
		'sari@dinkes.example\n',
		'sari\u0000@dinkes.example',
		'sari@-dinkes.example',
		'sari@[127.0.0.1]',
		`${'a'.repeat(65)}@dinkes.example`,
		`a@${'b.'.repeat(130)}example`
	])('is not %j', (address) => expect(isMailAddress(address)).toBe(false));
});

describe('letters', () => {
	it('are for whoever may open the page of signals', () => {
		expect(roles.filter(mayGetSignalMail)).toEqual(
			roles.filter((role) => mayOpen(role, '/diseases/signals'))
		);
	});

	it('tell counts to planners and to no administrator', () => {
		expect(roles.filter((role) => mayGetSignalMail(role) && isToldCounts(role))).toEqual(['planner']);
	});

	it('are of all diseases where none is chosen', () => {
		expect([isAskedFor([], 'dengue'), isAskedFor(['dengue'], 'dengue')]).toEqual([true, true]);
		expect(isAskedFor(['campak'], 'dengue')).toBe(false);
		expect(knownDiseases(['dengue', 'nonsense', 'dengue'])).toEqual(['dengue']);
	});
});
