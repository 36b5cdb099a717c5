import { createHmac, hash, hkdfSync } from 'node:crypto';

/** A keyed digest that stands for an identity number until the database says whose it is. */
export type Mac = string;

export type Pseudonymiser = {
	keyId: string;
	macOfNik: (nik: string) => Mac;
	macOfFamily: (familyNumber: string) => Mac;
	/** Digest of something that may hold what could be guessed: keyed, so that it cannot be tried out. */
	digestOf: (text: string) => string;
	/** Key for held payloads, derived, so that one secret guards both. */
	holdKey: Buffer;
};

/** @param keyId names the key in the table of persons; it tells nothing of the key. */
export function createPseudonymiser(key: Buffer, keyId: string): Pseudonymiser {
	const digestKey = Buffer.from(hkdfSync('sha256', key, '', 'denyut digest', 32));
	const mac = keyedDigest(key);
	return {
		keyId,
		macOfNik: mac,
		macOfFamily: (familyNumber) => mac(`family:${familyNumber}`),
		digestOf: (text) => createHmac('sha256', digestKey).update(text).digest('hex').slice(0, 32),
		holdKey: Buffer.from(hkdfSync('sha256', key, '', 'denyut held payload', 32))
	};
}

const blockBytes = 64;
const digestBytes = 32;

/**
 * HMAC-SHA-256 (RFC 2104) in hex, written out over the one-shot hash: every visit asks it, and an HMAC object a call
 * costs twice as much. For short texts of one byte a character, which numbers are.
 */
function keyedDigest(key: Buffer): (text: string) => string {
	const padded = Buffer.alloc(blockBytes);
	(key.length > blockBytes ? hash('sha256', key, 'buffer') : key).copy(padded);
	const inner = Buffer.alloc(2 * blockBytes);
	inner.set(padded.map((byte) => byte ^ 0x36));
	const outer = Buffer.alloc(blockBytes + digestBytes);
	outer.set(padded.map((byte) => byte ^ 0x5c));
	return (text) => {
		const length = inner.write(text, blockBytes, 'latin1');
		if (length !== text.length) throw new RangeError('too long for a number');
		outer.set(hash('sha256', inner.subarray(0, blockBytes + length), 'buffer'), blockBytes);
		return hash('sha256', outer, 'hex');
	};
}
