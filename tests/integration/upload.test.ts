import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
	bed,
	dumpTables,
	findDifferences,
	niks,
	now,
	openCity,
	readTotals,
	senders,
	serve,
	type Endpoint,
	type IngestCity
} from './ingest-city.ts';
import {
	bring,
	bringAndSend,
	heldFiles,
	idOf,
	post,
	refusedLines,
	settle,
	signedIn,
	visitSheet
} from './upload-city.ts';

let city: IngestCity;
let endpoint: Endpoint;
let origin: string;
let hospital: { cookie: string };
let clock = now;

beforeAll(async () => {
	city = await openCity({ clock: () => clock });
	endpoint = await serve(city.app);
	origin = `http://127.0.0.1:${endpoint.port}`;
	hospital = await signedIn(city);
});
afterAll(async () => {
	await endpoint.close();
	await city.close();
});

const later = (minutes: number) => {
	clock = new Date(clock.getTime() + minutes * 60_000);
};
const findVisit = async (no: string) => {
	const [found] = await city.database.sql`
		SELECT facility, service, diagnoses, arrived_at, kecamatan FROM visit
		WHERE visit_no = ${no} AND posted_on IS NOT NULL AND reversed_on IS NULL`;
	return found;
};

describe('the form', () => {
	it('takes a file and leads to its page, where it is checked', async () => {
		const file = visitSheet(`F-1;${niks[0]};Rawalumbu;Rajal;A91;21/11/2026 08:15;Nobody`);
		const { status, location } = await post(origin, { file }, hospital);
		expect(status).toBe(303);
		expect(location).toMatch(/^\/upload\/[0-9a-f]{32}$/);
		const view = await settle(city.app, idOf(location));
		expect(view).toMatchObject({
			phase: 'ready',
			fileName: 'data.csv',
			sender: { party: 'hospital', facility: { code: '3275013' } },
			check: { rows: 1, good: 1, bad: 0, skipped: 0, events: 1 }
		});
		expect(await city.app.sheets.cancel(view.id)).toBe(true);
	});

	it.each([
		[{ file: 'a;b\n1;2', kind: 'nonsense' }, {}, 400, 'unknown-kind'],
		[{ file: 'a;b\n1;2', sender: 'hospital:9999999' }, {}, 400, 'unknown-sender'],
		[{ file: 'a;b\n1;2', sender: 'importer' }, {}, 400, 'unknown-sender'],
		[{ file: 'a;b\n1;2', sender: 'finance' }, {}, 400, 'unknown-sender'],
		[{ file: 'a;b\n1;2', sender: 'hospital:3275017' }, {}, 400, 'unknown-sender'],
		[{ file: 'a;b\n1;2' }, { cookie: '' }, 403, 'not-for-role'],
		[{ file: 'a;b\n1;2', kind: 'member' }, {}, 403, 'not-allowed'],
		[{ file: 'a;b\n1;2' }, { origin: 'http://evil.example' }, 403, 'other-origin'],
		[{}, {}, 400, 'no-file']
	])('refuses %j with %j', async (form, headers, status, code) => {
		const answer = await post(origin, form, { ...hospital, ...headers });
		expect(answer.status).toBe(status);
		expect(JSON.parse(answer.body)).toMatchObject({ code });
		expect(heldFiles(city.dataDir)).toEqual([]);
	});

	it('leads a browser back to the page with the reason', async () => {
		const answer = await post(origin, { file: 'x', kind: '' }, { ...hospital, accept: 'text/html' });
		expect(answer).toMatchObject({ status: 303, location: '/upload?refused=unknown-kind' });
	});

	it('is no form of another kind, and no GET', async () => {
		const json = await fetch(`${origin}/upload/files`, {
			method: 'POST',
			body: '{}',
			headers: { origin, ...hospital, 'content-type': 'application/json' }
		});
		expect(json.status).toBe(400);
		expect((await fetch(`${origin}/upload/files`)).status).toBe(405);
	});
});

