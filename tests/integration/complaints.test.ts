import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { roles, type Role } from '../../src/lib/domain/role.ts';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import { dumpTables, hospitalA, hospitalB, niks, now, openCity, type IngestCity } from './ingest-city.ts';

let city: IngestCity;
let clock = now;
beforeAll(async () => {
	city = await openCity({ clock: () => clock });
});
afterAll(() => city.close());

const viewer = (role: Role, facility: string | null = null): Viewer => ({
	name: `user:${role}`,
	role,
	facility
});
const planner = viewer('planner');
const complaints = (who: Viewer) => city.app.servicesFor(who).complaints;
const form = {
	...{ facility: hospitalA, kind: 'extra-charge', happenedOn: '2026-11-20', chargedRupiah: 250_000 },
	...{ story: 'Diminta membayar obat padahal membawa kartu.', contact: '0812-0000-0000' }
};
const tell = (fields: Record<string, unknown> = {}, address = '192.0.2.1') =>
	complaints(viewer('public')).tell(address, { ...form, ...fields });
const follow = (receipt: string, address = '192.0.2.1') =>
	complaints(viewer('public')).follow(address, receipt);

async function tellOne(address: string): Promise<{ receipt: string; id: string }> {
	const taken = await tell({}, address);
	if (taken.outcome !== 'taken') throw new Error(taken.outcome);
	const [row] = await city.database.sql<
		{ id: string }[]
	>`SELECT id FROM complaint WHERE receipt = ${taken.receipt}`;
	return { receipt: taken.receipt, id: row?.id ?? '' };
}

describe('a complaint', () => {
	it('is taken from anybody, with a receipt and the day by which it is answered', async () => {
		const taken = await tell();
		expect(taken).toEqual({
			outcome: 'taken',
			receipt: expect.stringMatching(/^L-.{5}-.{5}$/),
			dueOn: '2026-11-27'
		});
		const receipt = taken.outcome === 'taken' ? taken.receipt : '';
		for (const typed of [receipt, receipt.toLowerCase(), receipt.replaceAll('-', ' ').slice(2)])
			expect(await follow(typed)).toMatchObject({
				outcome: 'found',
				stand: { kind: 'extra-charge', answer: null }
			});
		const found = await follow(receipt);
		expect(JSON.stringify(found)).not.toContain(form.story);
		expect(await follow('L-00000-00001')).toEqual({ outcome: 'unknown' });
	});

	it.each([
		['story', { story: `NIK saya ${niks[0]} ditolak di loket.` }],
		['story', { story: 'NIK saya 3275 0152 0389 0000 ditolak di loket.' }],
		['contact', { contact: niks[0] }]
	])(
		'that holds an identity number in its %s is refused in a sentence, and kept nowhere',
		async (field, fields) => {
			expect(await tell(fields, '192.0.2.2')).toEqual({ outcome: 'identity-number', field });
		}
	);

	it.each([
		['facility', { facility: 'nowhere' }],
		['kind', { kind: 'praise' }],
		['happenedOn', { happenedOn: '2026-11-23' }],
		['happenedOn', { happenedOn: '2025-11-21' }],
		['story', { story: 'pendek' }],
		['chargedRupiah', { chargedRupiah: -1 }]
	])('with a bad %s is refused', async (field, fields) => {
		expect(await tell(fields, '192.0.2.3')).toEqual({ outcome: 'bad-field', field });
	});

	it('is taken five times an hour from one address, however many come at once', async () => {
		const all = await Promise.all(Array.from({ length: 12 }, () => tell({}, '192.0.2.4')));
		expect(all.filter(({ outcome }) => outcome === 'taken')).toHaveLength(5);
		expect(all.filter(({ outcome }) => outcome === 'too-often')).toHaveLength(7);
		expect((await tell({}, '192.0.2.5')).outcome).toBe('taken');
	});

	it('cannot be found by trying receipts', async () => {
		const all = await Promise.all(Array.from({ length: 40 }, () => follow('L-00000-00001', '192.0.2.6')));
		expect(all.filter(({ outcome }) => outcome === 'too-often')).toHaveLength(10);
	});

	it('is answered by Dinkes alone, once; the contact goes with the answer', async () => {
		const { receipt, id } = await tellOne('192.0.2.7');
		const said = { verdict: 'upheld', answer: 'Rumah sakit mengembalikan uang pasien.' };
		for (const role of ['public', 'executive', 'hospital', 'verifier', 'finance', 'admin'] as const)
			expect(await complaints(viewer(role, hospitalA)).answer(viewer(role, hospitalA), id, said)).toBe(
				'forbidden'
			);
		const office = complaints(planner);
		expect(await office.openContact(planner, id)).toBe(form.contact);
		expect(
			await complaints(viewer('hospital', hospitalA)).openContact(viewer('hospital', hospitalA), id)
		).toBeNull();
		expect(await office.answer(planner, id, { ...said, answer: 'ya' })).toBe('bad-answer');
		expect(await office.answer(planner, id, { ...said, answer: `Pasien ${niks[0]} sudah dihubungi.` })).toBe(
			'identity-number'
		);
		const both = await Promise.all([office.answer(planner, id, said), office.answer(planner, id, said)]);
		expect(both.sort()).toEqual(['answered', 'gone']);
		expect(await follow(receipt)).toMatchObject({ stand: { ...said, answeredOn: '2026-11-22' } });
		expect(await office.openContact(planner, id)).toBeNull();
	});

	it('counts for its hospital, late ones apart, and shows rows to Dinkes only', async () => {
		const [all] = await city.database.sql<{ told: number; open: number }[]>`
			SELECT count(*)::int AS told, count(*) FILTER (WHERE answered_at IS NULL)::int AS open FROM complaint`;
		clock = new Date('2026-11-28T05:00:00Z');
		const view = await complaints(planner).load(planner);
		clock = now;
		expect(view).toMatchObject({ open: all?.open, late: all?.open, answered: 1, inTime: 1 });
		expect(view.facilities).toMatchObject([{ facility: hospitalA, ...all, upheld: 1 }]);
		expect(view.rows.every(({ isLate, answeredAt }) => isLate === (answeredAt === null))).toBe(true);
		const other = viewer('hospital', hospitalA);
		expect((await complaints(other).load(other)).rows).toEqual([]);
	});

	it('is counted on its hospital’s card for everybody, and no more of it than the count', async () => {
		const [all] = await city.database.sql<{ told: number; open: number; upheld: number }[]>`
			SELECT count(*)::int AS told, count(*) FILTER (WHERE answered_at IS NULL)::int AS open,
				count(*) FILTER (WHERE verdict = 'upheld')::int AS upheld FROM complaint WHERE facility = ${hospitalA}`;
		expect(all?.told).toBeGreaterThan(1);
		for (const role of roles)
			expect(await complaints(viewer(role, role === 'hospital' ? hospitalB : null)).counts(), role).toEqual([
				{ facility: hospitalA, ...all }
			]);
	});

	it('leaves neither contact, address nor identity number readable', async () => {
		const kept = (await dumpTables(city)) + city.logged();
		for (const text of [...niks, form.contact, '192.0.2.']) expect(kept).not.toContain(text);
	});
});
