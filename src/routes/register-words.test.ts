import { expect, it } from 'vitest';
import { jknStatuses, registerStatuses } from '$lib/domain/membership-validity';
import { roles } from '$lib/domain/role';
import { jknName, registerStatusName } from './register-words';
import { roleName } from './role-words';

it.each([
	['the population register', [...registerStatuses, 'unknown'], registerStatusName],
	['the national scheme', jknStatuses, jknName],
	['a role', [...roles, 'system'], roleName]
])('has a word of its own for each code of %s', (_, codes: readonly string[], nameOf) => {
	const words = codes.map(nameOf);
	expect(new Set(words).size).toBe(codes.length);
	for (const word of words) expect(word).toMatch(/^[A-Z]/);
});

it('leaves a code that it does not know as it is', () => {
	for (const nameOf of [registerStatusName, jknName, roleName]) expect(nameOf('x-9')).toBe('x-9');
});
