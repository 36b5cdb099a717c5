/**
 * The signature on a guarantee letter (Ed25519, RFC 8032). It covers everything that the letter promises and nothing that
 * tells whose it is, so that anybody with the public key may check a letter without asking anybody. Signing one letter twice
 * gives the same signature: it is kept nowhere.
 */
import { createPrivateKey, createPublicKey, hash, sign, verify, type JsonWebKey } from 'node:crypto';
import { z } from 'zod';

export type SignedLetter = {
	number: string;
	facility: string;
	service: string;
	/** Asia/Jakarta days. */
	validFrom: string;
	validTo: string;
};

export type PublicLetterKey = JsonWebKey & { kid: string; alg: string; use: string; pem: string };

/** What stands before 32 bytes of a key in its wrapping (PKCS #8, RFC 8410). */
const wrapping = Buffer.from('302e020100300506032b657004220420', 'hex');
const purpose = 'denyut guarantee letter 1\n';
const tokenPattern = /^([0-9a-f]{8})\.([\w-]{1,600})\.([\w-]{86})$/;
const day = z.iso.date();
const promised = z.tuple([z.string(), z.string(), z.string(), day, day]);

export class LetterSigner {
	readonly #private;
	readonly #public;
	readonly #keyId: string;

	/** @param seed 32 bytes */
	constructor(seed: Buffer) {
		this.#private = createPrivateKey({ key: Buffer.concat([wrapping, seed]), format: 'der', type: 'pkcs8' });
		this.#public = createPublicKey(this.#private);
		this.#keyId = hash('sha256', this.#public.export({ format: 'der', type: 'spki' }), 'hex').slice(0, 8);
	}

	/** What the QR code carries: which key, what is promised, the signature. Fit to stand in an address. */
	tokenOf({ number, facility, service, validFrom, validTo }: SignedLetter): string {
		const promise = JSON.stringify([number, facility, service, validFrom, validTo]);
		const text = `${this.#keyId}.${Buffer.from(promise).toString('base64url')}`;
		return `${text}.${sign(null, Buffer.from(purpose + text), this.#private).toString('base64url')}`;
	}

	/** Null for what this key did not sign, or not quite like this. */
	read(token: string): SignedLetter | null {
		const [, keyId, promise, signature] = tokenPattern.exec(token) ?? [];
		if (keyId !== this.#keyId || promise === undefined || signature === undefined) return null;
		const bytes = Buffer.from(signature, 'base64url');
		// Other letters may stand for the same bytes: one letter has one token.
		if (bytes.toString('base64url') !== signature) return null;
		if (!verify(null, Buffer.from(`${purpose}${keyId}.${promise}`), this.#public, bytes)) return null;
		const said = promised.safeParse(JSON.parse(Buffer.from(promise, 'base64url').toString('utf8')));
		if (!said.success) return null;
		const [number, facility, service, validFrom, validTo] = said.data;
		return { number, facility, service, validFrom, validTo };
	}

	/** For whoever wants to check letters without this server. */
	publicKey(): PublicLetterKey {
		return {
			...this.#public.export({ format: 'jwk' }),
			...{ kid: this.#keyId, alg: 'EdDSA', use: 'sig' },
			pem: this.#public.export({ format: 'pem', type: 'spki' }).toString()
		};
	}
}
