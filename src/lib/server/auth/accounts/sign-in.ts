/**
 * Signing in, staying so, and signing out. Every function takes the request's cookie header and answers with the cookies to
 * set; none believes another header. What may be tried how often is counted first (attempts.ts), then passwords are verified
 * here, once and in the same time whether the name is known or not, and only then better-auth makes a session.
 */
import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account, StandingSession } from '../../../domain/account.ts';
import type { Role } from '../../../domain/role.ts';
import { rowName } from '../../../domain/trail.ts';
import { publicViewer, type Viewer } from '../../../domain/viewer.ts';
import type { DBAdapterInstance } from 'better-auth';
import { tooMany, type SignInAnswer, type TooMany } from './answers.ts';
import { accountFrom, Attempts, type AttemptTable } from './attempts.ts';
import { createAuth, sessionCookie, type Auth, type AuthParts } from './better-auth.ts';
import { CitySignIn, type CityConfig, type CityParts } from './city-sign-in.ts';
import { cookieHeaders, cookiesOf, findToken, type SetCookie } from './cookies.ts';
import { PasswordChange } from './password-change.ts';
import { Passwords } from './passwords.ts';
import { SecondFactor } from './second-factor.ts';
import type { RecordEvent } from './events.ts';
import { foundSession, userViewer, type FoundSession } from './session.ts';

/** Where the id of an account would stand, for a name that has none. */
const nobody = 'nobody';
/** Refusals take this long at least, so that how long one took tells nothing. */
const refusalMs = 250;

type Credentials = {
	/** A user name or an e-mail address. */
	login: string;
	password: string;
	address: string;
	cookie: string | null;
};
export type SessionTable = {
	find: (token: string) => Promise<StandingSession | null>;
	findHolding: (ids: readonly string[]) => Promise<StandingSession[]>;
	end: (id: string) => Promise<void>;
	endAll: (userId: string) => Promise<void>;
};

export type DemoAccount = { userName: string; name: string; role: Role; password: string };

type EnteringAccount = Pick<Account, 'id' | 'role' | 'facility' | 'demo' | 'disabledAt'>;

/** Whom a typed name names. */
type Named = { id: string; passwordHash: string | null; mayEnter: boolean };

export type SignInAccounts = {
	findForSignIn: (login: string) => Promise<Named | null>;
	find: (id: string) => Promise<EnteringAccount | null>;
	list: () => Promise<(Omit<DemoAccount, 'password'> & { demo: boolean; disabledAt: Date | null })[]>;
} & CityParts['accounts'] &
	PasswordChange['parts']['accounts'] &
	SecondFactor['parts']['accounts'];

export type SignInParts = {
	/** better-auth's way to its tables. */
	database: DBAdapterInstance;
	accounts: SignInAccounts;
	sessions: SessionTable;
	attempts: AttemptTable;
	serverKey: Buffer;
	/** What people open; undefined for this machine only. */
	origin: string | undefined;
	city: CityConfig | undefined;
	/** Only then may demo accounts enter. */
	demo: boolean;
	record: RecordEvent;
	onFault: (error: unknown) => void;
};

export class SignIn {
	readonly secondFactor: SecondFactor;
	readonly passwordChange: PasswordChange;
	/** Null where the city's own sign-in is not configured. */
	readonly city: CitySignIn | null;
	readonly #parts: SignInParts;
	readonly #auth: Auth;
	readonly #passwords: Passwords;
	readonly #attempts: Attempts;
	readonly #cookieName: string;

