import type { TrailAction } from '../../../domain/trail.ts';
import type { Viewer } from '../../../domain/viewer.ts';

/** What happens to accounts and sessions, for the trail. */
export type AccountEvent = {
	action: Extract<
		TrailAction,
		| 'sign-in'
		| 'sign-in-failed'
		| 'sign-out'
		| 'password-changed'
		| 'second-factor-changed'
		| 'user-made'
		| 'user-disabled'
		| 'role-changed'
	>;
	/** How: `password`, `city`, `enabled`. */
	what: string;
	rows?: readonly string[];
	from?: { session?: string; address?: string };
};

/** Resolves when it is written down. */
export type RecordEvent = (viewer: Viewer, event: AccountEvent) => Promise<unknown>;
