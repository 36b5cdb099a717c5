import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { guardPage } from './page-policy.ts';
import { errorPageStyle } from './security-headers.ts';

it('lets the page of last resort have its one style, which is this and no other', () => {
	const page = readFileSync('src/error.html', 'utf8');
	const styles = [...page.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, style]) => style ?? '');
	const digests = styles.map((style) => `sha256-${createHash('sha256').update(style).digest('base64')}`);
	expect(digests, 'src/error.html has changed: write this into security-headers.ts').toEqual([
		errorPageStyle
	]);
	expect(page).not.toMatch(/<script|\sstyle=|\son\w+=/);
});

const page = (policy: string) =>
	new Response('<p>', { headers: { 'content-type': 'text/html', 'content-security-policy': policy } });

it('lets a page open its own socket, and send forms nowhere else', () => {
	const policy = "default-src 'none'; connect-src 'self'; form-action 'self'";
	const here = new URL('https://denyut.example/beds');
	const { headers } = guardPage(page(policy), here);
	expect(headers.get('content-security-policy')).toBe(
		"default-src 'none'; connect-src 'self' wss://denyut.example; form-action 'self'"
	);
	const local = guardPage(page(policy), new URL('http://localhost:3000/'));
	expect(local.headers.get('content-security-policy')).toContain("connect-src 'self' ws://localhost:3000;");
});

it('keeps a page out of caches unless the page says otherwise', () => {
	expect(guardPage(page(''), new URL('http://localhost/')).headers.get('cache-control')).toBe(
		'private, no-store'
	);
	const open = page('');
	open.headers.set('cache-control', 'max-age=60');
	expect(guardPage(open, new URL('http://localhost/')).headers.get('cache-control')).toBe('max-age=60');
	const data = new Response('{}', { headers: { 'content-type': 'application/json' } });
	expect(guardPage(data, new URL('http://localhost/')).headers.has('cache-control')).toBe(false);
});
