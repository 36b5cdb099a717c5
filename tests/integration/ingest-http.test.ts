import fc from 'fast-check';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect as connectSocket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatchAnswer } from '../../src/lib/protocol/events.ts';
import {
	bed,
	dumpTables,
	findDifferences,
	handled,
	hospitalA,
	hospitalB,
	claim,
	keyFor,
	niks,
	openCity,
	readTotals,
	serve,
	visit,
	type Endpoint,
	type IngestCity
} from './ingest-city.ts';

let city: IngestCity;
let endpoint: Endpoint;
let key: string;
beforeAll(async () => {
	city = await openCity();
	endpoint = await serve(city.app);
	key = await keyFor(city.app, 'hospital', hospitalA);
});
afterAll(async () => {
	await endpoint.close();
	await city.close();
});

type Answer = {
	status: number;
	headers: IncomingHttpHeaders;
	body: BatchAnswer & { code: string; message: string };
};
type Sending = { headers?: Record<string, string>; query?: string; method?: string };

function post(
	body: string | Uint8Array,
	{ headers = {}, query = '', method = 'POST' }: Sending = {}
): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const outgoing = httpRequest(
			endpoint.url + query,
			{
				method,
				headers: {
					authorization: `Bearer ${key}`,
					'content-type': 'application/cloudevents-batch+json',
					...headers
				}
			},
			(response) => {
				const chunks: Buffer[] = [];
				response.on('data', (chunk: Buffer) => chunks.push(chunk));
				response.on('end', () => {
					const text = Buffer.concat(chunks).toString('utf8');
					resolve({
						status: response.statusCode ?? 0,
						headers: response.headers,
						body: JSON.parse(text) as Answer['body']
					});
				});
			}
		);
		outgoing.on('error', reject);
		outgoing.end(body);
	});
}

const lines = { 'content-type': 'application/x-ndjson' };
const gzip = { 'content-encoding': 'gzip' };
const batchOf = (...events: unknown[]) => JSON.stringify(events);

/** A refusal of the whole request stores and counts nothing. */
async function refused(sending: Promise<Answer>, status: number, code: string): Promise<void> {
	const before = await dumpTables(city);
	const answer = await sending;
	expect([answer.status, answer.body.code]).toEqual([status, code]);
	expect(answer.body.message.length).toBeGreaterThan(8);
	expect(await dumpTables(city)).toBe(before);
}

describe('a request that cannot be read as a batch', () => {
	it('is told 400 for bad JSON', () => refused(post('[{"specversion":'), 400, 'not-json'));
	it('is told 400 for one object instead of an array', () => refused(post('{}'), 400, 'not-a-batch'));
	it('is told 400 for an empty body', () => refused(post(''), 400, 'not-json'));
	it('is told 400 for bytes that are not UTF-8', () =>
		refused(post(Buffer.from([0x5b, 0x22, 0xff, 0xfe, 0x22, 0x5d])), 400, 'not-json'));
	it('is told 415 for another media type', () =>
		refused(post('[]', { headers: { 'content-type': 'text/csv' } }), 415, 'bad-media-type'));
	it('is told 415 for another encoding', () =>
		refused(post('[]', { headers: { 'content-encoding': 'br' } }), 415, 'bad-encoding'));
	it('is told 400 for half a gzip stream', () => {
		const whole = gzipSync(batchOf(visit('half')));
		return refused(post(whole.subarray(0, whole.length / 2), { headers: gzip }), 400, 'bad-gzip');
	});
	it('is told 400 for an empty body announced as gzip', async () => {
		const { status } = await post('', { headers: gzip });
		expect(status).toBe(400);
	});
	it('is told 400 for plain JSON announced as gzip', () =>
		refused(post('[]', { headers: gzip }), 400, 'bad-gzip'));
	it('is told 413 for a gzip bomb, which is never inflated whole', () => {
		const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x20));
		return refused(post(bomb, { headers: gzip }), 413, 'too-large');
	});
	it('is told 413 for a body beyond 8 MiB', () =>
		refused(post(Buffer.alloc(8 * 1024 * 1024 + 1, 0x20)), 413, 'too-large'));
	it('is told 413 for a body beyond 8 MiB whose length was not announced', () =>
		refused(
			post(Buffer.alloc(9 * 1024 * 1024, 0x20), { headers: { 'transfer-encoding': 'chunked' } }),
			413,
			'too-large'
		));
	it('is told 413 for 5,001 events, as an array and as lines', async () => {
		const events = Array.from({ length: 5_001 }, () => 0);
		await refused(post(JSON.stringify(events)), 413, 'too-many');
		await refused(post(events.join('\n'), { headers: lines }), 413, 'too-many');
	});
	it('is told 400 for another mode', () => refused(post('[]', { query: '?mode=some' }), 400, 'bad-mode'));
	it('is told 405 for GET', () => refused(post('', { method: 'GET' }), 405, 'wrong-method'));
	it('is answered in Indonesian when the sender asks for it', async () => {
		const { body } = await post('{}', { headers: { 'accept-language': 'id-ID,id;q=0.9' } });
		expect(body.message).toBe('Kirim larik JSON berisi objek CloudEvents 1.0.');
	});
});

