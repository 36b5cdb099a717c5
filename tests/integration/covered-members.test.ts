/** Members, Budget and Public count the same people, wherever the city's word of them comes from. */
import { describe, expect, it } from 'vitest';
import { blurCount } from '../../src/lib/domain/blur.ts';
import { judgeDue } from '../../src/lib/server/jobs/membership-job.ts';
import { readExactTotals } from '../../src/lib/server/store/city-totals.ts';
import { findChangesAfter, findLastChange } from '../../src/lib/server/store/changes.ts';
import { member, openCity, senders, type IngestCity } from './ingest-city.ts';
import { familyOf, nikOf, sync } from './register-city.ts';

const now = new Date('2026-11-22T05:00:00Z');
const atOnce = { usualMs: 0, dueMs: 0 };
const range = (count: number, from = 0) => Array.from({ length: count }, (_, index) => from + index);

async function counted({ app }: IngestCity, asOf: string | null = null) {
	const planner = app.servicesFor({ name: 'user:planner', role: 'planner', facility: null });
	const all = { asOf, year: null, facility: null, service: null };
	const { valid } = await planner.members.load({ asOf });
	const { members: ofBudget } = await planner.budget.load(all);
	const asked = { asOf, ward: null, kecamatan: null, url: '/public' };
	return {
		members: valid?.persons ?? null,
		budget: ofBudget?.persons ?? null,
		public: (await planner.public.load(asked)).members,
		live: (await readExactTotals(app.sql, '2026-01-01')).members
	};
}
const same = (count: number) => ({ members: count, budget: count, public: blurCount(count), live: count });

const tell = ({ app }: IngestCity, indices: readonly number[], status = 'active', time = now.toISOString()) =>
	app.ingest.submit(
		senders.importer,
		indices.map((index) =>
			member(
				`m-${index}-${status}`,
				{ nik: nikOf(index), registerStatus: status },
				{ time, recordedtime: time }
			)
		)
	);
const cards = (indices: readonly number[]) =>
	indices.map((index) => ({ nik: nikOf(index), family: familyOf(index) }));

async function inCity(run: (city: IngestCity) => Promise<void>): Promise<void> {
	const city = await openCity({ clock: () => now });
	try {
		await run(city);
	} finally {
		await city.close();
	}
}

describe('the number of members', () => {
	it('is one where only events tell of them, and moves on open pages by what it moved', () =>
		inCity(async (city) => {
			await tell(city, range(23));
			await judgeDue(city.app.sql, now, atOnce);
			expect(await counted(city)).toEqual(same(23));
			const last = await findLastChange(city.app.sql);
			await tell(city, range(4), 'moved', '2026-11-22T05:00:01Z');
			await judgeDue(city.app.sql, now, atOnce);
			expect(await counted(city)).toEqual(same(19));
			const moved = (await findChangesAfter(city.app.sql, last, 9)).flatMap(
				({ changes }) => changes.members ?? []
			);
			expect(moved.map(({ status, persons }) => [status, persons])).toEqual([['active', -4]]);
		}));

	it('is one where only a register’s snapshot tells of them', () =>
		inCity(async (city) => {
			await sync(city, 'dinsos', cards(range(31)));
			expect(await counted(city)).toEqual(same(31));
		}));

	it('is one where both do, nobody counted twice', () =>
		inCity(async (city) => {
			await tell(city, range(20));
			await judgeDue(city.app.sql, now, atOnce);
			await sync(city, 'dinsos', cards(range(30, 10)), { mode: 'delta' });
			expect(await counted(city)).toEqual(same(40));
		}));

	it('comes along from a database whose members were never judged, with its past, and tells pages that stand open', () =>
		inCity(async (city) => {
			await tell(city, range(12), 'active', '2026-08-10T03:00:00Z');
			await tell(city, range(3), 'moved', '2026-10-20T03:00:00Z');
			expect(await counted(city), 'the page is kept as it is now').toMatchObject({ members: null });
			const last = await findLastChange(city.app.sql);
			await judgeDue(city.app.sql, now);
			expect(await counted(city)).toEqual(same(9));
			expect(await counted(city, '2026-09-30')).toMatchObject({ members: 12, budget: 12, public: 10 });
			const [told] = await findChangesAfter(city.app.sql, last, 9);
			expect(told?.changes.reload).toEqual(['members']);
		}));

	it('tells a past that an importer brings in pieces as if it had come at once', () =>
		inCity(async (city) => {
			await tell(city, range(12), 'active', '2026-08-10T03:00:00Z');
			await judgeDue(city.app.sql, now, atOnce);
			await tell(city, range(3), 'moved', '2026-10-20T03:00:00Z');
			await judgeDue(city.app.sql, now, atOnce);
			expect(await counted(city)).toEqual(same(9));
			expect(await counted(city, '2026-11-21')).toMatchObject({ members: 9, budget: 9 });
			expect(await counted(city, '2026-09-30')).toMatchObject({ members: 12, budget: 12 });
		}));

	it('waits a minute after events, ten without', () =>
		inCity(async (city) => {
			await tell(city, range(9));
			const at = (ms: number) => judgeDue(city.app.sql, new Date(now.getTime() + ms));
			expect(await at(0)).toBe(true);
			expect(await at(60_000)).toBe(false);
			await tell(city, range(9, 20));
			expect([await at(59_999), await at(60_000), await at(120_000), await at(660_000)]).toEqual([
				...[false, true, false, true]
			]);
		}));
});
