/** What an administrator does with accounts, from the command line or a page. */
import type { Role } from '../../../domain/role.ts';
import { rowName } from '../../../domain/trail.ts';
import type { Viewer } from '../../../domain/viewer.ts';
import type { AccountEvent, RecordEvent } from './events.ts';
import type { Passwords } from './passwords.ts';

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

export type AccountTable = {
	list: () => Promise<Account[]>;
	findByUserName: (userName: string) => Promise<Account | null>;
	findTaken: (userName: string, email: string | null) => Promise<'user-name' | 'email' | null>;
	passwordHashOf: (id: string) => Promise<string | null>;
	insert: (
		account: Pick<Account, 'name' | 'userName' | 'email' | 'role' | 'facility' | 'demo'> & {
			passwordHash: string | null;
			mustChangePassword: boolean;
		}
	) => Promise<string>;
	setPassword: (id: string, hash: string, options: { mustChange: boolean }) => Promise<void>;
	setRole: (id: string, role: Role, facility: string | null) => Promise<void>;
	setDisabled: (id: string, isDisabled: boolean) => Promise<void>;
	removeSecondFactor: (id: string) => Promise<void>;
};

/** What was asked for cannot be; the sentence says why. */
export class AccountRefused extends Error {}

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
const emailPattern = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

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
		if (name.trim() === '') throw new AccountRefused('An account needs a name.');
		if (!userNamePattern.test(userName))
			throw new AccountRefused('A user name has 3 to 40 letters without accents, digits, dots, hyphens.');
		if (email !== null && !emailPattern.test(email))
			throw new AccountRefused(`${email} is no e-mail address.`);
		if (!hasPassword && email === null)
			throw new AccountRefused('An account without a password needs the e-mail address that the city knows.');
		const taken = await this.table.findTaken(userName, email);
		if (taken) throw new AccountRefused(`There is an account with this ${taken.replace('-', ' ')} already.`);
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
		const { id, role: before } = await this.#notDemo(userName);
		await this.table.setRole(id, role, facility);
		await this.#tell(by, 'role-changed', `${before} → ${role}`, id);
	}

	async setDisabled(by: Viewer, userName: string, isDisabled: boolean): Promise<void> {
		const { id } = await this.#get(userName);
		await this.table.setDisabled(id, isDisabled);
		await this.#tell(by, 'user-disabled', isDisabled ? 'disabled' : 'enabled', id);
	}

	/** @returns how many were open */
	async disableDemo(by: Viewer): Promise<number> {
		const open = (await this.table.list()).filter(({ demo, disabledAt }) => demo && disabledAt === null);
		for (const { userName } of open) await this.setDisabled(by, userName, true);
		return open.length;
	}

	#tell(by: Viewer, action: AccountEvent['action'], what: string, id: string): Promise<unknown> {
		return this.record(by, { action, what, rows: [rowName('account', id)] });
	}

	async #get(userName: string): Promise<Account> {
		const account = await this.table.findByUserName(userName.toLowerCase());
		if (!account) throw new AccountRefused(`There is no account with the user name ${userName}.`);
		return account;
	}

	async #notDemo(userName: string): Promise<Account> {
		const account = await this.#get(userName);
		if (account.demo) throw new AccountRefused('A demo account stays as it is; it can only be disabled.');
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

function assertRole(role: Role, facility: string | null): void {
	if (role === 'public') throw new AccountRefused('The public needs no account.');
	if (role === 'hospital' && facility === null)
		throw new AccountRefused('A hospital’s account needs its facility: --facility CODE.');
	if (role !== 'hospital' && facility !== null)
		throw new AccountRefused('Only a hospital’s account is bound to a facility.');
}