describe('a batch without events', () => {
	it.each([
		['an empty array', '[]', {}],
		['no lines', '', lines],
		['blank lines', '\n \r\n\n', lines]
	])('is answered with noughts and commits nothing: %s', async (_, body, headers) => {
		const before = await dumpTables(city);
		const answer = await post(body, { headers });
		expect([answer.status, answer.body]).toEqual([
			200,
			{ accepted: 0, duplicate: 0, quarantined: 0, errors: [] }
		]);
		expect(await dumpTables(city)).toBe(before);
	});
});

describe('a batch', () => {
	it('of 5,000 events in gzip is taken whole', async () => {
		const events = Array.from({ length: 5_000 }, (_, i) =>
			bed(`many-${i}`, { room: `R${i % 50}`, occupied: i % 20 })
		);
		const { status, body } = await post(gzipSync(JSON.stringify(events)), { headers: gzip });
		expect([status, body]).toEqual([200, { accepted: 5_000, duplicate: 0, quarantined: 0, errors: [] }]);
	});

	it('of lines with a broken one stores the others, and of the broken one its length and position only', async () => {
		const good = [visit('line-1'), visit('line-2')].map((one) => JSON.stringify(one));
		const broken = `{"nik":"${niks[3]}","id":`;
		const { status, body } = await post([good[0], broken, good[1]].join('\n'), { headers: lines });
		expect(status).toBe(200);
		expect(body).toMatchObject({ accepted: 2, duplicate: 0, quarantined: 1 });
		expect(body.errors).toMatchObject([{ index: 1, id: null, code: 'not-json', field: null }]);
		const rows = await city.database.sql`SELECT * FROM quarantine WHERE code = 'not-json'`;
		expect(rows).toMatchObject([
			{
				detail: { position: String((good[0] ?? '').length + 1), length: String(broken.length) },
				payload: null,
				source: ''
			}
		]);
		expect(await dumpTables(city)).not.toContain(niks[3]);
	});

	it('nested 100,000 levels deep is judged, not choked on', async () => {
		const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
		const inData = JSON.stringify(bed('deep')).replace('"data":{', `"data":{"x":${deep},`);
		const inside = await post(`[${inData}]`);
		expect([inside.status, inside.body.accepted]).toEqual([200, 1]);
		const asEvent = await post(`[${deep}]`);
		expect([asEvent.status, asEvent.body.quarantined]).toEqual([200, 1]);
		const objects = await post(`[${'{"data":'.repeat(100_000)}1${'}'.repeat(100_000)}]`);
		expect([objects.status, objects.body.quarantined]).toEqual([200, 1]);
	});
});

