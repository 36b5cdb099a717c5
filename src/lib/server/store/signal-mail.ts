/**
 * Mailboxes that are told of signals. They are addresses like those of programs and share their way out (webhooks.ts): one
 * account has one at a time, which is asked for, confirmed by the code that was sent there, changed, and stopped.
 */
import { z } from 'zod';
import type { Role } from '../../domain/role.ts';
import type { Locale } from '../../protocol/refusals.ts';
import type { MailChoice } from '../../protocol/views/signal-mail.ts';
import type { Transaction } from './bulk.ts';
import type { Sql } from './connect.ts';
import { inTransaction } from './transaction.ts';
import { endWebhook, writeDelivery } from './webhooks.ts';

export type Mailbox = MailChoice & {
	id: string;
	address: string;
	askedAt: Date;
	confirmedAt: Date | null;
	/** When a mail server refused the last letter that was handed over to one; null where it arrived. */
	refusedAt: Date | null;
};

const scheme = 'mailto:';

/** The codes under which a mail server refuses a letter or its reader (mailer.ts); under any other it refuses the sender. */
const refusals = ['EENVELOPE', 'EMESSAGE'];

/** The one that was not stopped. */
export async function findMailbox(sql: Sql | Transaction, account: string): Promise<Mailbox | null> {
	const isRefused = (sql as Sql)`last_status >= 500 AND last_fault = ANY(${refusals})`;
	const [row] = await (sql as Sql)<Mailbox[]>`
		SELECT id, substr(url, ${scheme.length + 1}) AS address, locale, diseases, created_at AS "askedAt",
			confirmed_at AS "confirmedAt", (
				SELECT given_up_at FROM webhook_delivery d
				WHERE d.webhook_id = w.id AND (delivered_at IS NOT NULL OR given_up_at IS NOT NULL AND ${isRefused})
				ORDER BY coalesce(delivered_at, given_up_at) DESC LIMIT 1
			) AS "refusedAt"
		FROM webhook w WHERE account = ${account} AND removed_at IS NULL`;
	return row ?? null;
}

export const codeMessage = z.object({ type: z.literal('id.denyut.mail-code.v1') });

type Asked = MailChoice & { id: string; account: string; userName: string; address: string; at: Date };

/**
 * In the place of what was asked for before. The code is no part of what is kept: it is made out of the id as it goes out.
 * @returns false where one was confirmed meanwhile, which stays
 */
export function askForMail(sql: Sql, asked: Asked): Promise<boolean> {
	const { id, account, userName, address, locale, diseases, at } = asked;
	return inTransaction(sql, async (tx) => {
		await lockAccount(tx, account);
		const before = await findMailbox(tx, account);
		if (before?.confirmedAt) return false;
		if (before !== null) await endWebhook(tx, before.id, at);
		await tx`INSERT INTO webhook (id, url, kinds, label, account, locale, diseases, created_at)
			VALUES (${id}, ${scheme + address}, ${['signal']}, ${userName}, ${account}, ${locale}, ${diseases}, ${at})`;
		const message: z.output<typeof codeMessage> = { type: 'id.denyut.mail-code.v1' };
		await writeDelivery(tx, id, JSON.stringify(message), at);
		return true;
	});
}

/** Two forms of one person follow each other; sessions may begin meanwhile. */
const lockAccount = (tx: Transaction, account: string) =>
	tx`SELECT FROM user_account WHERE id = ${account} FOR NO KEY UPDATE`;

/** @returns false where it was confirmed or stopped meanwhile */
export async function confirmMail(
	tx: Transaction,
	{ account, id, at }: { account: string; id: string; at: Date }
): Promise<boolean> {
	await lockAccount(tx, account);
	const { count } = await tx`
		UPDATE webhook SET confirmed_at = ${at} WHERE id = ${id} AND confirmed_at IS NULL AND removed_at IS NULL`;
	return count > 0;
}

/** @returns false where it was stopped meanwhile */
export async function changeMail(sql: Sql, id: string, { locale, diseases }: MailChoice): Promise<boolean> {
	const { count } = await sql`
		UPDATE webhook SET locale = ${locale}, diseases = ${diseases} WHERE id = ${id} AND removed_at IS NULL`;
	return count > 0;
}

/** @returns what stood; null where nothing did */
export async function stopMail(tx: Transaction, account: string, at: Date): Promise<Mailbox | null> {
	await lockAccount(tx, account);
	const mailbox = await findMailbox(tx, account);
	if (mailbox !== null) await endWebhook(tx, mailbox.id, at);
	return mailbox;
}

/** Ends what was asked for before and never confirmed: its code is void, and the address may be a stranger's. */
export async function endUnconfirmed(sql: Sql, { before, at }: { before: Date; at: Date }): Promise<void> {
	await inTransaction(sql, async (tx) => {
		const old = await tx<{ id: string }[]>`
			SELECT id FROM webhook WHERE account IS NOT NULL AND confirmed_at IS NULL AND removed_at IS NULL
				AND created_at < ${before} ORDER BY id FOR UPDATE`;
		for (const { id } of old) await endWebhook(tx, id, at);
		// Those that were ended while addresses were still kept.
		await tx`
			UPDATE webhook SET url = ${scheme} WHERE account IS NOT NULL AND removed_at IS NOT NULL AND url <> ${scheme}`;
	});
}

/** Whose mailbox it is as the account stands now. */
export type Addressee = {
	address: string;
	locale: Locale;
	/** Ids of disease groups; none for all. */
	diseases: string[];
	askedAt: Date;
	isConfirmed: boolean;
	/** The account is open, and the mailbox was not stopped. */
	isOpen: boolean;
	role: Role;
};

export async function findAddressee(sql: Sql, id: string): Promise<Addressee | null> {
	const [row] = await sql<Addressee[]>`
		SELECT substr(url, ${scheme.length + 1}) AS address, locale, diseases, w.created_at AS "askedAt",
			confirmed_at IS NOT NULL AS "isConfirmed", removed_at IS NULL AND disabled_at IS NULL AS "isOpen", role
		FROM webhook w JOIN user_account u ON u.id = w.account WHERE w.id = ${id}`;
	return row ?? null;
}

/** Whether an alert still stands, and until when its signal is to be verified. */
export async function findStandingSignal(
	sql: Sql,
	{ key, signal }: { key: string; signal: string }
): Promise<{ dueAt: Date | null } | null> {
	const [row] = await sql<{ dueAt: Date | null }[]>`
		SELECT (SELECT due_at FROM signal WHERE id = ${signal}) AS "dueAt" FROM alert WHERE key = ${key} AND cleared_at IS NULL`;
	return row ?? null;
}
