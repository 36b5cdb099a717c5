import { parseCookies, parseSetCookieHeader, toCookieOptions } from 'better-auth/cookies';

/** A cookie to set, as SvelteKit's `cookies.set` takes it; its value is not encoded yet. */
export type SetCookie = {
	name: string;
	value: string;
	options: {
		path: string;
		httpOnly: boolean;
		secure: boolean;
		sameSite: 'lax' | 'strict' | 'none';
		maxAge?: number;
	};
};

export function cookiesOf(headers: Headers): SetCookie[] {
	return headers.getSetCookie().flatMap((line) =>
		[...parseSetCookieHeader(line)].map(([name, attributes]) => {
			const {
				path = '/',
				httpOnly = true,
				secure = false,
				sameSite = 'lax',
				maxAge
			} = toCookieOptions(attributes);
			return {
				name,
				value: attributes.value,
				options: { path, httpOnly, secure, sameSite, ...(maxAge !== undefined && { maxAge }) }
			};
		})
	);
}

/**
 * The token in a session's cookie, `<token>.<signature>`. The signature is better-auth's to check; here the token alone is
 * looked up by its digest, which nobody who reads the database can turn back into one.
 */
export function findToken(cookie: string | null | undefined, name: string): string | null {
	const value = cookie ? parseCookies(cookie).get(name) : undefined;
	return value?.split('.', 1)[0] || null;
}

/** All that better-auth is told of a request. */
export const cookieHeaders = (cookie: string | null) => new Headers(cookie ? { cookie } : {});
