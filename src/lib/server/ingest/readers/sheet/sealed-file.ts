/**
 * An uploaded file between its arrival and the end of its run. It may hold identity numbers, so the disk sees it encrypted
 * under a key that lives in this process only: what a crash leaves behind can be read by nobody. Counter mode, so that an
 * archive can be read from any place.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { pipeline as pipe } from 'node:stream/promises';
import { SheetRefusal } from './sheet-refusal.ts';

const blockBytes = 16;
const algorithm = 'aes-256-ctr';

export class SealedFile {
	readonly #path: string;
	readonly #key: Buffer;
	readonly #nonce: Buffer;
	readonly size: number;

	private constructor(path: string, key: Buffer, nonce: Buffer, size: number) {
		this.#path = path;
		this.#key = key;
		this.#nonce = nonce;
		this.size = size;
	}

	/** @throws SheetRefusal `too-large`, or what the source throws; nothing is left behind then. */
	static async write(path: string, source: AsyncIterable<Buffer>, maxBytes: number): Promise<SealedFile> {
		const key = randomBytes(32);
		const nonce = randomBytes(blockBytes);
		let size = 0;
		const counted = async function* () {
			for await (const chunk of source) {
				size += chunk.length;
				if (size > maxBytes) throw new SheetRefusal('too-large');
				yield chunk;
			}
		};
		try {
			const file = createWriteStream(path, { mode: 0o600, flags: 'wx' });
			await pipe(counted, createCipheriv(algorithm, key, nonce), file);
		} catch (error) {
			await rm(path, { force: true });
			throw error;
		}
		return new SealedFile(path, key, nonce, size);
	}

	/** The bytes as they were sent. @param end the first that is not read. */
	read(start = 0, end = this.size): Readable {
		const decipher = createDecipheriv(algorithm, this.#key, counterAt(this.#nonce, start));
		decipher.update(Buffer.alloc(start % blockBytes));
		if (end <= start) return decipher.end();
		// An error ends the decipher, which the reader listens to.
		return pipeline(createReadStream(this.#path, { start, end: end - 1 }), decipher, () => undefined);
	}

	async remove(): Promise<void> {
		await rm(this.#path, { force: true });
	}
}

function counterAt(nonce: Buffer, start: number): Buffer {
	const counter =
		(BigInt(`0x${nonce.toString('hex')}`) + BigInt(Math.floor(start / blockBytes))) % 2n ** 128n;
	return Buffer.from(counter.toString(16).padStart(2 * blockBytes, '0'), 'hex');
}
