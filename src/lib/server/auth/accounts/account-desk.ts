/** What an administrator does with accounts, from the command line or a page. */
import type { Account, ListedAccount, NewAccount } from '../../../domain/account.ts';
import type { Role } from '../../../domain/role.ts';
import { isMailAddress } from '../../../domain/signal-mail.ts';
import { rowName } from '../../../domain/trail.ts';
import type { Viewer } from '../../../domain/viewer.ts';
import { accountRefusalText, type AccountRefusal } from '../../../protocol/account-refusals.ts';
import type { AccountEvent, RecordEvent } from './events.ts';
import type { Passwords } from './passwords.ts';

/** `last-admin`: nobody would be left who could undo it. */
export type ChangeOutcome = 'changed' | 'last-admin';

export type AccountTable = {
	list: () => Promise<Account[]>;
	findByUserName: (userName: string) => Promise<Account | null>;
	findTaken: (userName: string, email: string | null) => Promise<'user-name' | 'email' | null>;
	passwordHashOf: (id: string) => Promise<string | null>;
	insert: (account: NewAccount) => Promise<string>;
	setPassword: (id: string, hash: string, options: { mustChange: boolean }) => Promise<void>;
	setDisabled: (id: string, isDisabled: boolean) => Promise<void>;
	/** The same, unless no administrator who can enter would be left. */
	changeKeepingAdmin: (
		id: string,
		change: { role: Role; facility: string | null } | 'disable'
	) => Promise<ChangeOutcome>;
	removeSecondFactor: (id: string) => Promise<void>;
	endSessions: (id: string) => Promise<void>;
	listWithUse: () => Promise<ListedAccount[]>;
};

/** What was asked for cannot be; the sentence says why. */
export class AccountRefused extends Error {
	constructor(
		readonly code: AccountRefusal,
		readonly values: Readonly<Record<string, string>> = {}
	) {
		super(accountRefusalText(code, 'en', values));
	}
}

export type WantedAccount = {
	name: string;
	role: Role;
	/** Made from the name where none is given. */
	userName?: string | undefined;
	email?: string | undefined;
	facility?: string | undefined;
	/** False for one that only the city's own sign-in opens. */
	hasPassword?: boolean;
};

const userNamePattern = /^[a-z0-9][a-z0-9._-]{2,39}$/;

export class AccountDesk {
	constructor(
		readonly table: AccountTable,
		readonly passwords: Passwords,
		readonly record: RecordEvent
	) {}

	/** @returns the only copy of the password, to be changed at the first sign-in and good for a week */
	async create(by: Viewer, wanted: WantedAccount): Promise<{ userName: string; password: string | null }> {
		const { name, role, facility = null, hasPassword = true } = wanted;
		const email = wanted.email?.trim().toLowerCase() ?? null;
		const userName = wanted.userName?.toLowerCase() ?? (await this.#freeUserName(name));
		assertRole(role, facility);
		if (name.trim() === '') throw new AccountRefused('no-name');
		if (!userNamePattern.test(userName)) throw new AccountRefused('bad-user-name');
		if (email !== null && !isMailAddress(email)) throw new AccountRefused('bad-email', { email });
		if (!hasPassword && email === null) throw new AccountRefused('no-way-in');
		const taken = await this.table.findTaken(userName, email);
		if (taken) throw new AccountRefused(`${taken}-taken`);
		const password = hasPassword ? this.passwords.make() : null;
		const passwordHash = password === null ? null : await this.passwords.hash(password);
		const row = { name: name.trim(), userName, email, role, facility, demo: false };
		const id = await this.table.insert({ ...row, passwordHash, mustChangePassword: hasPassword });
		await this.#tell(by, 'user-made', role, id);
		return { userName, password };
	}

	list(): Promise<Account[]> {
		return this.table.list();
	}

	listWithUse(): Promise<ListedAccount[]> {
		return this.table.listWithUse();
	}

	async resetPassword(by: Viewer, userName: string): Promise<string> {
		const { id } = await this.#notDemo(userName);
		const password = this.passwords.make();
		await this.table.setPassword(id, await this.passwords.hash(password), { mustChange: true });
		await this.#tell(by, 'password-changed', 'reset', id);
		return password;
	}

	/** For who has lost the phone and the codes on paper. */
	async resetSecondFactor(by: Viewer, userName: string): Promise<void> {
		const { id } = await this.#get(userName);
		await this.table.removeSecondFactor(id);
		await this.#tell(by, 'second-factor-changed', 'reset', id);
	}

	async setRole(by: Viewer, userName: string, role: Role, facility: string | null): Promise<void> {
		assertRole(role, facility);
		const before = await this.#notDemo(userName);
		const outcome = await this.table.changeKeepingAdmin(before.id, { role, facility });
		if (outcome === 'last-admin') throw new AccountRefused('last-admin');
		const [from, to] = [standing(before), standing({ role, facility })];
		await this.#tell(by, 'role-changed', `${from} → ${to}`, before.id);
	}

	async setDisabled(by: Viewer, userName: string, isDisabled: boolean): Promise<void> {
		const { id } = await this.#get(userName);
		if (!isDisabled) await this.table.setDisabled(id, false);
		else if ((await this.table.changeKeepingAdmin(id, 'disable')) === 'last-admin')
			throw new AccountRefused('last-admin');
		await this.#tell(by, 'user-disabled', isDisabled ? 'disabled' : 'enabled', id);
	}

	/** Signed out everywhere; whoever knows the password may come back. */
	async endSessions(by: Viewer, userName: string): Promise<void> {
		const { id } = await this.#get(userName);
		await this.table.endSessions(id);
		await this.#tell(by, 'sign-out', 'ended by an administrator', id);
	}

	/** @returns how many were open */
	async disableDemo(by: Viewer): Promise<number> {
		const open = (await this.table.list()).filter(({ demo, disabledAt }) => demo && disabledAt === null);
		for (const { id } of open) {
			await this.table.setDisabled(id, true);
			await this.#tell(by, 'user-disabled', 'disabled', id);
		}
		return open.length;
	}

	#tell(by: Viewer, action: AccountEvent['action'], what: string, id: string): Promise<unknown> {
		return this.record(by, { action, what, rows: [rowName('account', id)] });
	}

	async #get(userName: string): Promise<Account> {
		const account = await this.table.findByUserName(userName.toLowerCase());
		if (!account) throw new AccountRefused('unknown', { userName });
		return account;
	}

	async #notDemo(userName: string): Promise<Account> {
		const account = await this.#get(userName);
		if (account.demo) throw new AccountRefused('demo');
		return account;
	}

	/** `Sari Dewi` becomes `sari.dewi`, and the second one `sari.dewi2`. */
	async #freeUserName(name: string): Promise<string> {
		const plain = name.normalize('NFKD').toLowerCase();
		const words = plain.match(/[a-z0-9]+/g) ?? [];
		const base = words.join('.').slice(0, 30).replace(/\.+$/, '').padEnd(3, '0');
		for (let number = 1; ; number++) {
			const candidate = number === 1 ? base : `${base}${number}`;
			if ((await this.table.findTaken(candidate, null)) === null) return candidate;
		}
	}
}

const standing = ({ role, facility }: Pick<Account, 'role' | 'facility'>) =>
	facility === null ? role : `${role} ${facility}`;

function assertRole(role: Role, facility: string | null): void {
	if (role === 'public') throw new AccountRefused('public');
	if (role === 'hospital' && facility === null) throw new AccountRefused('no-facility');
	if (role !== 'hospital' && facility !== null) throw new AccountRefused('facility-of-others');
}