describe('a table of visits', () => {
	it('is taken as visits, whatever the program wrote', async () => {
		const sent = await bringAndSend(
			city.app,
			'visit',
			visitSheet(
				`V-1;${niks[0]};Rawalumbu;Rawat Jalan;A91;21/11/2026 08:15;Nobody`,
				';;;;;;',
				`V-2;'${niks[1]};32.75.03;IGD;"J06.9; A09";2026-11-20 23:30;Nobody`,
				`V-3;${niks[2]};Jakarta Timur;ranap;i10;20 November 2026;Nobody`
			)
		);
		expect(sent.result).toMatchObject({ rows: 3, accepted: 2, quarantined: 1 });
		expect(await findVisit('V-1')).toMatchObject({
			facility: '3275013',
			service: 'outpatient',
			kecamatan: '32.75.05',
			arrived_at: new Date('2026-11-21T01:15:00Z')
		});
		expect(await findVisit('V-2')).toMatchObject({ service: 'emergency', diagnoses: ['J06.9', 'A09'] });
		expect(refusedLines(city.app, sent.id)).toEqual([
			expect.stringMatching(
				/^5 \| V-3 \| 3275\*+ \| Jakarta Timur .* \| Kecamatan \| Column C \(Kecamatan\): /
			)
		]);
	});

	it('counts nothing twice when it comes again, and replaces what was corrected, also back again', async () => {
		const first = visitSheet(
			`R-1;${niks[0]};Rawalumbu;Rajal;A91;21/11/2026;N`,
			`R-2;${niks[1]};Rawalumbu;Rajal;A09;21/11/2026;N`
		);
		const changed = first.replace(
			'R-2;3275020101900000;Rawalumbu;Rajal;A09',
			'R-2;3275020101900000;Rawalumbu;Rajal;J06'
		);
		expect((await bringAndSend(city.app, 'visit', first)).result).toMatchObject({
			accepted: 2,
			duplicate: 0
		});
		const before = await readTotals(city);
		later(5);
		expect((await bringAndSend(city.app, 'visit', first)).result).toMatchObject({
			accepted: 0,
			duplicate: 2
		});
		expect(await readTotals(city)).toMatchObject({ ledger: before.ledger, accepted: before.accepted });
		later(5);
		expect((await bringAndSend(city.app, 'visit', changed)).result).toMatchObject({
			accepted: 1,
			duplicate: 1
		});
		expect(await findVisit('R-2')).toMatchObject({ diagnoses: ['J06'] });
		later(5);
		expect((await bringAndSend(city.app, 'visit', first)).result).toMatchObject({
			accepted: 1,
			duplicate: 1
		});
		expect(await findVisit('R-2')).toMatchObject({ diagnoses: ['A09'] });
		expect(await findDifferences(city)).toEqual([]);
	});

	it('that contradicts itself is told so, and the second of two rows is not sent', async () => {
		const sent = await bringAndSend(
			city.app,
			'visit',
			visitSheet(
				`D-1;${niks[0]};Rawalumbu;Rajal;A91;21/11/2026;N`,
				`D-1;${niks[0]};Rawalumbu;Rajal;A91;21/11/2026;N`,
				`D-1;${niks[0]};Rawalumbu;Rajal;A09;21/11/2026;N`
			)
		);
		expect(sent.check).toMatchObject({ good: 2, bad: 1 });
		expect(sent.check?.refused[0]).toMatchObject({ row: 4, problems: [{ note: 'key-repeated' }] });
		expect(sent.result).toMatchObject({ accepted: 1, duplicate: 1, unsent: 1, refusedRows: 1 });
	});

	it('shows each bad cell with its reason before anything is sent', async () => {
		const totals = await readTotals(city);
		const view = await bring(
			city.app,
			'visit',
			visitSheet(
				`B-1;3.27502E+15;Rawalumbu;Rajal;A91;11/22/2026;N`,
				`B-2;${niks[0]};Rawalumbu;terbang;??;21/11/2027;N`
			)
		);
		expect(view.check?.refused).toMatchObject([
			{
				row: 2,
				problems: [
					{ column: 1, note: 'nik-rounded' },
					{ column: 5, note: 'date-order' }
				]
			},
			{
				row: 3,
				problems: [
					{
						column: 3,
						refusal: { code: 'bad-field', field: 'data.service', detail: { reason: 'not-in-list' } }
					},
					{ column: 4, refusal: { code: 'bad-field', detail: { reason: 'wrong-form' } } },
					{ column: 5, refusal: { code: 'future-time' } }
				]
			}
		]);
		expect(await readTotals(city)).toEqual(totals);
		await city.app.sheets.cancel(view.id);
	});

	it('says all that is wrong with a row of beds at once, in the words of the sheet, also in the file of refused rows', async () => {
		const head = 'ward;room;capacity;occupied;free;reportedAt';
		const sheet = `${head}\nICU;Mawar;banyak;2;;kemarin\nICU;Melati;4;2;;21/11/2030 08:00\n`;
		const sent = await bringAndSend(city.app, 'bed', sheet);
		expect(sent.check?.refused.map(({ problems }) => problems.map(({ column }) => column))).toEqual([
			[2, 5],
			[5]
		]);
		expect(sent.result).toMatchObject({ accepted: 0, quarantined: 2 });
		const [first = '', second = ''] = refusedLines(city.app, sent.id);
		expect(first).toContain('Column C (capacity): «banyak» is no whole number. Write it like 12.');
		expect(first).toContain('Column F (reportedAt): «kemarin» is no date. Write it like 2026-11-23 07:00.');
		expect(second).toContain('Column F (reportedAt): «21/11/2030 08:00» has not happened yet.');
		expect(first + second).not.toMatch(/RFC|specversion|«time»/);
	});

	it('of beds tells its sender which classes are counted from another way, and nobody else', async () => {
		const room = bed('live', { ward: 'picu', room: 'Teratai' }, { time: clock.toISOString() });
		await city.app.ingest.submit(senders.hospitalA, [room]);
		const sent = await bringAndSend(city.app, 'bed', 'ward;room;capacity;occupied\nPICU;Teratai 1;4;2\n');
		expect(sent.result).toMatchObject({ accepted: 1 });
		const { uploads } = city.app.servicesFor({
			...{ name: 'user:test', role: 'hospital', facility: senders.hospitalA.facility }
		});
		expect(await uploads.sharedClasses(sent)).toMatchObject([
			{ ward: 'picu', counted: 'events', beside: ['file'] }
		]);
		expect(await uploads.sharedClasses({ ...sent, kind: 'visit' })).toEqual([]);
	});

	it('lets its columns be assigned by hand, and remembers them for this sender alone', async () => {
		const strange = 'Kode Aneh;Identitas;Unit;Sandi;Jam\nX-1;3275015203890000;Rajal;A91;21/11/2026\n';
		const view = await bring(city.app, 'visit', strange);
		expect(view.hasHeadings).toBe(false);
		const fields = new Map(
			['visit', 'nik', 'service', 'diagnoses', 'arrivedAt'].map((id, index) => [index, id])
		);
		expect(city.app.sheets.choose(view.id, { sheet: null, fields, period: null })).toBe(true);
		// Without a row of headings the first line is data too, and is refused as such.
		expect((await settle(city.app, view.id)).check).toMatchObject({ good: 1, bad: 1 });
		await city.app.sheets.cancel(view.id);

		const mixed = strange.replace('Kode Aneh', 'No Kunjungan').replace('Unit', 'Layanan');
		const half = await bring(city.app, 'visit', mixed);
		expect(half.missing.map(({ id }) => id)).toEqual(['diagnoses', 'arrivedAt']);
		city.app.sheets.choose(half.id, { sheet: null, fields, period: null });
		await settle(city.app, half.id);
		city.app.sheets.send(half.id, 'en');
		expect((await settle(city.app, half.id)).result).toMatchObject({ accepted: 1 });

		const again = await bring(city.app, 'visit', mixed);
		expect(again.columns.map(({ field, isRemembered }) => [field, isRemembered])).toContainEqual([
			'diagnoses',
			true
		]);
		expect(again.missing).toEqual([]);
		const other = await bring(city.app, 'visit', mixed, { party: 'hospital', facility: '3275017' });
		expect(other.missing.map(({ id }) => id)).toEqual(['diagnoses', 'arrivedAt']);
		const [stored] = await city.database.sql`SELECT string_agg(heading, ' ') AS headings FROM sheet_column`;
		expect(String(stored?.headings)).not.toMatch(/sandi/i);
		await Promise.all([again, other].map(({ id }) => city.app.sheets.cancel(id)));
	});
});