describe('atomic mode', () => {
	it('stores all where all are usable', async () => {
		const { status, body } = await post(batchOf(visit('at-1'), bed('at-2')), { query: '?mode=atomic' });
		expect([status, body]).toEqual([200, { accepted: 2, duplicate: 0, quarantined: 0, errors: [] }]);
	});

	it.each([
		['one is malformed', () => [visit('at-3'), visit('at-4', { nik: '1' })], 'bad-nik'],
		[
			'one conflicts with what was taken before',
			() => [visit('at-5'), visit('at-1', { service: 'icu' })],
			'conflict'
		],
		[
			'two share an id but not their content',
			() => [visit('at-6'), visit('at-6', { service: 'icu' })],
			'conflict'
		]
	])('stores nothing, not even in quarantine, where %s', async (_, events, code) => {
		const before = await dumpTables(city);
		const { status, body } = await post(JSON.stringify(events()), { query: '?mode=atomic' });
		expect(status).toBe(422);
		expect(body).toMatchObject({
			accepted: 0,
			duplicate: 0,
			quarantined: 0,
			rejected: 2,
			errors: [{ index: 1, code }]
		});
		expect(await dumpTables(city)).toBe(before);
	});
});

describe('a key', () => {
	it('is needed', () => refused(post('[]', { headers: { authorization: 'Basic abc' } }), 401, 'no-key'));
	it('must be one of ours', async () => {
		const other = key.slice(0, -1) + (key.endsWith('A') ? 'B' : 'A');
		await refused(post('[]', { headers: { authorization: `Bearer ${other}` } }), 401, 'bad-key');
		await refused(
			post('[]', { headers: { authorization: `Bearer dk_${'0'.repeat(16)}_${'x'.repeat(43)}` } }),
			401,
			'bad-key'
		);
	});
	it('that only reads is told 403', async () => {
		const reading = await city.app.keys.create({ party: null, role: 'planner', facility: null });
		await refused(
			post(batchOf(visit('r')), { headers: { authorization: `Bearer ${reading}` } }),
			403,
			'read-key'
		);
	});
	it('that was revoked is told 401', async () => {
		const revoked = await keyFor(city.app, 'importer');
		const authorization = `Bearer ${revoked}`;
		expect((await post('[]', { headers: { authorization } })).status).toBe(200);
		await city.app.keys.revoke(revoked.split('_')[1] ?? '');
		await refused(post('[]', { headers: { authorization } }), 401, 'bad-key');
	});
	it('of a hospital cannot write another hospital’s beds', async () => {
		const { body } = await post(batchOf(bed('theirs', { room: 'Theirs' }, { subject: hospitalB })));
		expect(body).toMatchObject({
			accepted: 0,
			quarantined: 1,
			errors: [{ code: 'other-facility', field: 'subject' }]
		});
		const rows = await city.database
			.sql`SELECT * FROM bed_now WHERE facility = ${hospitalB} OR room = 'Theirs'`;
		expect(rows).toHaveLength(0);
	});
	it('of a hospital may name its own facility', async () => {
		expect((await post(batchOf(bed('ours', {}, { subject: hospitalA })))).body.accepted).toBe(1);
	});
	it.each(['returned', 'verified', 'rejected', 'approved', 'paid'])(
		'of a hospital cannot state that its claim is %s',
		async (state) => {
			const amounts = { verifiedRupiah: 1, approvedRupiah: 1, paidRupiah: 1 };
			const { body } = await post(batchOf(claim(`own-${state}`, { claim: 'C-own', state, ...amounts })));
			expect(body).toMatchObject({
				accepted: 0,
				quarantined: 1,
				errors: [{ code: 'not-allowed', field: 'data.state' }]
			});
			expect(await city.database.sql`SELECT * FROM claim WHERE claim_no = 'C-own'`).toHaveLength(0);
		}
	);
});

