/** One server under each of its names: this machine's two, and that of ORIGIN behind a proxy that ends TLS. */
import { expect, test as base } from '@playwright/test';
import { endlessBody } from '../support/drip.ts';
import { cookieHeader, openSession, type SessionCookie } from '../support/session.ts';
import { findFreePort, startServer, type TestServer } from '../support/server.ts';
import { startTlsProxy } from '../support/tls-proxy.ts';
import { watchPage } from './exercise.ts';

type Home = {
	server: TestServer;
	port: number;
	tlsOrigin: string;
	hospital: SessionCookie;
	planner: SessionCookie;
};

const test = base.extend<object, { home: Home }>({
	home: [
		// Playwright reads the fixtures that one needs from this parameter.
		// eslint-disable-next-line no-empty-pattern
		async ({}, use) => {
			const tlsPort = await findFreePort();
			const tlsOrigin = `https://localhost:${tlsPort}`;
			const server = await startServer({ env: { ORIGIN: tlsOrigin, DENYUT_TRUSTED_PROXY: '127.0.0.1' } });
			const port = Number(new URL(server.origin).port);
			const proxy = await startTlsProxy(tlsPort, port);
			const hospital = await openSession(server.sql, 'hospital', '3275013', true);
			const planner = await openSession(server.sql, 'planner', null, true);
			await use({ server, port, tlsOrigin, hospital, planner });
			proxy.close();
			await server.stop();
		},
		{ scope: 'worker', timeout: 60_000 }
	],
	ignoreHTTPSErrors: true
});

const names = {
	localhost: ({ port }: Home) => `http://localhost:${port}`,
	'127.0.0.1': ({ port }: Home) => `http://127.0.0.1:${port}`,
	'a proxy that ends TLS': ({ tlsOrigin }: Home) => tlsOrigin
};

for (const [name, originOf] of Object.entries(names)) {
	test(`pages load, stay live and send their forms under ${name}`, async ({ page, home }) => {
		const origin = originOf(home);
		const found = await watchPage(page);
		// A cookie holds for every port and both schemes of a host.
		const url = `https://${new URL(origin).hostname}`;
		await page.context().addCookies([{ ...home.hospital, url, secure: true }]);
		await page.goto(`${origin}/beds`);
		await expect(page.getByText('Langsung', { exact: true }).first()).toBeVisible();
		await page.goto(`${origin}/upload`);
		await page.locator('select[name=kind]').selectOption('visit');
		const buffer = Buffer.from('No. Kunjungan;NIK\r\n1;2\r\n');
		await page.locator('input[type=file]').setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer });
		await page.locator('form[action="/upload/files"] button').click();
		await page.waitForURL(/\/upload\/[0-9a-f]{32}(\.[\w-]+)?$/);
		expect(new URL(page.url()).origin).toBe(origin);
		expect(found).toEqual([]);
	});

	test(`a page's own action takes its form under ${name} and no other site's`, async ({ request, home }) => {
		const origin = originOf(home);
		const send = (from: string, host = from) =>
			request.post(`${origin}/quality/none?/discard`, {
				headers: {
					origin: from,
					cookie: cookieHeader(home.planner),
					'x-forwarded-host': new URL(host).host,
					'x-forwarded-proto': 'https'
				},
				form: { reason: 'x' },
				maxRedirects: 0
			});
		expect((await send(origin)).status()).not.toBe(403);
		for (const other of [
			'https://evil.example',
			origin.replace('localhost', 'localhost.evil.example').replace('127.0.0.1', '127.0.0.2')
		])
			expect((await send(other)).status(), other).toBe(403);
	});
}

test('TLS is asked for from then on only where it is', async ({ request, home }) => {
	const hsts = async (origin: string) =>
		(await request.get(`${origin}/beds`)).headers()['strict-transport-security'];
	expect(await hsts(home.tlsOrigin)).toMatch(/^max-age=\d{7,}$/);
	expect(await hsts(names.localhost(home))).toBeUndefined();
});

test('what a request claims of its way changes neither its origin nor its host', async ({
	request,
	home
}) => {
	const response = await request.get(`${names['127.0.0.1'](home)}/beds`, {
		headers: {
			'x-forwarded-proto': 'https',
			'x-forwarded-host': 'evil.example',
			forwarded: 'host=evil.example'
		}
	});
	const policy = response.headers()['content-security-policy'];
	expect(policy).toContain(`ws://127.0.0.1:${home.port}`);
	expect((await response.text()) + policy).not.toContain('evil.example');
});

test('a page takes no more than its form may hold, and a body without end is cut', async ({
	request,
	home
}) => {
	const origin = names.localhost(home);
	const form = { reason: 'x'.repeat(2_000_000) };
	const page = `${origin}/quality/none?/discard`;
	const answer = await request.post(page, {
		headers: { origin, cookie: cookieHeader(home.planner) },
		form,
		maxRedirects: 0
	});
	expect(answer.status()).toBe(413);
	const type = 'Content-Type: application/x-www-form-urlencoded\r\n';
	const endless = endlessBody(
		home.port,
		`${type}Origin: http://127.0.0.1:${home.port}\r\n`,
		'/quality/none?/discard'
	);
	expect(await endless.closed).toBeLessThan(10_000);
	expect((await request.get(`${origin}/api/v1/health`)).status()).toBe(200);
});
