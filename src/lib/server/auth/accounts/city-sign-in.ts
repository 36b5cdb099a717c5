/**
 * The city's own accounts (OpenID Connect). Nobody is registered by it: it opens an account that an administrator made
 * before, found by the address that the provider has verified, and from then on by the provider's subject.
 *
 * It is a better-auth of its own over the same tables, made when it is first asked for: while it starts it fetches the
 * provider's description, and the provider's silence must not keep those out who sign in with a password.
 */
import { isAPIError } from 'better-auth/api';
import { betterAuth } from 'better-auth/minimal';
import { genericOAuth } from 'better-auth/plugins';
import type { StandingSession } from '../../../domain/account.ts';
import type { Role } from '../../../domain/role.ts';
import { rowName } from '../../../domain/trail.ts';
import { publicViewer, systemViewer } from '../../../domain/viewer.ts';
import { tooMany, type TooMany } from './answers.ts';
import type { Attempts } from './attempts.ts';
import { authOptions, sessionCookie, type AuthParts } from './better-auth.ts';
import { cookieHeaders, cookiesOf, type SetCookie } from './cookies.ts';
import type { RecordEvent } from './events.ts';
import { userViewer } from './session.ts';

/** Roles that a group of the city may bring: administrators and hospitals are made here, by hand. */
export type CityRole = Exclude<Role, 'public' | 'admin' | 'hospital'>;

export type CityConfig = {
	issuer: string;
	clientId: string;
	clientSecret: string;
	/** Which claim says what a person is in the city; with `roles` only. */
	roleClaim: string;
	/** By value of that claim; empty: the role stays as an administrator set it. */
	roles: ReadonlyMap<string, CityRole>;
};

export type CityParts = {
	authParts: AuthParts;
	accounts: {
		find: (userId: string) => Promise<{ role: Role } | null>;
		setRole: (userId: string, role: Role, facility: string | null) => Promise<void>;
	};
	attempts: Attempts;
	origin: string | undefined;
	findRow: (cookie: string | null) => Promise<StandingSession | null>;
	endSession: (cookie: string | null) => Promise<void>;
	record: RecordEvent;
};

const provider = 'city';
const loopbackHosts = ['localhost', 'localhost:*', '127.0.0.1', '127.0.0.1:*', '[::1]', '[::1]:*'];

export type CityBeginning =
	{ outcome: 'begun'; url: string; cookies: SetCookie[] } | { outcome: 'unavailable' } | TooMany;

export class CitySignIn {
	#auth: ReturnType<typeof createCityAuth> | undefined;

	constructor(
		readonly config: CityConfig,
		readonly parts: CityParts
	) {}

	/** @param next where to go afterwards, a path of ours */
	async begin(asked: { host: string; address: string; next: string }): Promise<CityBeginning> {
		const taken = await this.parts.attempts.take('address', asked.address);
		if (!taken.isAllowed) return tooMany(taken.retryAfterSeconds);
		try {
			const { headers, response } = await this.#made().api.signInSocial({
				headers: new Headers({ host: asked.host }),
				body: { provider, callbackURL: asked.next, errorCallbackURL: '/login', disableRedirect: true },
				returnHeaders: true
			});
			if (!response.url) return { outcome: 'unavailable' };
			return { outcome: 'begun', url: response.url, cookies: cookiesOf(headers) };
		} catch (error) {
			if (isAPIError(error)) return { outcome: 'unavailable' };
			throw error;
		}
	}

	/** The provider sends the person back; answers with a redirect to `next`, or to the sign-in page with a reason. */
	async finish(asked: { url: URL; cookie: string | null; address: string }): Promise<Response> {
		const { url, cookie, address } = asked;
		const headers = cookieHeaders(cookie);
		headers.set('host', url.host);
		const response = await this.#made().handler(new Request(url, { headers }));
		const name = sessionCookie(this.parts.authParts.isSecure);
		const made = cookiesOf(response.headers).find((one) => one.name === name && one.value !== '');
		const { findRow, endSession, record } = this.parts;
		const row = made ? await findRow(`${name}=${encodeURIComponent(made.value)}`) : null;
		const from = { address, ...(row && { session: row.id }) };
		if (row) await endSession(cookie);
		await record(row ? userViewer(row) : publicViewer, {
			...{ action: row ? 'sign-in' : 'sign-in-failed', what: provider, from }
		});
		return response;
	}

	#made(): ReturnType<typeof createCityAuth> {
		return (this.#auth ??= createCityAuth(this.config, this.parts));
	}
}

function createCityAuth(config: CityConfig, parts: CityParts) {
	const { authParts, origin } = parts;
	const options = authOptions(authParts);
	return betterAuth({
		...options,
		baseURL: origin ?? { allowedHosts: loopbackHosts, protocol: 'http' },
		onAPIError: { errorURL: '/login' },
		user: {
			validateUserInfo: async ({ user, source }) => {
				if (source.action === 'create-user') return { error: 'signup_disabled' };
				const isGranted = await followRole(config, parts, String(user.id), source.oauth?.profile ?? {});
				return isGranted ? undefined : { error: 'role_not_granted' };
			}
		},
		plugins: [
			genericOAuth({
				config: [
					{
						providerId: provider,
						clientId: config.clientId,
						clientSecret: config.clientSecret,
						discoveryUrl: `${config.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
						scopes: ['openid', 'email', 'profile'],
						requireIdTokenVerification: true,
						pkce: true,
						disableSignUp: true
					}
				]
			})
		]
	});
}

/** @returns false where the city counts the person among none of the groups that have a role */
async function followRole(
	{ roles, roleClaim }: CityConfig,
	{ accounts, record }: Pick<CityParts, 'accounts' | 'record'>,
	userId: string,
	profile: Record<string, unknown>
): Promise<boolean> {
	if (roles.size === 0) return true;
	const account = await accounts.find(userId);
	if (!account) return false;
	if (account.role === 'admin' || account.role === 'hospital') return true;
	const groups = [profile[roleClaim] ?? []].flat().map(String);
	const role = groups.map((group) => roles.get(group)).find((known) => known !== undefined);
	if (role === undefined) return false;
	if (role === account.role) return true;
	await accounts.setRole(userId, role, null);
	const rows = [rowName('account', userId)];
	await record(systemViewer('city-sign-in'), {
		action: 'role-changed',
		what: `${account.role} → ${role}`,
		rows
	});
	return true;
}
