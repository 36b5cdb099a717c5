/** Payloads held for correction: AES-256-GCM, nonce (12 bytes), tag (16), ciphertext. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

export function seal(key: Buffer, value: unknown): Buffer {
	const nonce = randomBytes(12);
	const cipher = createCipheriv('aes-256-gcm', key, nonce);
	const sealed = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
	return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** @throws when the key is another or the bytes were altered. */
export function unseal(key: Buffer, sealed: Uint8Array): unknown {
	const bytes = Buffer.from(sealed);
	const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
	decipher.setAuthTag(bytes.subarray(12, 28));
	const text = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
	return JSON.parse(text) as unknown;
}