describe('a sender that breaks off', () => {
	/** Writes raw bytes and returns what came back until the line was closed. */
	const raw = (text: string, end: 'finish' | 'cut') =>
		new Promise<string>((resolve) => {
			const socket = connectSocket(endpoint.port, '127.0.0.1');
			let heard = '';
			socket.on('data', (chunk) => (heard += chunk.toString('utf8')));
			socket.on('close', () => resolve(heard));
			socket.on('error', () => undefined);
			socket.write(text, () => setTimeout(() => (end === 'cut' ? socket.destroy() : socket.end()), 50));
		});
	const head = (length: number | string, extra = '') =>
		`POST /api/v1/events HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${key}\r\n` +
		`Content-Type: application/json\r\n${extra}Content-Length: ${length}\r\n\r\n`;

	it.each(['finish', 'cut'] as const)('before its announced length has nothing stored (%s)', async (end) => {
		const before = await dumpTables(city);
		await raw(`${head(5_000)}[`, end);
		await raw(`${head(5_000, 'Content-Encoding: gzip\r\n')}\u001f`, end);
		expect(await dumpTables(city)).toBe(before);
		expect((await post('[]')).status).toBe(200);
	});

	it('or sends more than it announced has only the announced part read', async () => {
		const before = await dumpTables(city);
		expect(await raw(`${head(2)}[]${batchOf(visit('beyond'))}`, 'finish')).toMatch(/^HTTP\/1\.1 (200|400) /);
		expect(await dumpTables(city)).toBe(before);
	});

	it('with a length that is no number is told 400', async () => {
		expect(await raw(`${head('many')}[]`, 'finish')).toMatch(/^HTTP\/1\.1 400 /);
	});
});

describe('any bytes at all', () => {
	const media = fc.constantFrom('application/json', 'application/x-ndjson', 'text/plain', '');
	const shape = fc.oneof(
		fc.uint8Array({ maxLength: 300 }),
		fc.json({ maxDepth: 4 }).map((text) => Buffer.from(text)),
		fc.array(fc.json({ maxDepth: 3 }), { maxLength: 6 }).map((all) => Buffer.from(`[${all.join(',')}]`)),
		fc.array(fc.oneof(fc.json(), fc.string()), { maxLength: 6 }).map((all) => Buffer.from(all.join('\n'))),
		// Our own events with anything in any place.
		fc
			.array(
				fc.tuple(
					fc.constantFrom('id', 'source', 'type', 'time', 'subject', 'data', 'specversion'),
					fc.jsonValue()
				),
				{
					maxLength: 3
				}
			)
			.map((changes) => Buffer.from(batchOf({ ...visit('any'), ...Object.fromEntries(changes) }))),
		fc
			.array(
				fc.tuple(
					fc.constantFrom(
						'visit',
						'nik',
						'kecamatan',
						'service',
						'diagnoses',
						'arrivedAt',
						'drugs',
						'segments',
						'__proto__'
					),
					fc.jsonValue()
				),
				{ maxLength: 3 }
			)
			.map((changes) => Buffer.from(batchOf(visit('any', Object.fromEntries(changes)))))
	);
	const sending = fc.record({
		body: shape,
		contentType: media,
		encoding: fc.constantFrom('', 'gzip', 'gzipped', 'deflate'),
		mode: fc.constantFrom('', '?mode=each', '?mode=atomic', '?mode=%00')
	});

	it('are counted wholly or not at all, and never make a fault of ours', async () => {
		await fc.assert(
			fc.asyncProperty(sending, async ({ body, contentType, encoding, mode }) => {
				const before = await readTotals(city);
				const bytes = encoding === 'gzipped' ? gzipSync(body) : body;
				const headers = {
					'content-type': contentType,
					...(encoding !== '' && { 'content-encoding': encoding.replace('gzipped', 'gzip') })
				};
				const { status, body: answer } = await post(bytes, { headers, query: mode });
				const after = await readTotals(city);
				expect([200, 400, 413, 415, 422]).toContain(status);
				if (status !== 200) {
					expect(after).toEqual(before);
					return;
				}
				expect(after.accepted - before.accepted).toBe(answer.accepted);
				expect(after.duplicate - before.duplicate).toBe(answer.duplicate);
				expect(after.quarantined - before.quarantined).toBe(answer.quarantined);
				expect(after.held - before.held).toBe(answer.quarantined);
				expect(handled(answer)).toBe(countItems(body, contentType));
			}),
			{ numRuns: 400, seed: 20261122, endOnFailure: true }
		);
		expect(await findDifferences(city)).toEqual([]);
		expect(city.logged()).not.toContain('"level":50');
	});

	function countItems(body: Uint8Array, contentType: string): number {
		const text = new TextDecoder().decode(body);
		if (contentType === 'application/x-ndjson')
			return text.split('\n').filter((line) => line.trim() !== '').length;
		return (JSON.parse(text) as unknown[]).length;
	}
});
