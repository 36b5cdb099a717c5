/** One letter to a mail server that is not well set up, answers one byte at a time, or knows no such mailbox. */
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/lib/server/config.ts';
import { Mailer } from '../../src/lib/server/jobs/mail/mailer.ts';
import { MailboxServer } from '../support/mailbox-server.ts';

const envelope = { id: 'x', to: 'sari@dinkes.example' };
const letter = { subject: 's', text: 't', html: 'h' };
const closers: (() => unknown)[] = [];
afterEach(async () => {
	for (const close of closers.splice(0)) await close();
});

async function openPost(options?: { offersTls: boolean }): Promise<MailboxServer> {
	const post = await MailboxServer.open(options);
	closers.push(() => post.close());
	return post;
}

function mailerTo(url: string, withinMs?: number): Mailer {
	const { mail } = readConfig({
		...{ ORIGIN: 'https://denyut.example', DENYUT_SMTP_URL: url, DENYUT_MAIL_FROM: 'denyut@dinkes.example' }
	});
	if (!mail) throw new Error('no mail server');
	return new Mailer(mail, withinMs);
}

describe('a 5xx', () => {
	it('to the recipient is final: it is about the letter', async () => {
		const post = await openPost();
		post.answer = () => ({ code: 550, text: 'no such mailbox' });
		const told = await mailerTo(post.url).send(envelope, letter);
		expect(told).toEqual({ status: 550, fault: 'EENVELOPE', isFinal: true });
	});

	it.each([
		[530, 'authentication is required'],
		[553, 'not your address']
	])('to the sender (%i) is not: it is about the installation', async (code, text) => {
		const post = await openPost();
		post.sender = { code, text };
		const told = await mailerTo(post.url).send(envelope, letter);
		expect(told).toEqual({ status: code, fault: 'sender-refused', isFinal: false });
	});

	it('instead of a greeting is not either', async () => {
		const post = await openPost();
		post.greeting = { code: 554, text: 'no service here' };
		const told = await mailerTo(post.url).send(envelope, letter);
		expect(told).toMatchObject({ status: 554, isFinal: false });
		expect(told.fault).not.toBe('EENVELOPE');
	});
});

describe('a mail server', () => {
	it('on this machine gets letters though nobody vouches for the certificate that it offers', async () => {
		const post = await openPost({ offersTls: true });
		const told = await mailerTo(post.url).send(envelope, letter);
		expect(told).toMatchObject({ fault: null });
		expect(post.received).toHaveLength(1);
	});

	it('that never ends its answer is left at the deadline', async () => {
		const server = await openDripping();
		const begun = performance.now();
		const { port } = server.address() as AddressInfo;
		const told = await mailerTo(`smtp://127.0.0.1:${port}`, 400).send(envelope, letter);
		expect(told).toEqual({ status: null, fault: 'EABORT', isFinal: false });
		expect(performance.now() - begun).toBeLessThan(5_000);
	});
});

/** Greets, and answers whatever it is told a line at a time, without an end: no pause is long enough to be a silence. */
async function openDripping(): Promise<Server> {
	const server = createServer((socket) => {
		socket.on('error', () => undefined);
		socket.write('220 slow.example ESMTP\r\n');
		const timer = setInterval(() => socket.write('250-and more\r\n'), 50);
		socket.on('close', () => clearInterval(timer));
		closers.unshift(() => socket.destroy());
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	closers.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
	return server;
}
