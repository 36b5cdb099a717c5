/** What the tests of the older hospital interfaces share: requests as their software sends them, and mutated ones. */
import fc from 'fast-check';
import { createHmac } from 'node:crypto';
import { expect } from 'vitest';
import { dumpTables, findDifferences, now, type IngestCity } from './ingest-city.ts';

export type Told = { status: number; body: Record<string, unknown>; text: string };
export type Call = { method?: string; headers?: Record<string, string>; body?: unknown; raw?: string };

export async function call(
	url: string,
	{ method = 'POST', headers = {}, body, raw }: Call = {}
): Promise<Told> {
	const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
	const response = await fetch(url, {
		method,
		headers: { 'content-type': 'application/json', 'accept-language': 'en', ...headers },
		...(sent !== undefined && { body: sent })
	});
	const text = await response.text();
	return { status: response.status, body: JSON.parse(text) as Told['body'], text };
}

export const unixSecond = (at = now) => String(Math.floor(at.getTime() / 1000));

/** What SIMRS software puts into the headers of SIRS Online. */
export const sirsHeaders = (facility: string, key: string, at = now) => ({
	'x-rs-id': facility,
	'x-timestamp': unixSecond(at),
	'x-pass': key
});

/** And of Aplicares: signed with the secret that follows the id in the key. */
export function signed(key: string, at = now): Record<string, string> {
	const [, id = '', secret = ''] = /^dk_([a-z0-9]{16})_(.+)$/.exec(key) ?? [];
	const stamp = unixSecond(at);
	const signature = createHmac('sha256', secret).update(`${id}&${stamp}`).digest('base64');
	return { 'x-cons-id': id, 'x-timestamp': stamp, 'x-signature': signature };
}

export const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

/** Rooms of a facility as the pages know them. */
export const roomsOf = ({ database }: IngestCity, facility: string) =>
	database.sql`SELECT ward, room, capacity, occupied, free, queue FROM bed_now WHERE facility = ${facility}
		ORDER BY ward, room`.then((rows) => rows.map((row) => ({ ...row })));

/** In some of the mutated fields: wherever it comes, it must stay nowhere. */
const oddNik = '3275015203890000';
const oddValue = fc.oneof(
	fc.constantFrom<unknown>(
		null,
		'',
		' ',
		'-1',
		-1,
		1.5,
		'1e9',
		99_999_999_999,
		'999999999999999999',
		true,
		[],
		{}
	),
	fc.constantFrom<unknown>(
		'NUL\u0000',
		'\ud800',
		'__proto__',
		oddNik,
		{ a: { b: 1 } },
		[[1]],
		'x'.repeat(600)
	),
	fc.string({ unit: 'binary', maxLength: 40 }),
	fc.integer(),
	fc.jsonValue({ maxDepth: 2 })
);

type Mutation = (payload: unknown) => unknown;

/** One to three fields of the payload, at any depth, taken away, replaced, doubled or renamed. */
const mutation = (paths: readonly (readonly string[])[]): fc.Arbitrary<Mutation> =>
	fc
		.record({ path: fc.constantFrom(...paths), how: fc.nat(3), value: oddValue })
		.map(({ path, how, value }) => (payload) => {
			const copy = structuredClone(payload) as Record<string, unknown>;
			const parent = path.slice(0, -1).reduce<unknown>((at, name) => (at as never)?.[name], copy);
			const name = path.at(-1);
			if (typeof parent !== 'object' || parent === null || name === undefined) return copy;
			const at = parent as Record<string, unknown>;
			if (how === 0) at[name] = undefined;
			else if (how === 1) at[`${name}_`] = at[name];
			else at[name] = value;
			return copy;
		});

function pathsOf(value: unknown, before: readonly string[] = []): string[][] {
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, item]) => [
		[...before, name],
		...pathsOf(item, [...before, name])
	]);
}

/** A payload as it may arrive: mutated in its fields, or in its bytes. */
export const mutated = (payload: unknown): fc.Arbitrary<string> =>
	fc.oneof(
		{
			weight: 6,
			arbitrary: fc
				.array(mutation(pathsOf(payload)), { minLength: 1, maxLength: 3 })
				.map((all) => JSON.stringify(all.reduce((at, change) => change(at), payload)))
		},
		{
			weight: 1,
			arbitrary: fc.tuple(fc.nat(), fc.string({ unit: 'binary', maxLength: 3 })).map(([at, text]) => {
				const whole = JSON.stringify(payload);
				const cut = at % whole.length;
				return `${whole.slice(0, cut)}${text}${whole.slice(cut + 1)}`;
			})
		},
		{ weight: 1, arbitrary: oddValue.map((value) => JSON.stringify(value) ?? '') }
	);

/** More under `DENYUT_FUZZ=10000`. */
export const fuzzRuns = Number(process.env.DENYUT_FUZZ ?? 250);
export const fuzzTimeoutMs = 60_000 + fuzzRuns * 300;

/** `isWhole`: a request is one change, so one that is refused counts nothing. `refusal` reads the code and the place out of an answer in the protocol's own shape; undefined when it was taken. */
export async function fuzz(
	city: IngestCity,
	requests: fc.Arbitrary<{ url: string; call: Call }>,
	refusalIn: (told: Told) => { code: unknown; field: unknown } | undefined,
	{ isWhole = false } = {}
): Promise<{ taken: number; held: number; refused: number }> {
	const counts = { taken: 0, held: 0, refused: 0 };
	const settings = { numRuns: fuzzRuns, seed: 20261122, endOnFailure: true };
	await fc.assert(
		fc.asyncProperty(requests, async ({ url, call: one }) => {
			const before = await footprint(city);
			const told = await call(url, one);
			expect(told.status, told.text).toBeLessThan(500);
			const refusal = refusalIn(told);
			if (refusal)
				expect([typeof refusal.code, typeof refusal.field], told.text).toEqual(['string', 'string']);
			if (told.status >= 400) {
				expect(refusal, told.text).toBeDefined();
				expect(await footprint(city)).toEqual(before);
				counts.refused += 1;
			} else counts[refusal ? 'held' : 'taken'] += 1;
			const after = await footprint(city);
			if (refusal && isWhole) expect(after.ledger, told.text).toBe(before.ledger);
			if (!refusal) expect(after.held, told.text).toBe(before.held);
		}),
		settings
	);
	expect(await findDifferences(city)).toEqual([]);
	expect(city.logged()).not.toMatch(/"level":[56]0/);
	await expectNowhere(city, oddNik);
	return counts;
}

/** Whatever an accepted or a held event would leave. */
async function footprint({ database }: IngestCity): Promise<Record<string, unknown>> {
	const [row] = await database.sql`
		SELECT (SELECT count(*) FROM event_ledger) AS ledger, (SELECT coalesce(sum(times), 0) FROM quarantine) AS held,
			(SELECT coalesce(sum(accepted + duplicate + quarantined), 0) FROM source_day) AS counted`;
	return { ...row };
}

/** None of these texts stands in a row, in the quarantine or in a log. */
export async function expectNowhere(city: IngestCity, ...secrets: string[]): Promise<void> {
	const everything = `${await dumpTables(city)}\n${city.logged()}`;
	for (const secret of secrets) expect(everything.includes(secret), secret).toBe(false);
}
