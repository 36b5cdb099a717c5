/** Codes of an authenticator app (TOTP): setting it up, giving one, and the codes on paper for when the phone is lost. */
import { isAPIError } from 'better-auth/api';
import { applySetCookies } from 'better-auth/cookies';
import type { StandingSession } from '../../../domain/account.ts';
import { tooMany, type SignInAnswer, type TooMany } from './answers.ts';
import type { Attempts } from './attempts.ts';
import type { Auth } from './better-auth.ts';
import { cookieHeaders, cookiesOf } from './cookies.ts';
import type { Passwords } from './passwords.ts';
import type { AccountEvent, RecordEvent } from './events.ts';
import { userViewer } from './session.ts';

type Parts = {
	auth: Auth;
	attempts: Attempts;
	passwords: Passwords;
	accounts: {
		passwordHashOf: (userId: string) => Promise<string | null>;
		removeSecondFactor: (userId: string, keptSession: string | null) => Promise<void>;
	};
	findRow: (cookie: string | null) => Promise<StandingSession | null>;
	record: RecordEvent;
};

type Asked = { cookie: string | null; password: string };
/** To be typed or scanned into the app; the codes are shown this once. */
export type NewFactor = { outcome: 'begun'; secret: string; uri: string; backupCodes: string[] };
type Refusal = { outcome: 'wrong' } | TooMany;

export class SecondFactor {
	constructor(readonly parts: Parts) {}

	/** A code of the app, or one of the backup codes. The first code of a new app switches it on. */
	async give({ cookie, code }: { cookie: string | null; code: string }): Promise<SignInAnswer> {
		const row = await this.#person(cookie);
		if (!row) return { outcome: 'wrong' };
		const { attempts, auth } = this.parts;
		const taken = await attempts.take('code', row.userId);
		if (!taken.isAllowed) return tooMany(taken.retryAfterSeconds);
		const headers = cookieHeaders(cookie);
		if (!(await this.#isRight(row, code.trim(), headers))) {
			await this.#record(row, 'sign-in-failed', 'second-factor');
			return { outcome: 'wrong' };
		}
		if (!row.twoFactorEnabled) await this.#record(row, 'second-factor-changed', 'on');
		const renewed = await auth.api.renewSession({
			headers,
			body: { secondFactor: true },
			returnHeaders: true
		});
		// Under the new session's name, and before its cookie is handed out.
		await this.#record({ ...row, id: renewed.response.sessionId }, 'sign-in', 'second-factor');
		await attempts.forget('code', row.userId);
		return { outcome: 'in', cookies: cookiesOf(renewed.headers) };
	}

	/** @returns null where one is on already: it is taken off first */
	async begin({ cookie, password }: Asked): Promise<NewFactor | Refusal | null> {
		const row = await this.#person(cookie);
		if (!row) return { outcome: 'wrong' };
		if (row.twoFactorEnabled) return null;
		const refusal = await this.#refuse(row, password);
		if (refusal) return refusal;
		const made = await this.parts.auth.api.enableTwoFactor({
			headers: cookieHeaders(cookie),
			body: { password, method: 'totp' }
		});
		const secret = ('totpURI' in made && new URL(made.totpURI).searchParams.get('secret')) || '';
		return {
			outcome: 'begun',
			secret,
			uri: `otpauth://totp/Denyut:${encodeURIComponent(row.userName)}?secret=${secret}&issuer=Denyut`,
			backupCodes: 'backupCodes' in made ? made.backupCodes : []
		};
	}

	/** The old codes are void. */
	async newBackupCodes({ cookie, password }: Asked): Promise<{ outcome: 'made'; codes: string[] } | Refusal> {
		const row = await this.#person(cookie);
		if (!row || !isProven(row)) return { outcome: 'wrong' };
		const refusal = await this.#refuse(row, password);
		if (refusal) return refusal;
		const { backupCodes } = await this.parts.auth.api.generateBackupCodes({
			headers: cookieHeaders(cookie),
			body: { password }
		});
		await this.#record(row, 'second-factor-changed', 'new backup codes');
		return { outcome: 'made', codes: backupCodes };
	}

	/** For a new phone. An administrator must then set it up again before anything else. */
	async remove({ cookie, password }: Asked): Promise<{ outcome: 'removed' } | Refusal> {
		const row = await this.#person(cookie);
		if (!row || !isProven(row)) return { outcome: 'wrong' };
		const refusal = await this.#refuse(row, password);
		if (refusal) return refusal;
		await this.parts.accounts.removeSecondFactor(row.userId, row.id);
		await this.#record(row, 'second-factor-changed', 'off');
		return { outcome: 'removed' };
	}

	#record(row: StandingSession, action: AccountEvent['action'], what: string): Promise<unknown> {
		return this.parts.record(userViewer(row), { action, what, from: { session: row.id } });
	}

	/** A demo account is everybody's: the first to set a code up would shut the others out. */
	async #person(cookie: string | null): Promise<StandingSession | null> {
		const row = await this.parts.findRow(cookie);
		return row && !row.demo ? row : null;
	}

	async #isRight({ userId }: StandingSession, code: string, headers: Headers): Promise<boolean> {
		const { api } = this.parts.auth;
		try {
			if (!/^\d{6}$/.test(code)) {
				await api.verifyBackupCode({ headers, body: { code, disableSession: true } });
				return true;
			}
			const once = await this.parts.attempts.take('usedCode', `${userId} ${code}`);
			if (!once.isAllowed) return false;
			const answer = await api.verifyTOTP({ headers, body: { code }, returnHeaders: true });
			// Switching it on has renewed the session already.
			applySetCookies(headers, answer.headers.getSetCookie());
			return true;
		} catch (error) {
			if (isAPIError(error)) return false;
			throw error;
		}
	}

	/** A session that lies open on a desk is not enough to change how its owner signs in. */
	async #refuse({ userId, hasPassword }: StandingSession, password: string): Promise<Refusal | null> {
		if (!hasPassword) return null;
		const { attempts, accounts, passwords } = this.parts;
		const taken = await attempts.take('ownPassword', userId);
		if (!taken.isAllowed) return tooMany(taken.retryAfterSeconds);
		if (!(await passwords.verify(await accounts.passwordHashOf(userId), password)))
			return { outcome: 'wrong' };
		await attempts.forget('ownPassword', userId);
		return null;
	}
}

const isProven = ({ twoFactorEnabled, secondFactor }: StandingSession) => twoFactorEnabled && secondFactor;
