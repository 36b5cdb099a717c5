/** Signals reach those who asked for alerts, through the one way out, and tell machines no more than totals may tell. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findKecamatan, kecamatan } from '../../src/lib/domain/area.ts';
import { blurCount } from '../../src/lib/domain/blur.ts';
import { alertMessage } from '../../src/lib/protocol/alerts.ts';
import { addWebhook, settleAlerts } from '../../src/lib/server/store/webhooks.ts';
import { SignalCity, viewerOf } from './signal-city.ts';

let city: SignalCity;
const planner = viewerOf('planner');
const [one = '', two = ''] = kecamatan.map(({ code }) => code);
const note = 'diperiksa di puskesmas';

const standing = async () =>
	(await city.city.app.services.alerts.findStanding()).filter(({ kind }) => kind === 'signal');
/** One round of the watch: what stands is settled, and what was written is read back. */
async function tell() {
	await settleAlerts(city.city.app.sql, await standing(), city.clock.now);
	const rows = await city.city.database.sql<{ body: string }[]>`
		SELECT body FROM webhook_delivery ORDER BY created_at, body`;
	return rows.map(({ body }) => alertMessage.parse(JSON.parse(body)).data);
}
async function move(disease: string, name: string): Promise<void> {
	const signals = city.signalsFor(planner);
	const row = (await signals.load(planner, { asOf: null })).open.find((signal) => signal.disease === disease);
	if (!row) throw new Error(`no signal of ${disease}`);
	const answer = await signals.move(planner, { id: row.id, seen: row.number, move: name, note });
	expect(answer).toEqual({ outcome: 'done' });
}

beforeAll(async () => {
	city = await SignalCity.open();
	await city.course([4, 5, 4, 6, 5, 4, 5, 4, 6, 5, 4, 5, 4, 6, 5, 4, 5, 4, 5, 23], 'A91', one);
	await city.course([1], 'A36', two);
	await city.watch.refresh();
	const { now } = city.clock;
	await addWebhook(city.city.app.sql, {
		...{ id: 'hook', url: 'https://example.org/', kinds: ['signal'], label: null, createdAt: now }
	});
}, 120_000);
afterAll(() => city.city.close());

describe('a signal', () => {
	it('is told by its rounded count and its kecamatan, a small one by neither', async () => {
		const told = await tell();
		const dengue = told.find(({ facts }) => 'disease' in facts && facts.disease === 'dengue');
		const [raw] = await city.city.database.sql<{ visits: number }[]>`
			SELECT count(*)::int AS visits FROM visit WHERE icd3 = 'A91' AND kecamatan = ${one}
				AND occurred_on BETWEEN '2026-11-15' AND '2026-11-21' AND posted_on IS NOT NULL AND reversed_on IS NULL`;
		expect(dengue).toMatchObject({
			...{ kind: 'signal', state: 'raised' },
			facts: { cases: blurCount(raw?.visits ?? NaN), kecamatan: findKecamatan(one)?.name, verdict: 'none' }
		});
		expect(told.find((message) => message !== dengue)?.facts).toMatchObject({
			...{ disease: 'difteri', cases: 0, kecamatan: null, verdict: 'none' }
		});
		expect(told).toHaveLength(2);
	});

	it('is told once more when it is confirmed, and ended when it is closed; a dismissed one is over', async () => {
		city.goTo('2026-11-22T06:00:00Z');
		for (const name of ['take', 'confirm']) await move('dengue', name);
		for (const name of ['take', 'dismiss']) await move('difteri', name);
		const confirmed = (await tell()).slice(2);
		expect(confirmed.map(({ state, facts }) => [state, 'verdict' in facts && facts.verdict]).sort()).toEqual([
			['cleared', 'none'],
			['raised', 'outbreak']
		]);
		city.goTo('2026-11-22T07:00:00Z');
		await move('dengue', 'close');
		const closed = (await tell()).slice(4);
		expect(closed.map(({ state, key }) => [state, key.endsWith('/outbreak')]).sort()).toEqual([
			['cleared', false],
			['cleared', true]
		]);
		expect(await standing()).toEqual([]);
	});
});