describe('the file', () => {
	it('stands encrypted while it waits, and is gone when it was sent or cancelled', async () => {
		const view = await bring(
			city.app,
			'visit',
			visitSheet(`S-1;${niks[0]};Rawalumbu;Rajal;A91;21/11/2026;Nobody At All`)
		);
		const [held] = heldFiles(city.dataDir);
		const bytes = readFileSync(join(held?.parentPath ?? '', held?.name ?? '')).toString('latin1');
		expect(bytes).not.toContain(niks[0]);
		expect(bytes).not.toContain('Nobody');
		city.app.sheets.send(view.id, 'id');
		expect(await settle(city.app, view.id)).toMatchObject({ phase: 'done' });
		expect(heldFiles(city.dataDir)).toEqual([]);
	});

	it('of a process that died is removed at the next start', async () => {
		const orphan = join(city.dataDir, 'uploads', '999999-1');
		mkdirSync(orphan, { recursive: true });
		writeFileSync(join(orphan, 'left'), 'x');
		await city.app.sheets.clear();
		expect(existsSync(orphan)).toBe(false);
	});

	it('can be cancelled in the middle: what was committed stays, and the rest can follow', async () => {
		const rows = Array.from(
			{ length: 6_000 },
			(_, n) => `C-${n};${niks[n % 4]};Rawalumbu;Rajal;A91;21/11/2026;N`
		);
		const view = await bring(city.app, 'visit', visitSheet(...rows));
		city.app.sheets.send(view.id, 'en');
		while ((city.app.sheets.view(view.id)?.share ?? 1) < 0.5)
			await new Promise((resolve) => setTimeout(resolve, 1));
		await city.app.sheets.cancel(view.id);
		const stopped = await settle(city.app, view.id);
		expect(stopped.phase).toBe('cancelled');
		const accepted = stopped.result?.accepted ?? 0;
		const [stored] = await city.database.sql`SELECT count(*)::int AS n FROM visit WHERE visit_no LIKE 'C-%'`;
		expect(stored?.n).toBe(accepted);
		expect(accepted).toBeLessThan(6_000);
		later(5);
		expect((await bringAndSend(city.app, 'visit', visitSheet(...rows))).result).toMatchObject({
			accepted: 6_000 - accepted,
			duplicate: accepted
		});
	});

	it('leaves no NIK and no name behind', async () => {
		const dump = await dumpTables(city);
		for (const nik of niks) expect(dump).not.toContain(nik);
		expect(dump).not.toContain('Nobody');
		expect(city.logged()).not.toMatch(/Nobody|3275015203890000/);
	});
});