	constructor(parts: SignInParts) {
		const { accounts, serverKey, origin, database, record, onFault } = parts;
		const isSecure = origin?.startsWith('https:') ?? false;
		const passwords = new Passwords(serverKey);
		const attempts = new Attempts(parts.attempts, serverKey);
		const secret = createHmac('sha256', serverKey).update('sign-in').digest('base64url');
		const mayEnter = async (userId: string) => (await this.#findEntering(userId)) !== null;
		const authParts: AuthParts = { database, secret, isSecure, passwords, mayEnter, onFault };
		const auth = createAuth(authParts);
		const findRow = (cookie: string | null) => this.#findRow(cookie);
		const endSession = (cookie: string | null) => this.#endSession(cookie);
		this.#parts = parts;
		this.#auth = auth;
		this.#passwords = passwords;
		this.#attempts = attempts;
		this.#cookieName = sessionCookie(isSecure);
		this.secondFactor = new SecondFactor({ auth, accounts, attempts, passwords, findRow, record });
		this.passwordChange = new PasswordChange({ auth, accounts, attempts, passwords, findRow, record });
		this.city = parts.city
			? new CitySignIn(parts.city, { authParts, accounts, attempts, origin, findRow, endSession, record })
			: null;
	}

	async findSession(cookie: string | null | undefined): Promise<FoundSession | null> {
		const row = await this.#findRow(cookie);
		return row && foundSession(row);
	}

	/** Null for nobody, and for a session that still has a step to do. */
	async findViewer(cookie: string | null | undefined): Promise<Viewer | null> {
		return (await this.findSession(cookie))?.viewer ?? null;
	}

	/**
	 * Who looks through each of these sessions (`SessionFacts.sessionId`) now. Not in it is one that ended or has a step to do
	 * again: open sockets of those are to be cut.
	 */
	async findStanding(sessionIds: readonly string[]): Promise<Map<string, Viewer>> {
		const rows = await this.#parts.sessions.findHolding(sessionIds);
		return new Map(
			rows.flatMap((row) => {
				const { viewer } = foundSession(row);
				return viewer === null ? [] : [[row.id, viewer] as const];
			})
		);
	}

	/** A new session each time: what the browser held before opens nothing any more. */
	async signIn(asked: Credentials): Promise<SignInAnswer> {
		const { address, cookie } = asked;
		const login = asked.login.trim().toLowerCase();
		const refusedAt = sleep(refusalMs);
		// Both of an account's names count as one.
		const named = await this.#parts.accounts.findForSignIn(login);
		const subject = named?.id ?? `${nobody} ${login}`;
		const refusal = await this.#count(address, subject);
		if (refusal) return refusal;
		const account = await this.#verify(named, asked.password);
		if (account === null) {
			await this.#recordFailure(subject, address);
			await refusedAt;
			return { outcome: 'wrong' };
		}
		const cookies = await this.#open(account, address);
		await Promise.all([
			this.#attempts.forget('account', accountFrom(subject, address)),
			this.#attempts.giveBack('everywhere', subject),
			this.#attempts.giveBack('address', address),
			this.#endSession(cookie)
		]);
		return { outcome: 'in', cookies };
	}

	async signOut(cookie: string | null): Promise<SetCookie[]> {
		const row = await this.#findRow(cookie);
		if (row) {
			await this.#parts.sessions.end(row.id);
			await this.#parts.record(userViewer(row), {
				action: 'sign-out',
				what: 'here',
				from: { session: row.id }
			});
		}
		const { headers } = await this.#auth.api.signOut({ headers: cookieHeaders(cookie), returnHeaders: true });
		return cookiesOf(headers);
	}

	async signOutEverywhere(cookie: string | null): Promise<SetCookie[]> {
		const row = await this.#findRow(cookie);
		if (row) await this.#parts.sessions.endAll(row.userId);
		return this.signOut(cookie);
	}

	/** What a demo shows on its sign-in page; nothing anywhere else. */
	async demoAccounts(): Promise<DemoAccount[]> {
		if (!this.#parts.demo) return [];
		const open = (await this.#parts.accounts.list()).filter((one) => one.demo && one.disabledAt === null);
		return open.map(({ userName, name, role }) => ({
			...{ userName, name, role },
			password: this.#passwords.demoPassword(userName)
		}));
	}

	/** The narrowest first: who is stopped there uses up nothing of what others have. */
	async #count(address: string, subject: string): Promise<TooMany | null> {
		const ofAddress = await this.#attempts.take('address', address);
		if (!ofAddress.isAllowed) return tooMany(ofAddress.retryAfterSeconds);
		const fromHere = await this.#attempts.take('account', accountFrom(subject, address));
		if (!fromHere.isAllowed) return tooMany(fromHere.retryAfterSeconds);
		const fromEverywhere = await this.#attempts.take('everywhere', subject);
		return fromEverywhere.isAllowed ? null : tooMany(fromEverywhere.retryAfterSeconds);
	}

	/** @returns null where the password is wrong, or belongs to nobody who may enter */
	async #verify(named: Named | null, password: string): Promise<EnteringAccount | null> {
		const isRight = await this.#passwords.verify(named?.passwordHash ?? null, password);
		return named && isRight && named.mayEnter ? this.#findEntering(named.id) : null;
	}

	/** Written down before the person gets the cookie. */
	async #open(account: EnteringAccount, address: string): Promise<SetCookie[]> {
		const userId = account.id;
		const { headers, response } = await this.#auth.api.openSession({ body: { userId }, returnHeaders: true });
		const from = { session: response.sessionId, address };
		await this.#parts.record(userViewer({ ...account, userId }), {
			action: 'sign-in',
			what: 'password',
			from
		});
		return cookiesOf(headers);
	}

	/** Of a name that is nobody's nothing is kept: it may be a password in the wrong field. */
	async #recordFailure(subject: string, address: string): Promise<void> {
		const rows = subject.startsWith(nobody) ? [] : [rowName('account', subject)];
		const event = { action: 'sign-in-failed', what: 'password', rows, from: { address } } as const;
		await this.#parts.record(publicViewer, event);
	}

	async #findEntering(userId: string): Promise<EnteringAccount | null> {
		const account = await this.#parts.accounts.find(userId);
		if (!account || account.disabledAt !== null) return null;
		return this.#parts.demo || !account.demo ? account : null;
	}

	async #findRow(cookie: string | null | undefined): Promise<StandingSession | null> {
		const token = findToken(cookie, this.#cookieName);
		const row = token === null ? null : await this.#parts.sessions.find(token);
		return row && (this.#parts.demo || !row.demo) ? row : null;
	}

	async #endSession(cookie: string | null): Promise<void> {
		const row = await this.#findRow(cookie);
		if (row) await this.#parts.sessions.end(row.id);
	}
}
