import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { RawItem } from '../../lib/server/ingest/batch.ts';
import type { Source, SourceItem } from './source.ts';

/** NDJSON of any length: read line by line, so a file of gigabytes needs no memory. */
export async function readEventFile(path: string): Promise<Source> {
	const { size } = await stat(path);
	return { total: size, items: lines(path) };
}

async function* lines(path: string): AsyncGenerator<SourceItem> {
	let position = 0;
	for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
		const item = line.trim() === '' ? undefined : parseLine(line, position);
		position += Buffer.byteLength(line) + 1;
		if (item) yield { item, done: position };
	}
}

/** A line that is no JSON is counted and quarantined like one that came over HTTP. */
function parseLine(line: string, position: number): RawItem {
	try {
		return { value: JSON.parse(line) as unknown };
	} catch {
		return { unreadable: { position, length: line.length } };
	}
}
