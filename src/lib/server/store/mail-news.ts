/** Whether an alert is a letter's matter: the one thing in which mailboxes are told less than programs. */
import { isAskedFor } from '../../domain/signal-mail.ts';
import type { StandingAlert } from '../../protocol/alerts.ts';
import type { Transaction } from './bulk.ts';

type Mailbox = { id: string; diseases: readonly string[]; confirmedAt: Date };
type Alert = { key: string; facts: StandingAlert['facts']; clearedAt: Date | null };

/**
 * A signal that was raised or confirmed since the mailbox was, each once: what stood already is on the page, that it is over
 * is no reason to get up, and one that was dismissed and opened again was told before.
 */
export async function isLetterFor(
	tx: Transaction,
	{ id, diseases, confirmedAt }: Mailbox,
	{ key, facts, clearedAt }: Alert
): Promise<boolean> {
	if (clearedAt !== null || !('signal' in facts) || !isAskedFor(diseases, facts.disease)) return false;
	const move = facts.verdict === 'outbreak' ? 'confirm' : 'raise';
	const [row] = await tx<{ isNews: boolean }[]>`
		SELECT EXISTS (
			SELECT FROM signal_move WHERE signal_id = ${facts.signal} AND move = ${move} AND at >= ${confirmedAt}
		) AND NOT EXISTS (
			SELECT FROM webhook_delivery WHERE webhook_id = ${id} AND body::jsonb #>> '{data,key}' = ${key}
		) AS "isNews"`;
	return row?.isNews === true;
}
