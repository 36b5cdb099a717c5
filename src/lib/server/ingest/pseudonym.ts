import { createHmac, hkdfSync } from 'node:crypto';

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
	const mac = (text: string) => createHmac('sha256', key).update(text).digest('hex');
	return {
		keyId,
		macOfNik: mac,
		macOfFamily: (familyNumber) => mac(`family:${familyNumber}`),
		digestOf: (text) => createHmac('sha256', digestKey).update(text).digest('hex').slice(0, 32),
		holdKey: Buffer.from(hkdfSync('sha256', key, '', 'denyut held payload', 32))
	};
}
