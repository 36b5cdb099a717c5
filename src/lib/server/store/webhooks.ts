/**
 * Alerts and what webhooks were told of them. A message is written in the transaction that raises or clears its alert, so
 * that neither a crash nor a receiver that is away loses one; it is sent from the table, at least once.
 */
import type { AlertKind, AlertMessage, StandingAlert } from '../../protocol/alerts.ts';
import type { Transaction } from './bulk.ts';
import type { Sql } from './connect.ts';
import { isLetterFor } from './mail-news.ts';
import { inTransaction } from './transaction.ts';

export type Webhook = {
	id: string;
	url: string;
	kinds: AlertKind[];
	label: string | null;
	/** Whose it is; null for an office's. */
	facility: string | null;
	createdAt: Date;
};
/** A mailbox has an account, and is told of these diseases, of all where none is named, from when it was confirmed. */
type Receiver = Webhook & { account: string | null; diseases: string[]; confirmedAt: Date | null };
type AlertRow = {
	key: string;
	kind: AlertKind;
	facts: StandingAlert['facts'];
	raisedAt: Date;
	clearedAt: Date | null;
};

const alertColumns = (sql: Sql | Transaction) =>
	sql`key, kind, facts, raised_at AS "raisedAt", cleared_at AS "clearedAt"`;

/** What stands already is told to the new one too: it would otherwise wait for news of a known outbreak. */
export function addWebhook(
	sql: Sql,
	{ facility = null, ...rest }: Omit<Webhook, 'facility'> & { facility?: string | null }
): Promise<void> {
	return inTransaction(sql, async (tx) => {
		const webhook = { ...rest, facility };
		const { id, url, kinds, label, createdAt } = webhook;
		await tx`INSERT INTO webhook (id, url, kinds, label, facility, created_at)
			VALUES (${id}, ${url}, ${kinds}, ${label}, ${facility}, ${createdAt})`;
		const standing = await tx<
			AlertRow[]
		>`SELECT ${alertColumns(tx)} FROM alert WHERE cleared_at IS NULL ORDER BY key`;
		await writeMessages(
			tx,
			[{ ...webhook, account: null, diseases: [], confirmedAt: null }],
			standing,
			createdAt
		);
	});
}

/** @returns false when there is none of this id. What is still to be sent is given up. */
export function removeWebhook(sql: Sql, id: string, at: Date): Promise<boolean> {
	return inTransaction(sql, (tx) => endWebhook(tx, id, at));
}

export async function endWebhook(tx: Transaction, id: string, at: Date): Promise<boolean> {
	// Whose address it was is nobody's business any more; of a program's the administrator may want to know.
	const { count } = await tx`
		UPDATE webhook SET removed_at = ${at}, url = CASE WHEN account IS NULL THEN url ELSE 'mailto:' END
		WHERE id = ${id} AND removed_at IS NULL`;
	await tx`
		UPDATE webhook_delivery SET given_up_at = ${at}, last_fault = 'removed'
		WHERE webhook_id = ${id} AND delivered_at IS NULL AND given_up_at IS NULL`;
	return count > 0;
}

/**
 * Why a letter is not sent any more though nothing went wrong: its signal is over, its code void, or it is not wanted or not
 * allowed any more. None of it is lost, and nobody need look into it.
 */
export const everydayEnds = ['not-allowed', 'not-asked', 'not-confirmed', 'expired', 'over'] as const;
export type EverydayEnd = (typeof everydayEnds)[number];

export type WebhookState = Webhook & {
	waiting: number;
	delivered: number;
	/** Those that were lost: what ended in an everyday way is not counted. */
	givenUp: number;
	/** Code and status of the last message that was given up; null where none was. */
	lastFault: string | null;
};

export function listWebhooks(sql: Sql): Promise<WebhookState[]> {
	const isLost = sql`given_up_at IS NOT NULL AND coalesce(last_fault, '') <> ALL(${[...everydayEnds]})`;
	return sql<WebhookState[]>`
		SELECT w.id, url, kinds, label, facility, w.created_at AS "createdAt",
			count(d.id) FILTER (WHERE delivered_at IS NULL AND given_up_at IS NULL)::int AS waiting,
			count(delivered_at)::int AS delivered, count(d.id) FILTER (WHERE ${isLost})::int AS "givenUp", (
				SELECT concat_ws(' ', last_fault, last_status) FROM webhook_delivery lost
				WHERE lost.webhook_id = w.id AND ${isLost} ORDER BY given_up_at DESC LIMIT 1
			) AS "lastFault"
		FROM webhook w LEFT JOIN webhook_delivery d ON d.webhook_id = w.id
		WHERE removed_at IS NULL GROUP BY w.id ORDER BY w.created_at`;
}

