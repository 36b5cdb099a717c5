/** Accounts and their sessions as they stand: what the tables tell and the rules of signing in judge. */
import type { Role } from './role.ts';

export type Account = {
	id: string;
	name: string;
	userName: string;
	email: string | null;
	role: Role;
	facility: string | null;
	demo: boolean;
	disabledAt: Date | null;
	mustChangePassword: boolean;
	twoFactorEnabled: boolean;
};

/** An account as a list shows it: with what happened to it. */
export type ListedAccount = Account & {
	lastSignInAt: Date | null;
	/** Sessions that hold. */
	sessions: number;
	hasPassword: boolean;
	/** Its first password was not changed within the week in which it was good. */
	isPasswordExpired: boolean;
};

export type NewAccount = Pick<Account, 'name' | 'userName' | 'email' | 'role' | 'facility' | 'demo'> & {
	/** Null for an account that only the city's own sign-in opens. */
	passwordHash: string | null;
	mustChangePassword: boolean;
};

/** A session that holds, with what of its account decides what it is good for. */
export type StandingSession = {
	id: string;
	userId: string;
	userName: string;
	name: string;
	email: string | null;
	role: Role;
	facility: string | null;
	demo: boolean;
	method: 'password' | 'city';
	secondFactor: boolean;
	twoFactorEnabled: boolean;
	mustChangePassword: boolean;
	hasPassword: boolean;
};
