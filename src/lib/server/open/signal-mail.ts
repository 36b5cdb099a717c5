/** What asking for letters needs beside the database: codes that nobody can guess, and how often may be asked. */
import { randomBytes } from 'node:crypto';
import { Attempts } from '../auth/accounts/attempts.ts';
import { isMailCode } from '../auth/mail-code.ts';
import type { SignalMailPort } from '../services/signal-mail.ts';
import type { Sql } from '../store/connect.ts';
import { attemptTable } from '../store/sign-in-attempts.ts';

export function openSignalMail(sql: Sql, serverKey: Buffer, isSent: boolean): SignalMailPort {
	const attempts = new Attempts(attemptTable(sql), serverKey);
	return {
		isSent,
		drawId: () => randomBytes(8).toString('hex'),
		isCode: (id, given) => isMailCode(serverKey, id, given),
		takeAttempt: (kind, of) => attempts.take(kind, of),
		giveAttemptBack: (kind, of) => attempts.giveBack(kind, of)
	};
}
