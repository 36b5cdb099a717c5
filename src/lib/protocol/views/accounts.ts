import type { Role } from '../../domain/role.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * `waiting`: its first password is still to be changed; `expired`: and was not within the week in which it was good;
 * `disabled`: an administrator closed it.
 */
export const accountStates = ['open', 'waiting', 'expired', 'disabled'] as const;
export type AccountState = (typeof accountStates)[number];

export type AccountItem = {
	/** As the trail names it. */
	viewer: string;
	userName: string;
	name: string;
	email: string | null;
	role: Role;
	facility: { code: string; name: string } | null;
	state: AccountState;
	hasPassword: boolean;
	hasSecondFactor: boolean;
	lastSignInAt: string | null;
	/** Sessions that hold. */
	sessions: number;
	isDemo: boolean;
	/** Whoever looks. */
	isOwn: boolean;
};

export type AccountsFilter = { text: string; role: Role | ''; state: AccountState | '' };

export type AccountsView = {
	filter: AccountsFilter;
	rows: AccountItem[];
	/** Of all accounts, whatever the filter. */
	counts: { all: number; mayEnter: number; admins: number; withoutFactor: number; neverIn: number };
	snapshot: Snapshot;
};

export type AccountView = { account: AccountItem; snapshot: Snapshot };
