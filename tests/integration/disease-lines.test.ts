/** The line list: the very visits behind a figure, under pseudonyms, for planners alone, each reading written down first. */
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kecamatan } from '../../src/lib/domain/area.ts';
import { mayOpen } from '../../src/lib/domain/access.ts';
import { roles } from '../../src/lib/domain/role.ts';
import type { LinesQuery } from '../../src/lib/server/services/disease-lines.ts';
import { niks } from './ingest-city.ts';
import { lastWeek, SignalCity, viewerOf } from './signal-city.ts';

let city: SignalCity;
const planner = viewerOf('planner');
const [one = '', two = ''] = kecamatan.map(({ code }) => code);
const week: LinesQuery = {
	...{ disease: 'dengue', kecamatan: null, from: lastWeek, to: '2026-11-21', page: null, asOf: null }
};
const lines = (query: Partial<LinesQuery> = {}) =>
	city.city.app.servicesFor(planner).diseaseLines.load(planner, { ...week, ...query });
const trail = () => city.city.database.sql<{ action: string; what: string; rows: string[]; count: number }[]>`
	SELECT action, what, rows, row_count AS count FROM trail WHERE what = '/diseases/lines' ORDER BY number`;

beforeAll(async () => {
	city = await SignalCity.open();
	await city.course([2, 60], 'A91', one);
	await city.visits(lastWeek, 7, 'A90', two);
	await city.visits(lastWeek, 5, 'J06', two);
}, 60_000);
afterAll(() => city.city.close());

describe('the line list', () => {
	it('is as long as the figure that it stands behind, whole and by kecamatan', async () => {
		const diseases = city.city.app.servicesFor(planner).diseases;
		for (const area of [null, one, two]) {
			const view = await lines({ kecamatan: area });
			const page = await diseases.load({
				...{ disease: 'dengue', kecamatan: area, grain: 'week', period: lastWeek, asOf: null }
			});
			const shown = page.trend.find(({ period }) => period === lastWeek)?.now?.value;
			const [raw] = await city.city.database.sql<{ visits: number }[]>`
				SELECT count(*)::int AS visits FROM visit WHERE icd3 IN ('A90', 'A91', 'A97') AND posted_on IS NOT NULL
					AND reversed_on IS NULL AND occurred_on BETWEEN ${lastWeek} AND '2026-11-21'
					AND (${area}::text IS NULL OR kecamatan = ${area})`;
			expect(view.total).toBe(raw?.visits);
			expect(view.total).toBe(shown);
		}
	});

	it('comes by pages that hold each visit once', async () => {
		const [first, second] = [await lines(), await lines({ page: '2' })];
		expect([first.pages, first.rows.length, second.rows.length]).toEqual([2, 50, 17]);
		const names = [...first.rows, ...second.rows].map(({ facility, visitNo }) => `${facility}/${visitNo}`);
		expect(new Set(names).size).toBe(67);
		expect((await lines({ page: '3' })).rows).toEqual([]);
	});

	it('names nobody: a piece of the random id, no number of a card', async () => {
		const { rows } = await lines();
		for (const { person } of rows) expect(person).toMatch(/^[0-9a-f]{8}$/);
		const ids = await city.city.database.sql<
			{ id: string }[]
		>`SELECT DISTINCT person_id::text AS id FROM visit`;
		const said = JSON.stringify(rows);
		for (const secret of [...niks, ...ids.map(({ id }) => id)]) expect(said).not.toContain(secret);
	});

	it('shows on a past day what was known then', async () => {
		expect((await lines({ asOf: '2026-11-21' })).total).toBe(0);
		expect((await lines({ asOf: '2026-11-22' })).total).toBe(67);
	});

	it('is a file too, of the same visits', async () => {
		const text = await city.city.app
			.servicesFor(planner)
			.diseaseLines.exportCsv(planner, { ...week, page: '2' });
		const rows = parse<Record<string, string>>(text, { bom: true, columns: true });
		expect(rows).toHaveLength(67);
		expect(new Set(rows.map(({ kecamatan: area }) => area))).toEqual(new Set([one, two]));
	});
});

describe('every reading', () => {
	it('is written down with the visits and the persons that were shown, before they are', async () => {
		const before = (await trail()).length;
		const view = await lines({ kecamatan: two });
		await city.city.app.servicesFor(planner).diseaseLines.exportCsv(planner, { ...week, kecamatan: two });
		const [look, file] = (await trail()).slice(before);
		const visits = view.rows.map(({ facility, visitNo }) => `visit:${facility}/${visitNo}`);
		expect(look).toMatchObject({ action: 'look-rows', count: 7 });
		expect(look?.rows.filter((row) => row.startsWith('visit:')).sort()).toEqual(visits.sort());
		const persons = await city.city.database.sql<{ name: string }[]>`
			SELECT DISTINCT 'person:' || person_id AS name FROM visit WHERE icd3 = 'A90' ORDER BY 1`;
		const named = new Set(look?.rows.filter((row) => row.startsWith('person:')));
		expect([...named].sort()).toEqual(persons.map(({ name }) => name));
		expect(file).toMatchObject({ action: 'export', count: 7 });
	});

	it('is refused to every other role, by the page, the service and the database', async () => {
		for (const role of roles.filter((name) => name !== 'planner')) {
			expect(mayOpen(role, '/diseases/lines'), role).toBe(false);
			const { diseaseLines } = city.city.app.servicesFor(viewerOf(role));
			expect(diseaseLines.isOpen, role).toBe(false);
			await expect(async () => diseaseLines.load(viewerOf(role), week), role).rejects.toThrow(
				'not for this role'
			);
			await expect(async () => diseaseLines.exportCsv(viewerOf(role), week), role).rejects.toThrow();
		}
	});
});

describe('a filter that cannot be read', () => {
	it.each([
		['disease', 'flu'],
		['kecamatan', '32.75.99'],
		['from', 'yesterday'],
		['from', '2026-11-22'],
		['from', '2026-08-01'],
		['to', '2026-13-01'],
		['page', '0'],
		['asOf', '2027-01-01']
	])('is refused: %s = %s', async (field, value) => {
		await expect(async () => lines({ [field]: value })).rejects.toThrow(`invalid ${field}`);
	});
});
