import type { StandingSession } from '../../../domain/account.ts';
import type { Role } from '../../../domain/role.ts';
import type { Viewer } from '../../../domain/viewer.ts';

/** What must be done before a session is good for anything else, in this order. */
export type PendingStep = 'second-factor' | 'change-password' | 'set-up-second-factor';

export type SessionFacts = {
	readonly sessionId: string;
	readonly userId: string;
	readonly userName: string;
	/** As colleagues call them. */
	readonly displayName: string;
	readonly email: string | null;
	readonly role: Role;
	readonly facility: string | null;
	/** Everybody knows its password: it can be changed in nothing. */
	readonly isDemo: boolean;
	readonly hasPassword: boolean;
	readonly hasSecondFactor: boolean;
	readonly pending: PendingStep | null;
};

/** `viewer` is null while a step is pending: such a session sees what everybody sees. */
export type FoundSession = { readonly session: SessionFacts; readonly viewer: Viewer | null };

type StepFacts = Pick<
	StandingSession,
	'demo' | 'role' | 'method' | 'secondFactor' | 'twoFactorEnabled' | 'mustChangePassword'
>;

export function pendingStep(row: StepFacts): PendingStep | null {
	if (row.demo) return null;
	if (row.twoFactorEnabled && !row.secondFactor) return 'second-factor';
	// Who comes by the city's sign-in has no use for the first password; it is no way in either, being good for a week.
	if (row.mustChangePassword && row.method === 'password') return 'change-password';
	if (row.role === 'admin' && !row.twoFactorEnabled) return 'set-up-second-factor';
	return null;
}

export function foundSession(row: StandingSession): FoundSession {
	const pending = pendingStep(row);
	const { userId, role, facility } = row;
	return {
		session: {
			sessionId: row.id,
			userId,
			userName: row.userName,
			displayName: row.name,
			email: row.email,
			role,
			facility,
			isDemo: row.demo,
			hasPassword: row.hasPassword,
			hasSecondFactor: row.twoFactorEnabled,
			pending
		},
		viewer: pending === null ? userViewer(row) : null
	};
}

export function userViewer({
	userId,
	role,
	facility
}: Pick<StandingSession, 'userId' | 'role' | 'facility'>): Viewer {
	return { name: `user:${userId}`, role, facility };
}
