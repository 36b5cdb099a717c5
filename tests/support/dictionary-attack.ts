/**
 * Somebody has a copy of the database and none of its keys. He writes down every identity number there may be, in the
 * clear and as every digest that people use without a key or with one that can be guessed, and looks which stand in it.
 */
import { hash } from 'node:crypto';
import { createPseudonymiser } from '../../src/lib/server/ingest/pseudonym.ts';
import type { Sql } from '../../src/lib/server/store/connect.ts';

/** Every column of every table of every schema of ours, as text; bytes as hexadecimal digits. */
export async function dumpDatabase(sql: Sql): Promise<string> {
	const tables = await sql<{ schema: string; name: string }[]>`
		SELECT n.nspname AS schema, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') ORDER BY 1, 2`;
	const parts: string[] = [];
	for (const { schema, name } of tables) {
		const rows = await sql.unsafe<{ line: string }[]>(`SELECT t::text AS line FROM "${schema}"."${name}" t`);
		parts.push(`-- ${schema}.${name}`, ...rows.map(({ line }) => line));
	}
	return parts.join('\n');
}

const digestBytes = 8;
const hexDigits = 2 * digestBytes;

/** What of a dump could be a number or begin a digest. */
export type Index = { numbers: ReadonlySet<string>; digests: ReadonlySet<string>; sieve: Uint8Array };

export function indexDump(dump: string): Index {
	const numbers = new Set<string>();
	for (const [run] of dump.matchAll(/\d(?:[ ._/-]?\d){15,}/g))
		addWindows(numbers, run.replace(/\D/g, ''), 16);
	const digests = new Set<string>();
	// A uuid is sixteen bytes of something; digits are also written as letters, so that they look like no number.
	const joined = dump.replace(
		/\b([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})\b/gi,
		'$1$2$3$4$5'
	);
	for (const [run] of joined.matchAll(/[0-9a-f]{16,}/gi)) addWindows(digests, run.toLowerCase(), hexDigits);
	for (const [run] of joined.matchAll(/[a-p]{16,}/g))
		addWindows(
			digests,
			run.replace(/[g-p]/g, (letter) => String('ghijklmnop'.indexOf(letter))),
			hexDigits
		);
	for (const [run] of dump.matchAll(/[A-Za-z0-9+/_-]{11,}/g)) addBase64(digests, run);
	const sieve = new Uint8Array(1 << 24);
	for (const digest of digests) sieve[Number.parseInt(digest.slice(0, 6), 16)] = 1;
	return { numbers, digests, sieve };
}

function addWindows(into: Set<string>, run: string, length: number): void {
	for (let start = 0; start + length <= run.length; start++) into.add(run.slice(start, start + length));
}

/** Eleven characters hold the first eight bytes of whatever begins at the first of them. */
function addBase64(into: Set<string>, run: string): void {
	for (let start = 0; start + 11 <= run.length; start++)
		into.add(
			Buffer.from(run.slice(start, start + 11), 'base64')
				.toString('hex')
				.slice(0, hexDigits)
		);
}

const algorithms = ['md5', 'sha1', 'sha256', 'sha512'] as const;
const otherForms: ((nik: string) => string)[] = [
	(nik) => nik.replace(/(\d{6})(\d{6})(\d{4})/, '$1.$2.$3'),
	(nik) => `nik:${nik}`
];
/** Other writings are tried for so many only: who finds none of these finds none of the rest. */
const inOtherForms = 100_000;
/** HMAC fills a short key up with noughts, so that these are those of the words. */
const guessedKeys = ['', 'denyut'].map((word) => ({
	word,
	macOf: createPseudonymiser(Buffer.concat([Buffer.from(word), Buffer.alloc(32)]).subarray(0, 32)).macOfNik
}));

export type Finding = { nik: string; how: string };

/** Digests of what a product might have done, in any writing: hexadecimal, base64, bytes, or cut to a uuid. */
export function attack({ numbers, digests, sieve }: Index, candidates: Iterable<string>): Finding[] {
	const findings: Finding[] = [];
	const look = (nik: string, how: string, digest: string) => {
		if (sieve[Number.parseInt(digest.slice(0, 6), 16)] !== 1) return;
		if (digests.has(digest.slice(0, hexDigits))) findings.push({ nik, how });
	};
	const lookForText = (nik: string, text: string) => {
		for (const algorithm of algorithms) look(nik, algorithm, hash(algorithm, text, 'hex'));
	};
	let tried = 0;
	for (const nik of candidates) {
		tried += 1;
		if (numbers.has(nik)) findings.push({ nik, how: 'clear' });
		lookForText(nik, nik);
		for (const { word, macOf } of guessedKeys) look(nik, `hmac «${word}»`, macOf(nik));
		if (tried <= inOtherForms) for (const form of otherForms) lookForText(nik, form(nik));
	}
	return findings;
}

/** Numbers of the city's people, one more for each that is asked for; serial 0000, so that they are nobody's. */
export function* candidateNiks(count: number, known: readonly string[]): Generator<string> {
	yield* known;
	let made = known.length;
	const two = (number: number) => String(number).padStart(2, '0');
	for (let year = 0; year < 100; year++)
		for (let month = 1; month <= 12; month++)
			for (let day = 1; day <= 71; day++) {
				if (day > 31 && day <= 40) continue;
				for (let area = 1; area <= 14; area++) {
					if (made >= count) return;
					made += 1;
					yield `3275${two(area)}${two(day)}${two(month)}${two(year)}0000`;
				}
			}
}
