/** One attempt to hand over one letter, on a connection of its own. Neither letter, address nor password is ever logged. */
import { createTransport } from 'nodemailer';
import type { Letter } from '../../../protocol/signal-mail.ts';
import type { MailConfig } from '../../config.ts';
import type { Judged } from '../webhooks/attempt.ts';

export type Envelope = {
	/** Of the delivery: the same at each attempt, so that a mailbox that got it twice can tell. */
	id: string;
	to: string;
};

/** Waiting for one answer. */
const waits = {
	dnsTimeout: 5_000,
	connectionTimeout: 10_000,
	greetingTimeout: 10_000,
	socketTimeout: 15_000
};

/** For all answers together, well under the lease of a delivery: a server that answers a byte at a time holds up no round. */
const deadlineMs = 25_000;

export class Mailer {
	readonly #transport;
	readonly #config: MailConfig;
	readonly #host: string;
	readonly #deadlineMs: number;

	/** @param within how long one letter may take, in milliseconds */
	constructor(config: MailConfig, within = deadlineMs) {
		this.#config = config;
		this.#deadlineMs = within;
		this.#host = new URL(config.origin).hostname;
		const { host, port, secure, requireTLS, auth } = config.server;
		this.#transport = createTransport({
			...{ host, port, secure, requireTLS, name: this.#host, ...waits },
			// To this machine itself: nobody vouches for the certificate that its server offers, and nothing leaves it in the clear.
			ignoreTLS: !secure && !requireTLS,
			...(auth && { auth }),
			...{ disableFileAccess: true, disableUrlAccess: true, logger: false }
		});
	}

	get origin(): string {
		return this.#config.origin;
	}

	async send({ id, to }: Envelope, { subject, text, html }: Letter): Promise<Judged> {
		try {
			const sent = await this.#transport.sendMail({
				...{ subject, text, html, from: this.#config.from },
				// As an object it is one address and is not read as a list of them.
				to: { name: '', address: to },
				messageId: `<${id}@${this.#host}>`,
				list: { unsubscribe: { url: `${this.origin}/account`, comment: 'Denyut' } },
				headers: { 'Auto-Submitted': 'auto-generated' },
				signal: AbortSignal.timeout(this.#deadlineMs)
			});
			return { status: replyOf(sent.response), fault: null, isFinal: true };
		} catch (error) {
			return judge(error);
		}
	}
}

const replyOf = (response: string): number => Number(/^\d{3}/.exec(response)?.[0] ?? 250);

type Fault = { code?: unknown; responseCode?: unknown; permanent?: unknown; command?: unknown };

/** What a server answers here is about this letter; anywhere else it is about the installation, its sender or its password. */
const aboutLetter: readonly unknown[] = ['RCPT TO', 'DATA'];

/**
 * A refusal of this letter for good (5xx) ends it. That the server greets nobody, does not know our password or does not take
 * our sender is the installation's fault and not the letter's: that is put right, and tried again meanwhile, as is
 * everything else. The sender's refusal has a code of its own, or it would read like the mailbox's.
 */
function judge(error: unknown): Judged {
	const { code, responseCode, permanent, command } = (error instanceof Error ? error : {}) as Fault;
	const status = typeof responseCode === 'number' ? responseCode : null;
	const fault = typeof code === 'string' ? code : 'unknown';
	return {
		status,
		fault: command === 'MAIL FROM' && status !== null ? 'sender-refused' : fault,
		isFinal: permanent === true && aboutLetter.includes(command)
	};
}
