import { createHash } from 'node:crypto';

/** Tells two keys apart without telling anything about either. A chain of keys is one key here, oldest first. */
export function fingerprint(key: Buffer): string {
	return createHash('sha256').update('denyut key fingerprint\0').update(key).digest('hex').slice(0, 32);
}
