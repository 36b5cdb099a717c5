/** Silent hospitals and their reminders: the list agrees with the raw reports, and who may not remind is refused. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../src/lib/domain/role.ts';
import { reminderMessage } from '../../src/lib/protocol/reminders.ts';
import { addWebhook, removeWebhook } from '../../src/lib/server/store/webhooks.ts';
import { bed, now as start, openCity, senders, type IngestCity } from './ingest-city.ts';

const daily = '3275013';
const rare = '3275017';
const silent = '3275035';
const dayHours = 24;

let city: IngestCity;
let clock = start;
let sent = 0;
const hoursAgo = (hours: number) => new Date(start.getTime() - hours * 3_600_000).toISOString();

async function report(facility: string, ago: number): Promise<void> {
	const envelope = { subject: facility, time: hoursAgo(ago), recordedtime: hoursAgo(ago), source: '/test' };
	const event = bed(`silent-${++sent}`, { reportedAt: hoursAgo(ago) }, envelope);
	expect(await city.app.ingest.submit(senders.importer, [event])).toMatchObject({ accepted: 1 });
}

beforeAll(async () => {
	city = await openCity({ clock: () => clock });
	for (const day of [12, 9, 6, 3]) await report(rare, day * dayHours - 5);
	for (const day of [5, 4, 3, 2, 1]) await report(daily, day * dayHours - 5);
	for (const day of [8, 7, 6, 5]) await report(silent, day * dayHours - 5);
});
afterAll(() => city.close());

const viewerOf = (role: Role, facility: string | null = null) => ({ name: `user:${role}-1`, role, facility });
const load = () => city.app.servicesFor(viewerOf('planner')).silentHospitals.load('/beds/silent');
const remind = (facility: string, role: Role = 'planner') => {
	const viewer = viewerOf(role);
	return city.app.servicesFor(viewer).silentHospitals.remind(viewer, facility);
};
const deliveries = () =>
	city.database.sql<{ webhook: string; body: string }[]>`
		SELECT webhook_id AS webhook, body FROM webhook_delivery ORDER BY created_at, webhook_id`;

describe('the list', () => {
	it('names who stays away longer than usual, by the raw reports', async () => {
		const view = await load();
		const raw = await city.database.sql<{ facility: string; last: Date; gap: number }[]>`
			WITH day AS (
				SELECT facility, (version_time AT TIME ZONE 'Asia/Jakarta')::date AS day, max(version_time) AS last
				FROM bed_report GROUP BY 1, 2
			), gap AS (
				SELECT facility, day - lag(day) OVER (PARTITION BY facility ORDER BY day) AS gap FROM day
			)
			SELECT facility, (SELECT max(last) FROM day d WHERE d.facility = g.facility) AS last,
				greatest(24, 24 * percentile_cont(0.5) WITHIN GROUP (ORDER BY gap))::int AS gap
			FROM gap g GROUP BY facility ORDER BY last`;
		const late = raw.filter(({ last, gap }) => start.getTime() - last.getTime() > gap * 3_600_000);
		expect(late.map(({ facility }) => facility)).toEqual([silent]);
		expect(
			view.silent.map(({ code, lastReportedAt, usualHours }) => [code, lastReportedAt, usualHours])
		).toEqual(late.map(({ facility, last, gap }) => [facility, last.toISOString(), gap]));
		expect(view.hospitals).toBe(raw.length);
		expect(view.evidence.silent.completeness).toEqual({ reported: 2, expected: 3 });
	});

	it('lists registered hospitals that never spoke apart, and no invented ones', async () => {
		const { never } = await load();
		const [count] = await city.database.sql<{ hospitals: number }[]>`
			SELECT count(*)::int AS hospitals FROM facility WHERE kind = 'hospital' AND NOT demo
				AND code NOT IN (SELECT facility FROM bed_report)`;
		expect(never).toHaveLength(count?.hospitals ?? NaN);
		expect(
			never.every(({ lastReportedAt, usualHours }) => lastReportedAt === null && usualHours === null)
		).toBe(true);
	});
});

describe('a reminder', () => {
	it.each(['public', 'executive', 'hospital', 'verifier', 'finance'] as const)(
		'is refused to %s',
		async (role) => {
			expect(await remind(silent, role)).toEqual({ outcome: 'forbidden' });
			expect((await load()).silent[0]?.reminder).toBeNull();
		}
	);

	it('is refused for a hospital that speaks, and for one that there is not', async () => {
		for (const facility of [daily, rare, '9999999'])
			expect(await remind(facility)).toEqual({ outcome: 'not-silent' });
	});

	it('hands out its text where the hospital has no address, and remembers who asked', async () => {
		const result = await remind(silent);
		expect(result).toMatchObject({ outcome: 'to-copy' });
		expect(await deliveries()).toEqual([]);
		const [row] = (await load()).silent;
		expect(row?.reminder).toEqual({ at: start.toISOString(), by: 'user:planner-1', way: 'copy' });
	});

	it('is one reminder however often the button is pressed, also by two at once', async () => {
		clock = new Date(start.getTime() + 3_600_000);
		const both = await Promise.all([remind(silent), remind(silent, 'admin')]);
		expect(both.map(({ outcome }) => outcome).sort()).toEqual(['just-reminded', 'to-copy']);
		expect(await remind(silent)).toEqual({ outcome: 'just-reminded' });
	});

	it("goes to the hospital's own address and to nobody else's", async () => {
		clock = new Date(start.getTime() + 2 * 3_600_000);
		const hook = { url: 'https://example.org/hook', kinds: [], label: null, createdAt: clock };
		await addWebhook(city.app.sql, { ...hook, id: 'own', facility: silent });
		await addWebhook(city.app.sql, { ...hook, id: 'other', facility: daily });
		await addWebhook(city.app.sql, { ...hook, id: 'office' });
		expect((await load()).silent[0]).toMatchObject({ code: silent, hasAddress: true });
		expect(await remind(silent)).toEqual({ outcome: 'sent' });
		const written = await deliveries();
		expect(written.map(({ webhook }) => webhook)).toEqual(['own']);
		const message = reminderMessage.parse(JSON.parse(written[0]?.body ?? ''));
		expect(message).toMatchObject({ subject: silent, data: { kind: 'beds' } });
		for (const id of ['own', 'other', 'office']) await removeWebhook(city.app.sql, id, clock);
	});

	it('may be sent to a hospital that never reported', async () => {
		const [first] = (await load()).never;
		expect(await remind(first?.code ?? '')).toMatchObject({ outcome: 'to-copy' });
	});
});
