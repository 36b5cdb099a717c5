/** Claims that wait longer than their stage may take: raised once a stage and hospital, cleared when none is left. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { alertMessage } from '../../src/lib/protocol/alerts.ts';
import { addWebhook, settleAlerts } from '../../src/lib/server/store/webhooks.ts';
import { claim, hospitalA, niks, openCity, senders, type IngestCity } from './ingest-city.ts';

let city: IngestCity;
let clock = new Date('2026-11-22T05:00:00Z');
beforeAll(async () => {
	city = await openCity({ clock: () => clock });
});
afterAll(() => city.close());

const overdue = async () =>
	(await city.app.services.alerts.findStanding()).filter(({ kind }) => kind === 'overdue-claims');
const handIn = (id: string, state: string, time: string, data: Record<string, unknown> = {}) =>
	city.app.ingest.submit(senders.importer, [
		claim(
			`${id}-${state}`,
			{ ...{ claim: id, nik: niks[0], state, serviceFrom: '2026-11-01', serviceTo: '2026-11-02' }, ...data },
			{ subject: hospitalA, time }
		)
	]);

it('is no alert on the last day of the limit, and one alert on the day after, for however many claims', async () => {
	for (let number = 1; number <= 9; number++)
		expect(await handIn(`C-${number}`, 'submitted', '2026-11-12T03:00:00Z')).toMatchObject({ accepted: 1 });
	expect(await overdue()).toEqual([]);
	clock = new Date('2026-11-22T17:00:00Z');
	expect(await overdue()).toEqual([
		{
			key: `overdue-claims/submitted/${hospitalA}`,
			kind: 'overdue-claims',
			facts: {
				...{ stage: 'submitted', facility: hospitalA, name: expect.any(String) as string },
				...{ claims: 10, limitDays: 10, oldestDays: 11 }
			}
		}
	]);
});

it('tells webhooks once that it began and once that it is over, and nothing of a person or a claim', async () => {
	const { sql } = city.app;
	await addWebhook(sql, {
		...{ id: 'hook', url: 'https://example.org/', kinds: ['overdue-claims'], label: null, createdAt: clock }
	});
	const settle = async () => settleAlerts(sql, await city.app.services.alerts.findStanding(), clock);
	await settle();
	await settle();
	for (let number = 1; number <= 8; number++) await handIn(`C-${number}`, 'rejected', '2026-11-22T17:00:00Z');
	await settle();
	const bodies = () => sql<{ body: string }[]>`SELECT body FROM webhook_delivery ORDER BY id`;
	expect(await bodies(), 'one still waits').toHaveLength(1);
	await handIn('C-9', 'rejected', '2026-11-22T17:00:00Z');
	clock = new Date('2026-11-22T18:00:00Z');
	await settle();
	const told = (await bodies()).map(({ body }) => body);
	expect(told.map((body) => alertMessage.parse(JSON.parse(body)).data.state).sort()).toEqual([
		'cleared',
		'raised'
	]);
	for (const body of told) expect(body).not.toMatch(/C-\d|\d{16}/);
});

it('has a limit of its own for each stage, as the health office set it', async () => {
	const verified = { verifiedRupiah: 1_000_000, billedRupiah: 1_000_000 };
	await handIn('V-1', 'submitted', '2026-11-15T03:00:00Z', { billedRupiah: 1_000_000 });
	await handIn('V-1', 'verified', '2026-11-16T03:00:00Z', verified);
	expect(await overdue()).toMatchObject([{ facts: { stage: 'verified', claims: 0, limitDays: 5 } }]);
	const form = new FormData();
	for (const [name, value] of Object.entries({ percent: '5', above: '', seed: 'denyut' }))
		form.set(name, value);
	for (const stage of ['submitted', 'verified', 'approved']) form.set(`days-${stage}`, '30');
	const planner = { name: 'user:planner', role: 'planner', facility: null } as const;
	expect(await city.app.services.claimRules.set(planner, form)).toEqual({ outcome: 'set' });
	clock = new Date(clock.getTime() + 60_000);
	expect(await overdue()).toEqual([]);
});
