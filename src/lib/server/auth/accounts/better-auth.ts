/**
 * better-auth as it is used here: it makes and ends sessions and their cookies, keeps the second factor, and speaks OpenID
 * Connect. None of its addresses but the return from the city's sign-in is served, so nobody can register or ask it anything;
 * passwords are verified and tries are counted before it is called, since calls of its API pass by its own limits.
 */
import { randomUUID } from 'node:crypto';
import { APIError, createAuthEndpoint, sessionMiddleware } from 'better-auth/api';
import { betterAuth } from 'better-auth/minimal';
import { setSessionCookie } from 'better-auth/cookies';
import { twoFactor } from 'better-auth/plugins';
import type { BetterAuthOptions, BetterAuthPlugin, DBAdapterInstance } from 'better-auth';
import { z } from 'zod';
import type { Passwords } from './passwords.ts';

/** However much it is used, a session ends after a day. */
const longestSessionSeconds = 24 * 3_600;
const appName = 'Denyut';

export type AuthParts = {
	database: DBAdapterInstance;
	secret: string;
	/** Browsers reach this server over TLS. */
	isSecure: boolean;
	passwords: Passwords;
	/** False for accounts that are closed. */
	mayEnter: (userId: string) => Promise<boolean>;
	onFault: (error: unknown) => void;
};

/** `__Host-`: no other name of the domain, and nobody on a plain connection, can plant such a cookie. */
const cookiePrefix = (isSecure: boolean) => (isSecure ? '__Host-denyut' : 'denyut');
export const sessionCookie = (isSecure: boolean) => `${cookiePrefix(isSecure)}.session_token`;

export function authOptions({ database, secret, isSecure, passwords, mayEnter, onFault }: AuthParts) {
	return {
		appName,
		basePath: '/api/auth',
		secret,
		database,
		telemetry: { enabled: false },
		rateLimit: { enabled: false },
		// Its messages may repeat what was sent.
		logger: { level: 'error', log: (_, __, ...told) => onFault(told.find((one) => one instanceof Error)) },
		emailAndPassword: {
			enabled: true,
			disableSignUp: true,
			password: {
				hash: (password) => passwords.hash(password),
				verify: ({ hash, password }) => passwords.verify(hash, password)
			}
		},
		session: {
			expiresIn: longestSessionSeconds,
			// Use is written down by store/sessions.ts, which knows the idle limit.
			disableSessionRefresh: true,
			freshAge: 0,
			additionalFields: {
				method: { type: 'string', required: false, input: false },
				secondFactor: { type: 'boolean', required: false, input: false }
			}
		},
		account: { updateAccountOnSignIn: false },
		verification: { storeIdentifier: 'hashed' },
		advanced: {
			cookiePrefix: cookiePrefix(isSecure),
			useSecureCookies: false,
			defaultCookieAttributes: { secure: isSecure, httpOnly: true, sameSite: 'lax', path: '/' },
			ipAddress: { disableIpTracking: true },
			database: { generateId: () => randomUUID() }
		},
		databaseHooks: {
			session: {
				create: {
					before: async (session) => {
						if (!(await mayEnter(session.userId))) return false;
						const { method } = session as { method?: string };
						return { data: { ...session, method: method ?? 'city' } };
					}
				}
			},
			account: {
				create: {
					before: async (account) => ({
						data: { ...account, accessToken: null, refreshToken: null, idToken: null, scope: null }
					})
				}
			}
		}
	} satisfies BetterAuthOptions;
}

export function createAuth(parts: AuthParts) {
	const factor = twoFactor({
		issuer: appName,
		allowPasswordless: true,
		// Tries are counted over all sessions of an account in attempts.ts.
		accountLockout: { enabled: false }
	});
	return betterAuth({
		...authOptions(parts),
		baseURL: 'http://localhost',
		plugins: [factor, sessionDoors()]
	});
}
export type Auth = ReturnType<typeof createAuth>;

/** Sessions for those whom sign-in.ts has let in; callable on the server only. */
function sessionDoors() {
	const failed = () => new APIError('FORBIDDEN');
	return {
		id: 'session-doors',
		endpoints: {
			openSession: createAuthEndpoint.serverOnly(
				{ method: 'POST', body: z.object({ userId: z.string() }) },
				async (ctx) => {
					const { internalAdapter } = ctx.context;
					const user = await internalAdapter.findUserById(ctx.body.userId);
					const session =
						user && (await internalAdapter.createSession(user.id, false, { method: 'password' }));
					if (!user || !session) throw failed();
					await setSessionCookie(ctx, { session, user });
					return ctx.json({ sessionId: session.id });
				}
			),
			/** A new token for the same person, and the old one is dead: after each proof of who they are. */
			renewSession: createAuthEndpoint.serverOnly(
				{
					method: 'POST',
					requireHeaders: true,
					use: [sessionMiddleware],
					body: z.object({ secondFactor: z.boolean().optional() })
				},
				async (ctx) => {
					const { internalAdapter } = ctx.context;
					const { session: old, user } = ctx.context.session;
					const { method, secondFactor } = old as { method?: string; secondFactor?: boolean };
					const session = await internalAdapter.createSession(user.id, false, {
						method,
						secondFactor: ctx.body.secondFactor ?? secondFactor
					});
					if (!session) throw failed();
					await setSessionCookie(ctx, { session, user });
					await internalAdapter.deleteSession(old.token);
					return ctx.json({ sessionId: session.id });
				}
			)
		}
	} satisfies BetterAuthPlugin;
}
