/** Events that cannot be used are kept for correction; one that was put right is done with. */
import { quarantineItems, resolveQuarantined, type QuarantineRow } from '../store/quarantine.ts';
import type { Transaction } from '../store/bulk.ts';
import { RequestRefusal } from './batch.ts';
import { seal } from './hold.ts';
import type { Pseudonymiser } from './pseudonym.ts';
import type { RefusedItem } from './screen.ts';
import { partyId } from './sender.ts';
import type { Work } from './work.ts';

export async function holdRefused(
	tx: Transaction,
	work: Work[],
	pseudonymiser: Pseudonymiser
): Promise<void> {
	const rows = new Map<string, QuarantineRow>();
	for (const one of work) {
		if (typeof one.fate !== 'object' || one.fate === null) continue;
		const row = quarantineRow(one.fate.refused, one, pseudonymiser);
		const standing = rows.get(row.digest);
		if (standing) standing.times += 1;
		else rows.set(row.digest, row);
	}
	await quarantineItems(tx, [...rows.values()]);
	for (const { submission, fate } of work) {
		if (submission.replaces === undefined || typeof fate === 'object') continue;
		const isMine = await resolveQuarantined(tx, submission.replaces, 'replayed', submission.receivedAt);
		if (!isMine) throw new RequestRefusal('settled');
	}
}

function quarantineRow(
	refused: RefusedItem,
	{ submission }: Work,
	pseudonymiser: Pseudonymiser
): QuarantineRow {
	const { refusal, id, source, type, facility, held } = refused;
	const party = partyId(submission.sender);
	const content = held === null ? JSON.stringify([refusal, submission.receivedAt]) : JSON.stringify(held);
	return {
		digest: pseudonymiser.coverDigest(
			pseudonymiser.digestOf(`${party}\u0000${refusal.code}\u0000${content}`)
		),
		party,
		facility,
		source: source ?? '',
		eventId: id,
		eventType: type,
		code: refusal.code,
		field: refusal.field,
		detail: JSON.stringify(refusal.detail),
		payload: held === null ? null : seal(pseudonymiser.holdKey, held),
		receivedAt: submission.receivedAt,
		times: 1
	};
}
