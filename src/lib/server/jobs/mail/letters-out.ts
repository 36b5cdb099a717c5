/**
 * From a message in the table to a letter in a mailbox. Whose mailbox it is, in which language and what its reader may know is
 * asked as it goes out: an account that was closed meanwhile or lost the role gets nothing, whatever was written before, and
 * nobody is told of a disease that they do not want to hear of any more.
 */
import { isAskedFor, isToldCounts, mailCode, mayGetSignalMail } from '../../../domain/signal-mail.ts';
import { alertMessage } from '../../../protocol/alerts.ts';
import { codeLetter, signalLetter, type Letter } from '../../../protocol/signal-mail.ts';
import { mailCodeOf } from '../../auth/mail-code.ts';
import type { Sql } from '../../store/connect.ts';
import { codeMessage, findAddressee, findStandingSignal, type Addressee } from '../../store/signal-mail.ts';
import type { EverydayEnd } from '../../store/webhooks.ts';
import type { Judged } from '../webhooks/attempt.ts';
import type { Mailer } from './mailer.ts';

export type LettersOutOptions = {
	sql: Sql;
	clock: () => Date;
	serverKey: Buffer;
	demo: boolean;
	/** Null where the installation sends none any more: what waits is told as lost in the end. */
	mailer: Mailer | null;
};

type Due = { id: string; webhookId: string; body: string };

/** What is no letter any more, as a code. */
type Void = EverydayEnd | 'no-letter';

export class LettersOut {
	readonly #options: LettersOutOptions;

	constructor(options: LettersOutOptions) {
		this.#options = options;
	}

	async send(due: Due): Promise<Judged> {
		const { sql, mailer } = this.#options;
		const addressee = await findAddressee(sql, due.webhookId);
		if (addressee === null || !addressee.isOpen || !mayGetSignalMail(addressee.role))
			return lost('not-allowed');
		if (mailer === null) return { status: null, fault: 'no-mail-server', isFinal: false };
		const letter = await this.#write(due, addressee, mailer.origin);
		return typeof letter === 'string'
			? lost(letter)
			: mailer.send({ id: due.id, to: addressee.address }, letter);
	}

	async #write({ webhookId, body }: Due, addressee: Addressee, origin: string): Promise<Letter | Void> {
		const { sql, clock, serverKey, demo } = this.#options;
		const { locale, role, diseases, askedAt, isConfirmed } = addressee;
		const told: unknown = JSON.parse(body);
		if (codeMessage.safeParse(told).success) {
			const age = clock().getTime() - askedAt.getTime();
			if (isConfirmed || age > mailCode.goodForMinutes * 60_000) return 'expired';
			return codeLetter(locale, { code: mailCodeOf(serverKey, webhookId), origin });
		}
		if (!isConfirmed) return 'not-confirmed';
		const { data } = alertMessage.safeParse(told).data ?? {};
		if (data?.kind !== 'signal') return 'no-letter';
		if (!isAskedFor(diseases, data.facts.disease)) return 'not-asked';
		const standing = await findStandingSignal(sql, { key: data.key, signal: data.facts.signal });
		if (standing === null) return 'over';
		const { dueAt } = standing;
		return signalLetter(locale, {
			...{ facts: data.facts, dueAt, demo, origin },
			isToldCounts: isToldCounts(role)
		});
	}
}

const lost = (fault: Void): Judged => ({ status: null, fault, isFinal: true });
