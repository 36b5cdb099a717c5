/** The code that proves a mailbox: made out of what was asked for and the server key, so that the database holds none. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { mailCode } from '../../domain/signal-mail.ts';

/** @param id of the mailbox, drawn anew each time one is asked for */
export function mailCodeOf(serverKey: Buffer, id: string): string {
	const digest = createHmac('sha256', serverKey).update(`mail code ${id}`).digest();
	const number = digest.readBigUInt64BE() % 10n ** BigInt(mailCode.digits);
	return String(number).padStart(mailCode.digits, '0');
}

/** @param given as typed; blanks in it do not count */
export function isMailCode(serverKey: Buffer, id: string, given: string): boolean {
	const [mine, theirs] = [mailCodeOf(serverKey, id), given.replace(/\s/g, '')].map((text) =>
		Buffer.from(text)
	);
	return mine !== undefined && theirs?.length === mine.length && timingSafeEqual(mine, theirs);
}
