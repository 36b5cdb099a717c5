import { createCipheriv, createHmac, hash, hkdfSync } from 'node:crypto';
import { chainId, keysOfChain } from './key-chain.ts';

/** A keyed digest that stands for an identity number until the database says whose it is. It stands in no table. */
export type Mac = string;

export type Pseudonymiser = {
	keyId: string;
	/** With the first key of the chain: the same for good, so that what is digested with it stays comparable. */
	macOfNik: (nik: string) => Mac;
	macOfFamily: (familyNumber: string) => Mac;
	/** As it stands in the table of persons: wrapped with each later key of the chain. */
	wrapMac: (mac: Mac) => string;
	/** Digest of something that may hold what could be guessed: keyed, so that it cannot be tried out. Of the first key too. */
	digestOf: (text: string) => string;
	/** A digest as it stands in a table that is searched by it, covered with each later key. */
	coverDigest: (digest: string) => string;
	/** Key for held payloads, of the newest key, so that one secret guards both. */
	holdKey: Buffer;
};

/** @param chain 32 bytes of each key, oldest first. */
export function createPseudonymiser(chain: Buffer, keyId = chainId(chain)): Pseudonymiser {
	const [first, ...later] = keysOfChain(chain);
	const digestKey = derive(first, 'denyut digest');
	const mac = keyedDigest(first);
	const wraps = later.map(keyedDigest);
	const covers = later.map(coverWith);
	return {
		keyId,
		macOfNik: mac,
		macOfFamily: (familyNumber) => mac(`family:${familyNumber}`),
		wrapMac: (one) => wraps.reduce((wrapped, wrap) => wrap(wrapped), one),
		digestOf: (text) => createHmac('sha256', digestKey).update(text).digest('hex').slice(0, 32),
		coverDigest: (digest) => covers.reduce((covered, cover) => cover(covered), digest),
		holdKey: holdKeyOf(chain)
	};
}

/** Of the newest key alone: a retired one opens nothing that is held. */
function holdKeyOf(chain: Buffer): Buffer {
	return derive(keysOfChain(chain).at(-1) ?? chain, 'denyut held payload');
}

export type Step = Pick<Pseudonymiser, 'keyId' | 'wrapMac' | 'coverDigest' | 'holdKey'>;

/** What the newest key of a chain does to what stands under those before it. */
export function lastStep(chain: Buffer): Step {
	const newest = keysOfChain(chain).at(-1) ?? chain;
	return {
		keyId: chainId(chain),
		wrapMac: keyedDigest(newest),
		coverDigest: coverWith(newest),
		holdKey: holdKeyOf(chain)
	};
}

const derive = (key: Buffer, purpose: string) => Buffer.from(hkdfSync('sha256', key, '', purpose, 32));

/** One block of AES: two digests never meet in one, and their order tells nothing. */
function coverWith(key: Buffer): (digest: string) => string {
	const secret = derive(key, 'denyut digest cover');
	return (digest) => {
		const bytes = Buffer.from(digest, 'hex');
		if (bytes.length !== 16) throw new RangeError('a digest to be covered has 32 hexadecimal digits');
		return createCipheriv('aes-256-ecb', secret, null).setAutoPadding(false).update(bytes).toString('hex');
	};
}

const blockBytes = 64;
const digestBytes = 32;

/**
 * HMAC-SHA-256 (RFC 2104) in hex, written out over the one-shot hash: every visit asks it, and an HMAC object a call
 * costs twice as much. For short texts of one byte a character, which numbers and digests are.
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
