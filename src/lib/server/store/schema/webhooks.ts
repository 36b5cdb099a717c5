import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { userAccount } from './accounts.ts';
import { instant } from './columns.ts';

/**
 * An address that is told of alerts: a program's (`https:`), or the mailbox (`mailto:`) of somebody who has an account. A secret
 * or a code is derived from its id and the server key, and stands nowhere.
 */
export const webhook = pgTable(
	'webhook',
	{
		id: text('id').primaryKey(),
		url: text('url').notNull(),
		/** Kinds of alert; empty for all. */
		kinds: text('kinds').array().notNull(),
		label: text('label'),
		/** Whose it is: told only of what is about this hospital. Null for an office's, which is told of everything. */
		facility: text('facility'),
		/** Whose mailbox it is; null for a program's address. */
		account: text('account').references(() => userAccount.id),
		/** In which language its letters are. */
		locale: text('locale'),
		/** Of which diseases a mailbox is told; empty for all. */
		diseases: text('diseases').array().notNull().default([]),
		/** When whoever asked proved to read the mailbox: it is sent nothing else before. */
		confirmedAt: instant('confirmed_at'),
		createdAt: instant('created_at').notNull(),
		removedAt: instant('removed_at')
	},
	(table) => [
		uniqueIndex('webhook_account')
			.on(table.account)
			.where(sql`removed_at IS NULL`),
		check('webhook_mailbox', sql`(${table.account} IS NULL) = (${table.url} NOT LIKE 'mailto:%')`),
		check('webhook_locale', sql`(${table.account} IS NULL) = (${table.locale} IS NULL)`)
	]
);

/** What stood out and was told to the webhooks, from when it was first seen to when it was over. */
export const alert = pgTable(
	'alert',
	{
		/** Names the same matter each time it is looked at: `disease/dengue/2026-11-15`. */
		key: text('key').primaryKey(),
		kind: text('kind').notNull(),
		facts: jsonb('facts').notNull(),
		raisedAt: instant('raised_at').notNull(),
		clearedAt: instant('cleared_at')
	},
	(table) => [index('alert_raised').on(table.raisedAt)]
);

/** One message for one address. Open while neither `deliveredAt` nor `givenUpAt` is set. */
export const webhookDelivery = pgTable(
	'webhook_delivery',
	{
		id: uuid('id').primaryKey().defaultRandom(),
		webhookId: text('webhook_id')
			.notNull()
			.references(() => webhook.id),
		/** The exact bytes that are signed and sent, the same at each attempt; a letter is written out of them as it goes out. */
		body: text('body').notNull(),
		createdAt: instant('created_at').notNull(),
		attempts: integer('attempts').notNull().default(0),
		nextAttemptAt: instant('next_attempt_at').notNull(),
		deliveredAt: instant('delivered_at'),
		givenUpAt: instant('given_up_at'),
		/** HTTP status or SMTP reply of the last attempt; null where nobody answered. */
		lastStatus: integer('last_status'),
		/** Why the last attempt failed, as a code. */
		lastFault: text('last_fault')
	},
	(table) => [
		index('webhook_delivery_open')
			.on(table.nextAttemptAt)
			.where(sql`delivered_at IS NULL AND given_up_at IS NULL`),
		index('webhook_delivery_webhook').on(table.webhookId, table.createdAt)
	]
);
