/** Who may sign in, and changing it: for administrators, by the same desk as `npm run user`. */
import { mayDo } from '../../domain/access.ts';
import type { ListedAccount } from '../../domain/account.ts';
import { isRole, type Role } from '../../domain/role.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { accountRefusalText, type AccountRefusal } from '../../protocol/account-refusals.ts';
import type { Locale } from '../../protocol/refusals.ts';
import {
	accountStates,
	type AccountItem,
	type AccountsFilter,
	type AccountState,
	type AccountsView,
	type AccountView
} from '../../protocol/views/accounts.ts';
import { AccountRefused, type AccountDesk } from '../auth/accounts/account-desk.ts';
import { InvalidFilter, type ServiceContext } from './context.ts';

export type AccountsQuery = { text: string | null; role: string | null; state: string | null };

/** As it was typed; empty where nothing was. */
export type AccountForm = { name: string; userName: string; email: string; role: string; facility: string };

export type AccountAnswer =
	| { outcome: 'done' }
	/** The only copy of the password; null for one that the city's sign-in opens. */
	| { outcome: 'made'; userName: string; password: string | null }
	| { outcome: 'reset'; userName: string; password: string }
	| { outcome: 'refused'; text: string };

const done: AccountAnswer = { outcome: 'done' };
const longest = { name: 100, text: 200 };

export class AccountsService {
	constructor(readonly context: ServiceContext) {}

	/** @throws InvalidFilter for a role or a state that is none. */
	async load(viewer: Viewer, query: AccountsQuery): Promise<AccountsView> {
		const filter = readFilter(query);
		const all = await this.#all(viewer);
		const mayEnter = all.filter(isAble);
		return {
			filter,
			rows: all.filter((one) => fits(one, filter)),
			counts: {
				all: all.length,
				mayEnter: mayEnter.length,
				admins: mayEnter.filter(({ role }) => role === 'admin').length,
				withoutFactor: mayEnter.filter(({ hasSecondFactor }) => !hasSecondFactor).length,
				neverIn: mayEnter.filter(({ lastSignInAt }) => lastSignInAt === null).length
			},
			snapshot: this.#snapshot()
		};
	}

	/** Null where there is none of this name. */
	async find(viewer: Viewer, userName: string): Promise<AccountView | null> {
		const account = (await this.#all(viewer)).find((one) => one.userName === userName);
		return account ? { account, snapshot: this.#snapshot() } : null;
	}

	/** Hospitals that an account may be bound to. */
	hospitals(): { code: string; name: string }[] {
		return this.context.facilities
			.all()
			.filter(({ kind }) => kind === 'hospital')
			.map(({ code, name }) => ({ code, name }))
			.sort((a, b) => byName.compare(a.name, b.name));
	}

	create(viewer: Viewer, form: AccountForm, hasPassword: boolean, locale: Locale): Promise<AccountAnswer> {
		return this.#change(viewer, locale, async (desk) => {
			const made = await desk.create(viewer, {
				name: form.name.slice(0, longest.name),
				...this.#standing(form),
				userName: form.userName.trim() || undefined,
				email: form.email.trim() || undefined,
				hasPassword
			});
			return { outcome: 'made', ...made };
		});
	}