const activeWebhooks = (sql: Sql | Transaction) =>
	(sql as Sql)<Receiver[]>`
		SELECT id, url, kinds, label, facility, created_at AS "createdAt", account, diseases, confirmed_at AS "confirmedAt"
		FROM webhook WHERE removed_at IS NULL AND (account IS NULL OR confirmed_at IS NOT NULL) ORDER BY id`;

export async function hasWebhooks(sql: Sql): Promise<boolean> {
	return (await activeWebhooks(sql)).length > 0;
}

/**
 * One process watches: two that look at different moments would raise and clear in turn.
 * @returns false while another one holds the watch.
 */
export async function takeWatch(sql: Sql, holder: string, now: Date, untilMs: number): Promise<boolean> {
	const value = JSON.stringify({ holder, until: new Date(now.getTime() + untilMs).toISOString() });
	const { count } = await sql`
		INSERT INTO setting (key, value) VALUES ('alert_watch', ${value}::text::jsonb)
		ON CONFLICT (key) DO UPDATE SET value = excluded.value
		WHERE setting.value->>'holder' = ${holder} OR (setting.value->>'until')::timestamptz < ${now}`;
	return count > 0;
}

/** Raises what is new, clears what is over, and writes the messages of both. */
export function settleAlerts(sql: Sql, standing: readonly StandingAlert[], at: Date): Promise<void> {
	return inTransaction(sql, async (tx) => {
		const raised = await raise(tx, standing, at);
		const cleared = await tx<AlertRow[]>`
			UPDATE alert SET cleared_at = ${at} WHERE cleared_at IS NULL AND key <> ALL(${standing.map(({ key }) => key)})
			RETURNING ${alertColumns(tx)}`;
		await writeMessages(tx, await activeWebhooks(tx), [...raised, ...cleared], at);
	});
}

async function raise(tx: Transaction, standing: readonly StandingAlert[], at: Date): Promise<AlertRow[]> {
	if (standing.length === 0) return [];
	const rows = JSON.stringify(standing.map(({ key, kind, facts }) => ({ key, kind, facts })));
	return tx<AlertRow[]>`
		INSERT INTO alert (key, kind, facts, raised_at)
		SELECT key, kind, facts, ${at} FROM jsonb_to_recordset(${rows}::text::jsonb) AS given(key text, kind text, facts jsonb)
		ON CONFLICT (key) DO UPDATE SET facts = excluded.facts, raised_at = excluded.raised_at, cleared_at = NULL
			WHERE alert.cleared_at IS NOT NULL
		RETURNING ${alertColumns(tx)}`;
}

async function writeMessages(
	tx: Transaction,
	webhooks: readonly Receiver[],
	alerts: readonly AlertRow[],
	at: Date
): Promise<void> {
	for (const alert of alerts) {
		const body = JSON.stringify(messageOf(alert, at));
		for (const webhook of webhooks) {
			const { id, kinds, facility, confirmedAt } = webhook;
			if (kinds.length > 0 && !kinds.includes(alert.kind)) continue;
			if (confirmedAt !== null && !(await isLetterFor(tx, { ...webhook, confirmedAt }, alert))) continue;
			// A hospital is told of itself and of nobody else.
			if (facility !== null && facility !== facilityOf(alert)) continue;
			await writeDelivery(tx, id, body, at);
		}
	}
}

function facilityOf({ kind, facts }: AlertRow): string | null {
	if (kind === 'silent-source' && 'reporter' in facts) return facts.reporter;
	return kind === 'overdue-claims' && 'facility' in facts ? facts.facility : null;
}

/** Sent in its turn, and again until somebody took it. */
export async function writeDelivery(tx: Transaction, webhook: string, body: string, at: Date): Promise<void> {
	await tx`
		INSERT INTO webhook_delivery (webhook_id, body, created_at, next_attempt_at) VALUES (${webhook}, ${body}, ${at}, ${at})`;
}

