/** What the pages of signing in have in common on the server. */
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { firstPage } from '$lib/domain/access';
import { readFields } from '../form-fields';
import { ownPath } from './own-path';

type Session = NonNullable<App.Locals['session']>;
type SignIn = App.Locals['app']['signIn'];
type Cookies = Extract<Awaited<ReturnType<SignIn['signIn']>>, { outcome: 'in' }>['cookies'];

const stepPages = {
	'second-factor': '/login',
	'change-password': '/login/password',
	'set-up-second-factor': '/login/second-factor'
} as const;

export const nextOf = ({ url }: Pick<RequestEvent, 'url'>) => ownPath(url.searchParams.get('next'));

export function withNext(path: string, next: string | null): string {
	return next === null ? path : `${path}?${new URLSearchParams({ next })}`;
}

/** Where a session goes on: to the step that is still to be done, else to where the person wanted to go. */
export function goingOn({ pending, role }: Session, next: string | null): string {
	return pending === null ? (next ?? firstPage[role]) : withNext(stepPages[pending], next);
}

/** The page of a step is for those who have it to do. */
export function requireStep(event: RequestEvent, step: keyof typeof stepPages): Session {
	const { session } = event.locals;
	if (session?.pending !== step) redirect(303, withNext('/login', nextOf(event)));
	return session;
}

/** A session has changed: `/login` knows where it goes on. */
export function takeCookies(event: RequestEvent, cookies: Cookies): never {
	setCookies(event, cookies);
	redirect(303, withNext('/login', nextOf(event)));
}

export function setCookies({ cookies }: RequestEvent, made: Cookies): void {
	for (const { name, value, options } of made) cookies.set(name, value, options);
}

/** Code and words of a refusal; `minutes` where waiting helps. */
export type Refusal<Code extends string> = { refusal: { code: Code | 'too-many'; minutes: number } };

export function refuse<Code extends string>(code: Code | 'too-many', retryAfterSeconds = 0) {
	const refusal: Refusal<Code>['refusal'] = { code, minutes: Math.ceil(retryAfterSeconds / 60) };
	return fail(code === 'too-many' ? 429 : 400, { refusal });
}

export const cookieOf = ({ request }: RequestEvent) => request.headers.get('cookie');

const longestField = 400;

export const fieldsOf = <Name extends string>({ request }: RequestEvent, ...names: Name[]) =>
	readFields(request, names, longestField);
