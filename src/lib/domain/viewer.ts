/**
 * Who looks. Every read is made for one of these, in code and in the database: its role says what it may see, its facility
 * whose rows. `system` is the product itself (jobs, the live hub, commands on this machine) and belongs to no person.
 */
import type { Role } from './role.ts';

export type Viewer = {
	/** `user:<id>`, `key:<id>`, `public` or `system:<job>`: as the trail names it. */
	readonly name: string;
	readonly role: Role | 'system';
	/** The facility a hospital's account or key is bound to; null for everyone else. */
	readonly facility: string | null;
	/** By which way the request came, for the trail; what may be seen does not hang on it. */
	readonly from?: Origin;
};

/** As far as it is known. Ids only: a session's or a key's secret is never handed on. */
export type Origin = { session?: string; apiKey?: string; address?: string };

export const publicViewer: Viewer = { name: 'public', role: 'public', facility: null };

export function systemViewer(job: string): Viewer {
	return { name: `system:${job}`, role: 'system', facility: null };
}

/** Viewers with the same key may see the same. */
export const scopeKey = ({ role, facility }: Viewer): string => `${role}:${facility ?? ''}`;