/** Writes one message for each address of a hospital. @returns how many there are. */
export async function tellHospital(
	tx: Transaction,
	facility: string,
	message: object,
	at: Date
): Promise<number> {
	const own = (await activeWebhooks(tx)).filter((webhook) => webhook.facility === facility);
	for (const { id } of own) await writeDelivery(tx, id, JSON.stringify(message), at);
	return own.length;
}

/** The hospitals that have an address of their own. */
export async function findHospitalsTold(sql: Sql): Promise<Set<string>> {
	return new Set(
		(await activeWebhooks(sql)).flatMap(({ facility }) => (facility === null ? [] : [facility]))
	);
}

function messageOf({ key, kind, facts, raisedAt, clearedAt }: AlertRow, at: Date): AlertMessage {
	const state = clearedAt === null ? 'raised' : 'cleared';
	return {
		specversion: '1.0',
		id: `${key}#${state}#${at.toISOString()}`,
		source: '/denyut',
		type: 'id.denyut.alert.v1',
		time: at.toISOString(),
		data: {
			...({ kind, facts } as Pick<StandingAlert, 'kind' | 'facts'>),
			...{ key, state, raisedAt: raisedAt.toISOString(), clearedAt: clearedAt?.toISOString() ?? null }
		} as AlertMessage['data']
	};
}

/** To which of the two ways out. */
export type Way = 'programs' | 'mailboxes';

export type DueDelivery = { id: string; webhookId: string; url: string; body: string; attempts: number };

/**
 * Takes what is due for this process; one that dies with it is due again after the lease. What was written of an alert
 * before waits in front: a receiver that is told of the end first would believe that the beginning still stands.
 */
export function takeDue(
	sql: Sql,
	{ way, now, leaseMs, limit }: { way: Way; now: Date; leaseMs: number; limit: number }
): Promise<DueDelivery[]> {
	const until = new Date(now.getTime() + leaseMs);
	return sql<DueDelivery[]>`
		UPDATE webhook_delivery d SET attempts = attempts + 1, next_attempt_at = ${until}
		FROM webhook w WHERE w.id = d.webhook_id AND d.id IN (
			SELECT open.id FROM webhook_delivery open JOIN webhook receiver ON receiver.id = open.webhook_id
			WHERE delivered_at IS NULL AND given_up_at IS NULL AND next_attempt_at <= ${now}
				AND (receiver.account IS NOT NULL) = ${way === 'mailboxes'} AND NOT EXISTS (
				SELECT FROM webhook_delivery before
				WHERE before.webhook_id = open.webhook_id AND before.created_at < open.created_at
					AND before.delivered_at IS NULL AND before.given_up_at IS NULL
					AND before.body::jsonb #>> '{data,key}' = open.body::jsonb #>> '{data,key}'
			)
			ORDER BY next_attempt_at LIMIT ${limit} FOR UPDATE OF open SKIP LOCKED
		)
		RETURNING d.id, d.webhook_id AS "webhookId", w.url, d.body, d.attempts`;
}

export type DeliveryOutcome =
	| { status: number; fault: null; outcome: 'delivered'; at: Date }
	| { status: number | null; fault: string; outcome: 'again' | 'given-up'; at: Date };

/** @param outcome `at`: when it was delivered or given up, or when it is tried again. */
export async function recordDelivery(
	sql: Sql,
	id: string,
	{ status, fault, outcome, at }: DeliveryOutcome
): Promise<void> {
	await sql`
		UPDATE webhook_delivery SET last_status = ${status}, last_fault = ${fault},
			delivered_at = ${outcome === 'delivered' ? at : null}, given_up_at = ${outcome === 'given-up' ? at : null},
			next_attempt_at = ${at}
		WHERE id = ${id} AND given_up_at IS NULL`;
}

/** What a mailbox was told is kept as long as the mailbox: it is how each is told once (mail-news.ts). */
export async function forgetDeliveriesBefore(sql: Sql, before: Date): Promise<void> {
	await sql`
		DELETE FROM webhook_delivery d WHERE created_at < ${before} AND (delivered_at IS NOT NULL OR given_up_at IS NOT NULL)
			AND NOT EXISTS (
				SELECT FROM webhook w WHERE w.id = d.webhook_id AND w.account IS NOT NULL AND w.removed_at IS NULL
			)`;
}
