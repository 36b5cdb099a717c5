import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { UsageError } from '../run-command.ts';

/** What a file holds, `-` being standard input. Throws a UsageError of one sentence. */
export async function readJson(path: string): Promise<unknown> {
	const content = path === '-' ? await text(process.stdin) : await readText(path);
	const name = path === '-' ? 'Standard input' : path;
	if (content.trim() === '') throw new UsageError(`${name} is empty.`);
	try {
		return JSON.parse(content);
	} catch {
		return parseWithoutNumbers(content, name);
	}
}

async function readText(path: string): Promise<string> {
	try {
		return await readFile(path, 'utf8');
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? error.code : null;
		const reason =
			code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : String(code);
		throw new UsageError(`${path} cannot be read: ${reason}.`);
	}
}

/**
 * Some software writes NaN and Infinity bare, which is no JSON. Turned into text they reach the place that knows which
 * series and which index they belong to, and are refused there by name.
 */
function parseWithoutNumbers(content: string, name: string): unknown {
	const quoted = content.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity|NA|Inf)\b/g, (token) =>
		token.startsWith('"') ? token : `"${token}"`
	);
	try {
		return JSON.parse(quoted);
	} catch (error) {
		const reason = error instanceof Error ? error.message.replace(/\s+/g, ' ') : '';
		throw new UsageError(`${name} is not JSON: ${reason.replace(/\.$/, '')}.`);
	}
}
