/** A request's bytes, whole and inflated, never more than the limit in memory. */
import type { IncomingMessage } from 'node:http';
import { createGunzip } from 'node:zlib';
import { maxBodyBytes } from '../../protocol/events.ts';
import { RequestRefusal } from './batch.ts';

/** @throws RequestRefusal `bad-encoding`, `bad-gzip`, `too-large` or `cut-off`. */
export async function readBody(request: IncomingMessage, most = maxBodyBytes): Promise<Buffer> {
	const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
	if (encoding !== 'identity' && encoding !== 'gzip') throw new RequestRefusal('bad-encoding');
	if (Number(request.headers['content-length'] ?? 0) > most) throw new RequestRefusal('too-large');
	return encoding === 'gzip' ? inflate(request, most) : collect(request, most);
}

async function collect(request: IncomingMessage, most: number): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let size = 0;
	try {
		// Left early, the plain iterator would destroy the socket and with it the answer that says why.
		for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
			size += chunk.length;
			if (size > most) throw new RequestRefusal('too-large');
			chunks.push(chunk);
		}
	} catch (error) {
		if (error instanceof RequestRefusal) throw error;
		throw new RequestRefusal('cut-off');
	}
	return Buffer.concat(chunks, size);
}

function inflate(request: IncomingMessage, most: number): Promise<Buffer> {
	return new Promise((resolve, reject) => {
		const gunzip = createGunzip();
		const chunks: Buffer[] = [];
		let size = 0;
		const fail = (code: 'bad-gzip' | 'too-large' | 'cut-off') => {
			request.unpipe(gunzip);
			gunzip.destroy();
			reject(new RequestRefusal(code));
		};
		gunzip.on('data', (chunk: Buffer) => {
			size += chunk.length;
			if (size > most) fail('too-large');
			else chunks.push(chunk);
		});
		gunzip.on('end', () => resolve(Buffer.concat(chunks, size)));
		gunzip.on('error', () => fail('bad-gzip'));
		request.on('error', () => fail('cut-off'));
		request.on('aborted', () => fail('cut-off'));
		request.pipe(gunzip);
	});
}
