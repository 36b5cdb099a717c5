/**
 * An upload lives in the process that took its file, whose memory alone can read it. Any other process on the same database
 * may be asked for it, so the id says where it lives: sealed under a key that all of them have, lest somebody write an
 * address of his own into it.
 */
import { randomBytes } from 'node:crypto';
import { seal, unseal } from '../../hold.ts';

/** As it stands in paths. */
export const uploadIdPattern = String.raw`[0-9a-f]{32}(?:\.[\w-]{1,200})?`;

/** @param address null for a process that nobody can ask. */
export function makeUploadId(key: Buffer, address: string | null): string {
	const name = randomBytes(16).toString('hex');
	return address === null ? name : `${name}.${seal(key, address).toString('base64url')}`;
}

/** Null where the id names none, or was not made by one of us. */
export function addressIn(key: Buffer, id: string): string | null {
	const [, sealed] = id.split('.', 2);
	if (sealed === undefined) return null;
	try {
		return String(unseal(key, Buffer.from(sealed, 'base64url')));
	} catch {
		return null;
	}
}