describe('the file of refused rows', () => {
	it('is made when it is asked for, masked, and no formula in it can run', async () => {
		const sent = await bringAndSend(
			city.app,
			'visit',
			visitSheet(`=cmd|'/C calc'!A0;${niks[0]};+62;-1;@SUM(A1);21/11/2026;Nobody`)
		);
		const response = await fetch(`${origin}/upload/${sent.id}/refused.csv`, {
			headers: { ...hospital, 'accept-language': 'id' }
		});
		const text = await response.text();
		expect(response.headers.get('content-type')).toContain('text/csv');
		expect(text).toContain("'=cmd|");
		expect(text).toContain("'+62");
		expect(text).toContain("'-1");
		expect(text).toContain("'@SUM");
		expect(text).toContain('3275************');
		expect(text).not.toContain('Nobody');
		expect(text.split('\r\n')[0]).toContain('Sebab');
		const none = `${origin}/upload/${'0'.repeat(32)}/refused.csv`;
		expect((await fetch(none, { headers: hospital })).status).toBe(404);
		expect((await fetch(none)).status, 'who may upload nothing may ask for nothing').toBe(403);
	});

	it('can be put right and sent again: guarded texts come back as they were', async () => {
		const csv = "Kelas ruang;Ruang;Kapasitas;Terisi\n'Kelas III;'-1A;20;16\n";
		await bringAndSend(city.app, 'bed', csv.replace("'Kelas", 'Kelas'));
		const [bed] = await city.database.sql`SELECT room FROM bed_report WHERE room LIKE '%1A'`;
		expect(bed).toEqual({ room: '-1A' });
	});
});
