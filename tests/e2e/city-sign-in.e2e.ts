/** Signing in with the city's own account, in a browser that holds the page to its policy, at a provider of another origin. */
import { OAuth2Server } from 'oauth2-mock-server';
import type { BrowserContext, Page } from '@playwright/test';
import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { startServer, type TestServer } from '../support/server.ts';
import { expect, speak, test } from './city.ts';

test.use({ role: 'public' });

const provider = new OAuth2Server();
let claims: Record<string, unknown> = {};
/** Stands before the provider under a third origin, as a broker does. */
let broker: Server;
let isBrokered = false;
let server: TestServer;

test.beforeAll(async () => {
	await provider.issuer.keys.generate('RS256');
	await provider.start(0, 'localhost');
	provider.service.on('beforeTokenSigning', (token) => Object.assign(token.payload, claims));
	broker = createServer((request, response) => {
		const url = new URL(request.url ?? '/', 'http://localhost');
		response.writeHead(302, { location: url.searchParams.get('back') ?? '/' }).end();
	});
	await new Promise<void>((done) => broker.listen(0, '127.0.0.1', done));
	provider.service.on('beforeAuthorizeRedirect', (told) => {
		if (!isBrokered) return;
		const { port } = broker.address() as AddressInfo;
		told.url = new URL(`http://127.0.0.1:${port}/?back=${encodeURIComponent(told.url.href)}`);
	});
	server = await startServer({
		env: {
			DENYUT_OIDC_ISSUER: provider.issuer.url ?? '',
			DENYUT_OIDC_CLIENT_ID: 'denyut',
			DENYUT_OIDC_CLIENT_SECRET: 'rahasia'
		}
	});
});
test.afterAll(async () => {
	await server.stop();
	await provider.stop();
	await new Promise((done) => broker.close(done));
});
test.beforeEach(() => {
	isBrokered = false;
});

let people = 0;
async function newPerson(role = 'planner') {
	const email = `orang.kota${++people}@bekasi.example`;
	const args = ['run', '--silent', 'user', '--', 'create', '--role', role, '--name', 'Orang Kota'];
	const env = { ...process.env, DENYUT_DATA_DIR: server.dataDir };
	await promisify(execFile)('npm', [...args, '--email', email, '--no-password'], { env });
	return { sub: `kota-${people}`, email, email_verified: true, name: 'Orang Kota' };
}

async function open(context: BrowserContext): Promise<{ page: Page; breaches: string[] }> {
	const page = await context.newPage();
	const breaches: string[] = [];
	page.on('console', (message) => {
		if (/Content Security Policy/i.test(message.text())) breaches.push(message.text());
	});
	await speak(page, server.origin, 'en');
	await page.goto(`${server.origin}/login?next=%2Fbudget`);
	return { page, breaches };
}
const begin = (page: Page) => page.getByRole('button', { name: 'Sign in with your city account' }).click();

for (const brokered of [false, true])
	test(`leads to the provider${brokered ? ', over a broker of yet another origin,' : ''} and back to where the person wanted to go`, async ({
		context
	}) => {
		claims = await newPerson();
		isBrokered = brokered;
		const { page, breaches } = await open(context);
		await begin(page);
		await expect(page).toHaveURL(`${server.origin}/budget`);
		await page.goto(`${server.origin}/account`);
		await expect(page.getByRole('heading', { level: 1 })).toHaveText('Orang Kota: Health office planner');
		expect(breaches).toEqual([]);
	});

test('goes on without a script, and the way back leads past the provider', async ({ browser }) => {
	claims = await newPerson();
	const context = await browser.newContext({ javaScriptEnabled: false });
	const { page } = await open(context);
	await begin(page);
	await expect(page).toHaveURL(`${server.origin}/budget`);
	await context.close();
});

const stranger = { sub: 'orang-asing', email: 'orang.asing@bekasi.example', email_verified: true };

test('tells somebody whom no administrator has made an account what to do', async ({ context }) => {
	claims = stranger;
	const { page } = await open(context);
	await begin(page);
	await expect(page.getByRole('alert')).toHaveText(
		'Your city account belongs to no account here. Ask the administrator to make one with your city e-mail address.'
	);
	await page.goto(`${server.origin}/account`);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in to Denyut');
});

const failed = 'Signing in with the city account was not completed. Start again from this page.';

test('is not believed with a token that answers another question', async ({ context }) => {
	claims = { ...(await newPerson()), nonce: 'lain' };
	const { page } = await open(context);
	await begin(page);
	await expect(page.getByRole('alert')).toHaveText(failed);
	await page.goto(`${server.origin}/account`);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in to Denyut');
});
