/** A mail server in this process, that keeps what it is given and refuses as it is told. */
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export type Received = {
	from: string;
	to: string[];
	headers: string;
	/** Both parts, decoded. */
	text: string;
	html: string;
};

/** What the server says to a letter: null takes it. */
type Refusal = { code: number; text: string } | null;
type Answer = (to: string) => Refusal;

export class MailboxServer {
	readonly received: Received[] = [];
	/** Letters that were tried, taken or not. */
	tried = 0;
	answer: Answer = () => null;
	/** What it says to whoever connects, and to the sender. */
	greeting: Refusal = null;
	sender: Refusal = null;
	readonly #server: SMTPServer;

	private constructor(disabledCommands: string[]) {
		this.#server = new SMTPServer({
			...{ authOptional: true, disabledCommands, logger: false },
			onConnect: (_session, done) => done(errorOf(this.greeting)),
			onMailFrom: (_address, _session, done) => done(errorOf(this.sender)),
			onRcptTo: ({ address }, _session, done) => {
				this.tried++;
				done(errorOf(this.answer(address)));
			},
			onData: (stream, session, done) => {
				const chunks: Buffer[] = [];
				stream.on('data', (chunk: Buffer) => chunks.push(chunk));
				stream.on('end', () => {
					const { mailFrom, rcptTo } = session.envelope;
					this.received.push({
						from: mailFrom === false ? '' : mailFrom.address,
						to: rcptTo.map(({ address }) => address),
						...partsOf(Buffer.concat(chunks).toString('latin1'))
					});
					done();
				});
			}
		});
	}

	/** @param offersTls with a certificate that it signed itself */
	static async open({ offersTls = false } = {}): Promise<MailboxServer> {
		const mailbox = new MailboxServer(offersTls ? ['AUTH'] : ['STARTTLS', 'AUTH']);
		await new Promise<void>((resolve) => mailbox.#server.listen(0, '127.0.0.1', resolve));
		return mailbox;
	}

	get url(): string {
		return `smtp://127.0.0.1:${(this.#server.server.address() as AddressInfo).port}`;
	}

	close(): Promise<void> {
		return new Promise((resolve) => this.#server.close(() => resolve()));
	}
}

function errorOf(refusal: Refusal): Error | null {
	return refusal && Object.assign(new Error(refusal.text), { responseCode: refusal.code });
}

function partsOf(raw: string): Pick<Received, 'headers' | 'text' | 'html'> {
	const end = raw.indexOf('\r\n\r\n');
	const headers = raw.slice(0, end).replace(/\r\n[ \t]+/g, ' ');
	const [, boundary = ''] = /boundary="([^"]+)"/.exec(headers) ?? [];
	const parts = raw.slice(end).split(`--${boundary}`);
	const bodyOf = (type: string) => {
		const part = parts.find((one) => one.toLowerCase().includes(`content-type: ${type}`)) ?? '';
		const [head = '', ...rest] = part.split('\r\n\r\n');
		return decode(head, rest.join('\r\n\r\n')).replaceAll('\r\n', '\n').trimEnd();
	};
	return { headers, text: bodyOf('text/plain'), html: bodyOf('text/html') };
}

function decode(head: string, body: string): string {
	if (/base64/i.test(head)) return Buffer.from(body, 'base64').toString('utf8');
	if (!/quoted-printable/i.test(head)) return Buffer.from(body, 'latin1').toString('utf8');
	const bytes = body
		.replace(/=\r\n/g, '')
		.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
	return Buffer.from(bytes, 'latin1').toString('utf8');
}
