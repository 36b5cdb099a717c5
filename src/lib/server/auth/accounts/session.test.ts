import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StandingSession } from '../../../domain/account.ts';
import { foundSession, pendingStep } from './session.ts';

const rows = fc.record<StandingSession>({
	id: fc.constant('s'),
	userId: fc.constant('u'),
	userName: fc.constant('sari'),
	name: fc.constant('Sari'),
	email: fc.constant(null),
	role: fc.constantFrom('executive', 'planner', 'hospital', 'verifier', 'finance', 'admin'),
	facility: fc.constant(null),
	demo: fc.boolean(),
	method: fc.constantFrom('password', 'city'),
	secondFactor: fc.boolean(),
	twoFactorEnabled: fc.boolean(),
	mustChangePassword: fc.boolean(),
	hasPassword: fc.boolean()
});

describe('a session', () => {
	it('sees nothing while a step is pending, and has its account’s role after', () => {
		fc.assert(
			fc.property(rows, (row) => {
				const { session, viewer } = foundSession(row);
				expect(viewer === null).toBe(session.pending !== null);
				if (viewer) expect(viewer).toEqual({ name: 'user:u', role: row.role, facility: row.facility });
			})
		);
	});

	it('of an administrator is never whole without a second factor, but in a demo', () => {
		fc.assert(
			fc.property(rows, (row) => {
				const admin = { ...row, role: 'admin' as const, demo: false };
				const isGiven = row.twoFactorEnabled && row.secondFactor;
				if (!isGiven) expect(pendingStep(admin)).not.toBeNull();
				else expect(pendingStep(admin)).toBe(pendingStep({ ...admin, role: 'planner' }));
			})
		);
	});

	it('asks for the code before anything may be changed', () => {
		const row = { demo: false, role: 'admin', method: 'password', mustChangePassword: true } as const;
		expect(pendingStep({ ...row, twoFactorEnabled: true, secondFactor: false })).toBe('second-factor');
		expect(pendingStep({ ...row, twoFactorEnabled: true, secondFactor: true })).toBe('change-password');
		expect(pendingStep({ ...row, twoFactorEnabled: false, secondFactor: false })).toBe('change-password');
	});

	it('from the city’s sign-in needs no new password', () => {
		const row = { demo: false, role: 'planner', twoFactorEnabled: false, secondFactor: false } as const;
		expect(pendingStep({ ...row, method: 'city', mustChangePassword: true })).toBeNull();
		expect(pendingStep({ ...row, method: 'password', mustChangePassword: true })).toBe('change-password');
	});
});
