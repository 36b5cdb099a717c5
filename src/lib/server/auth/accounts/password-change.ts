import type { StandingSession } from '../../../domain/account.ts';
import { tooMany, type TooMany } from './answers.ts';
import type { Attempts } from './attempts.ts';
import type { Auth } from './better-auth.ts';
import { cookieHeaders, cookiesOf, type SetCookie } from './cookies.ts';
import { weaknessOf, type PasswordWeakness } from './password-rule.ts';
import type { Passwords } from './passwords.ts';
import type { RecordEvent } from './events.ts';
import { userViewer } from './session.ts';

type Parts = {
	auth: Auth;
	attempts: Attempts;
	passwords: Passwords;
	accounts: {
		passwordHashOf: (userId: string) => Promise<string | null>;
		setPassword: (
			userId: string,
			hash: string,
			options: { mustChange: boolean; keptSession?: string | null }
		) => Promise<void>;
	};
	findRow: (cookie: string | null) => Promise<StandingSession | null>;
	record: RecordEvent;
};

export type ChangeAnswer =
	| { outcome: 'changed'; cookies: SetCookie[] }
	| { outcome: 'weak'; why: PasswordWeakness }
	| { outcome: 'wrong' }
	| TooMany;

export class PasswordChange {
	constructor(readonly parts: Parts) {}

	/** Ends every other session of the account, and gives this one a new token. */
	async change(asked: { cookie: string | null; current: string; next: string }): Promise<ChangeAnswer> {
		const { auth, attempts, passwords, accounts, findRow, record } = this.parts;
		const { cookie, current, next } = asked;
		const row = await findRow(cookie);
		if (!row || row.demo || (row.twoFactorEnabled && !row.secondFactor)) return { outcome: 'wrong' };
		const why = current === next ? 'same' : weaknessOf(next, [row.userName, ...row.name.split(/\s+/)]);
		if (why) return { outcome: 'weak', why };
		const taken = await attempts.take('ownPassword', row.userId);
		if (!taken.isAllowed) return tooMany(taken.retryAfterSeconds);
		if (!(await passwords.verify(await accounts.passwordHashOf(row.userId), current)))
			return { outcome: 'wrong' };
		const hash = await passwords.hash(next);
		await accounts.setPassword(row.userId, hash, { mustChange: false, keptSession: row.id });
		await record(userViewer(row), {
			...{ action: 'password-changed', what: 'own', from: { session: row.id } }
		});
		const headers = cookieHeaders(cookie);
		const renewed = await auth.api.renewSession({ headers, body: {}, returnHeaders: true });
		await attempts.forget('ownPassword', row.userId);
		return { outcome: 'changed', cookies: cookiesOf(renewed.headers) };
	}
}
