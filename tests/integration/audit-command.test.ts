import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import type { Look } from '../../src/lib/server/store/trail/look.ts';
import type { Trail } from '../../src/lib/server/store/trail/trail.ts';
import { nurse, officer, openTrailCity, secret, tamper, type TrailCity } from './trail-city.ts';

let city: TrailCity;
let trail: Trail;
const dataDir = mkdtempSync(join(tmpdir(), 'denyut-audit-'));
type Ended = { code: number; stdout: string; stderr: string };

async function audit(args: string[], key = secret, more: Record<string, string> = {}): Promise<Ended> {
	const env = {
		...process.env,
		DATABASE_URL: city.database.url,
		DENYUT_DATA_DIR: dataDir,
		DENYUT_TRAIL_KEY: key.toString('base64'),
		...more
	};
	const running = promisify(execFile)('npm', ['run', '--silent', 'audit', '--', ...args], { env });
	return running.then(
		({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
		(error: unknown) => error as Ended
	);
}

const at = (iso: string, viewer: Viewer, look: Look) => {
	city.clock.now = new Date(iso);
	return trail.recordLook(city.database.sql, viewer, look);
};
const rows = (...numbers: number[]) => numbers.flatMap((n) => [`visit:3275013/V-${n}`, `person:p${n % 3}`]);

beforeAll(async () => {
	city = await openTrailCity();
	trail = city.open({ places: { own: join(dataDir, 'trail'), second: null } });
	await trail.begin();
	// The last moment before 20 November begins in Jakarta, and its first.
	await at('2026-11-19T16:59:59.999Z', officer, { action: 'look-rows', what: '/people', rows: rows(1) });
	await at('2026-11-19T17:00:00.000Z', officer, {
		action: 'look-rows',
		what: '/people',
		rows: rows(2, 3),
		reason: 'audit klaim'
	});
	await at('2026-11-20T03:00:00.000Z', nurse, { action: 'look-rows', what: '/people', rows: rows(9) });
	await at('2026-11-20T04:00:00.000Z', officer, { action: 'sign-in', what: '/login' });
	await at('2026-11-21T05:00:00.000Z', officer, {
		action: 'export',
		what: '=/people',
		rowCount: 7_000,
		filter: { kecamatan: '32.75.01', service: 'icu' }
	});
	await at('2026-11-22T16:59:59.999Z', officer, { action: 'look-rows', what: '/people', rows: rows(3, 4) });
	await at('2026-11-22T17:00:00.000Z', officer, { action: 'look-rows', what: '/people', rows: rows(5) });
	await trail.anchor('once a day');
});
afterAll(async () => {
	await city.close();
	rmSync(dataDir, { recursive: true, force: true });
});

const period = ['--from', '2026-11-20', '--to', '2026-11-22'];

describe('npm run audit -- affected', () => {
	it('lists exactly what a user was shown in a period, and counts what is known of it', async () => {
		const { code, stdout } = await audit(['affected', '--user', 'officer', ...period, '--format', 'json']);
		expect(code).toBe(0);
		const answer = JSON.parse(stdout) as Record<string, unknown> & { looks: Record<string, unknown>[] };
		expect(answer).toMatchObject({
			user: 'user:officer',
			from: '2026-11-19T17:00:00.000Z',
			before: '2026-11-22T17:00:00.000Z',
			trail: { state: 'whole' },
			// V-3 was seen twice.
			distinct: { visit: 3, person: 3 },
			unnamed: { looks: 1, rows: 7_000 }
		});
		expect(answer.looks.map(({ at, action, rows }) => [at, action, rows])).toEqual([
			['2026-11-19T17:00:00.000Z', 'look-rows', rows(2, 3)],
			['2026-11-21T05:00:00.000Z', 'export', []],
			['2026-11-22T16:59:59.999Z', 'look-rows', rows(3, 4)]
		]);
	});

	it('says it as text and as CSV that no spreadsheet runs', async () => {
		const { stdout } = await audit(['affected', '--user', 'user:officer', ...period]);
		expect(stdout).toContain('Looks: 3.');
		expect(stdout).toContain('Different rows named: 3 visit, 3 person.');
		expect(stdout).toContain('more rows than they name: 1 (7000 rows more)');
		expect(stdout).toContain('filter: kecamatan=32.75.01, service=icu');
		expect(stdout).toContain('reason: audit klaim');
		const csv = await audit(['affected', '--user', 'user:officer', ...period, '--format', 'csv']);
		const lines = parse(csv.stdout, { columns: true }) as Record<string, string>[];
		expect(lines.map(({ what }) => what)).toEqual(['/people', "'=/people", '/people']);
		expect(lines[0]?.['rows']).toBe(rows(2, 3).join('\n'));
	});

	it('writes itself into the trail', async () => {
		const [line] = await city.database
			.sql`SELECT * FROM trail WHERE viewer = 'system:audit' ORDER BY number DESC LIMIT 1`;
		expect(line).toMatchObject({ action: 'look-trail', row_count: 3, filter: { who: 'user:officer' } });
	});

	it.each([
		[['affected', '--user', 'nobody', ...period], 'knows nobody of the name user:nobody'],
		[['affected', '--user', 'office', ...period], 'It knows: user:officer'],
		[['affected', '--user', 'officer', '--from', '2026-11-31', '--to', '2026-12-01'], 'Usage'],
		[['affected', '--user', 'officer', '--from', '2026-11-22', '--to', '2026-11-20'], 'Usage'],
		[['affected', '--user', 'officer', ...period, '--format', 'xml'], 'Usage'],
		[['affected', ...period], 'Usage'],
		[['prune'], 'Usage'],
		[[], 'Usage']
	])('refuses %j and says why', async (args, words) => {
		const { code, stdout, stderr } = await audit(args);
		expect([code, stdout]).toEqual([2, '']);
		expect(stderr).toContain(words);
	});
});

describe('npm run audit -- verify', () => {
	it('says that a whole trail is whole, and until when it is anchored', async () => {
		const { code, stdout } = await audit(['verify']);
		expect(code).toBe(0);
		expect(stdout).toMatch(/^The trail is whole: \d+ lines, .* anchored up to line 8 \(2026-11-23\)\.\n$/);
	});

	it('tells another key from tampering, and ends with 1', async () => {
		const { code, stdout } = await audit(['verify'], Buffer.alloc(32, 1));
		expect(code).toBe(1);
		expect(stdout).toContain('no sign of tampering');
		expect(stdout).toContain('DENYUT_TRAIL_KEY');
	});

	it('names the first bad line and what it means, every other one too, and ends with 1', async () => {
		await tamper(city, async (tx) => {
			await tx`UPDATE trail SET rows = '[]' WHERE number = 3`;
			await tx`DELETE FROM trail WHERE number IN (5, 6)`;
			await tx`DELETE FROM trail WHERE number >= 8`;
		});
		const { code, stdout } = await audit(['verify']);
		expect(code).toBe(1);
		expect(stdout).toMatch(/^The trail is not whole. The first bad line is 3\. /);
		expect(stdout.split('\n').slice(1, -1)).toEqual([
			expect.stringMatching(/^- line 3: .* changed, moved or added/),
			'- line 5 to 6: removed',
			expect.stringMatching(/^- line 8 to \d+: gone from the end/)
		]);
		const list = await audit(['affected', '--user', 'nurse', ...period]);
		expect(list.code).toBe(1);
		expect(list.stdout).toContain('Looks: 1.');
		expect(list.stderr).toContain('may lack lines');
	});
});

describe('in a directory without keys', () => {
	it.each([['verify'], ['affected', '--user', 'officer', ...period]])(
		'%s refuses and makes nothing',
		async (...args) => {
			const wrong = mkdtempSync(join(tmpdir(), 'denyut-wrong-'));
			const { code, stdout, stderr } = await audit(args, secret, {
				DENYUT_DATA_DIR: wrong,
				DENYUT_TRAIL_KEY: ''
			});
			expect([code, stdout]).toEqual([1, '']);
			expect(stderr).toContain('There is no trail key at');
			expect(readdirSync(wrong)).toEqual([]);
			rmSync(wrong, { recursive: true });
		}
	);
});