	setRole(
		viewer: Viewer,
		userName: string,
		form: Pick<AccountForm, 'role' | 'facility'>,
		locale: Locale
	): Promise<AccountAnswer> {
		return this.#change(viewer, locale, async (desk) => {
			const { role, facility = null } = this.#standing(form);
			await desk.setRole(viewer, userName, role, facility);
			return done;
		});
	}

	setDisabled(viewer: Viewer, userName: string, isDisabled: boolean, locale: Locale): Promise<AccountAnswer> {
		return this.#change(viewer, locale, async (desk) => {
			await desk.setDisabled(viewer, userName, isDisabled);
			return done;
		});
	}

	resetPassword(viewer: Viewer, userName: string, locale: Locale): Promise<AccountAnswer> {
		return this.#change(viewer, locale, async (desk) => ({
			...{ outcome: 'reset' as const, userName },
			password: await desk.resetPassword(viewer, userName)
		}));
	}

	resetSecondFactor(viewer: Viewer, userName: string, locale: Locale): Promise<AccountAnswer> {
		return this.#change(viewer, locale, async (desk) => {
			await desk.resetSecondFactor(viewer, userName);
			return done;
		});
	}

	endSessions(viewer: Viewer, userName: string, locale: Locale): Promise<AccountAnswer> {
		return this.#change(viewer, locale, async (desk) => {
			await desk.endSessions(viewer, userName);
			return done;
		});
	}

	async #change(
		viewer: Viewer,
		locale: Locale,
		work: (desk: AccountDesk) => Promise<AccountAnswer>
	): Promise<AccountAnswer> {
		assertMay(viewer);
		try {
			return await work(this.context.accounts);
		} catch (fault) {
			if (!(fault instanceof AccountRefused)) throw fault;
			return { outcome: 'refused', text: accountRefusalText(fault.code, locale, fault.values) };
		}
	}

	/** @throws AccountRefused for a facility that nobody registered; the desk judges the rest. */
	#standing({ role, facility }: Pick<AccountForm, 'role' | 'facility'>): { role: Role; facility?: string } {
		const known = isRole(role) ? role : 'public';
		// The form sends the list of hospitals whatever the role.
		if (known !== 'hospital' || facility === '') return { role: known };
		if (!this.context.facilities.find(facility)) throw refused('unknown-facility', { facility });
		return { role: known, facility };
	}

	async #all(viewer: Viewer): Promise<AccountItem[]> {
		assertMay(viewer);
		const rows = await this.context.accounts.listWithUse();
		return rows.map((row) => this.#item(row, viewer));
	}

	#item(row: ListedAccount, viewer: Viewer): AccountItem {
		const { userName, name, email, role, hasPassword, sessions, facility: code } = row;
		const place = code === null ? null : { code, name: this.context.facilities.nameOf(code) };
		return {
			...{ userName, name, email, role, hasPassword, sessions },
			viewer: `user:${row.id}`,
			facility: place,
			state: stateOf(row),
			hasSecondFactor: row.twoFactorEnabled,
			lastSignInAt: row.lastSignInAt?.toISOString() ?? null,
			isDemo: row.demo,
			isOwn: viewer.name === `user:${row.id}`
		};
	}

	#snapshot() {
		const { clock, demo, lastChange } = this.context;
		return { change: lastChange(), now: clock().toISOString(), asOf: null, demo };
	}
}

const byName = new Intl.Collator('id', { numeric: true });
const refused = (code: AccountRefusal, values: Record<string, string>) => new AccountRefused(code, values);

/** A page that is another role's is refused before; whoever comes here by another way is told nothing. */
function assertMay({ role }: Viewer): void {
	if (role !== 'system' && !mayDo(role, 'manage-accounts')) throw new Error('accounts are not for this role');
}

function stateOf({ disabledAt, mustChangePassword, isPasswordExpired }: ListedAccount): AccountState {
	if (disabledAt !== null) return 'disabled';
	if (isPasswordExpired) return 'expired';
	return mustChangePassword ? 'waiting' : 'open';
}

const isAble = ({ state }: AccountItem) => state === 'open' || state === 'waiting';

function readFilter({ text, role, state }: AccountsQuery): AccountsFilter {
	if (role && !isRole(role)) throw new InvalidFilter('role', role);
	const known = accountStates.find((one) => one === state);
	if (state && !known) throw new InvalidFilter('state', state);
	return {
		text: (text ?? '').trim().slice(0, longest.text),
		role: role && isRole(role) ? role : '',
		state: known ?? ''
	};
}

function fits(one: AccountItem, { text, role, state }: AccountsFilter): boolean {
	const told = [one.name, one.userName, one.email, one.facility?.name, one.facility?.code].join(' ');
	return (
		(role === '' || one.role === role) &&
		(state === '' || one.state === state) &&
		told.toLowerCase().includes(text.toLowerCase())
	);
}
