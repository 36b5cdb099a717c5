/** The same form, sent twice: to one process, to two, after a refusal, by two people. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { FormsOnce } from '../../src/lib/server/services/form-once.ts';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import { hospitalA, now, openCity, type IngestCity } from './ingest-city.ts';

let city: IngestCity;
let clock = now;
let here: FormsOnce;
let elsewhere: FormsOnce;
beforeAll(async () => {
	city = await openCity({ clock: () => clock });
	here = city.app.services.forms;
	elsewhere = (await city.openAnother()).services.forms;
});
afterAll(() => city.close());

const who = 'user:sari';
const always = () => true;
/** Makes one more thing each time, slowly enough for others to come meanwhile. */
function maker() {
	const made: string[] = [];
	const work = async () => {
		await new Promise((done) => setTimeout(done, 20));
		made.push(`thing ${made.length + 1}`);
		return made.at(-1) ?? '';
	};
	return { made, work };
}

it('makes one thing, and gives whoever sent it again the answer of the first', async () => {
	const { made, work } = maker();
	const form = { who, token: randomUUID() };
	const answers = await Promise.all(Array.from({ length: 5 }, () => here.send(form, work, always)));
	expect(await here.send(form, work, always)).toBe('thing 1');
	expect(new Set(answers)).toEqual(new Set(['thing 1']));
	expect(made).toHaveLength(1);
});

it('makes one thing of two processes; the other says that it was sent before', async () => {
	const { made, work } = maker();
	const form = { who, token: randomUUID() };
	const answers = await Promise.all([here, elsewhere].map((forms) => forms.send(form, work, always)));
	expect(answers.filter((answer) => answer === null)).toHaveLength(1);
	expect(made).toEqual(['thing 1']);
});

it('of a page that was opened anew, or of somebody else, or without a token, is another form', async () => {
	const { made, work } = maker();
	const token = randomUUID();
	await here.send({ who, token }, work, always);
	await here.send({ who, token: randomUUID() }, work, always);
	await here.send({ who: 'user:dewi', token }, work, always);
	for (const none of [null, '', 'x', `${token}0`]) await here.send({ who, token: none }, work, always);
	expect(made).toHaveLength(7);
});

it('goes through after it was refused, or failed, and was put right', async () => {
	const { made, work } = maker();
	const form = { who, token: randomUUID() };
	expect(
		await here.send(
			form,
			() => Promise.resolve('no'),
			() => false
		)
	).toBe('no');
	await expect(here.send(form, () => Promise.reject(new Error('down')), always)).rejects.toThrow('down');
	expect(await elsewhere.send(form, work, always)).toBe('thing 1');
	expect(await here.send(form, work, always)).toBeNull();
	expect(made).toHaveLength(1);
});

it('is forgotten after a day, and holds nothing of what was made', async () => {
	const form = { who, token: randomUUID() };
	await here.send(form, () => Promise.resolve('dk_secret'), always);
	const rows = await city.database.sql`SELECT * FROM form_sent`;
	expect(JSON.stringify(rows)).not.toContain('dk_secret');
	clock = new Date(now.getTime() + 25 * 3_600_000);
	await here.send({ who, token: randomUUID() }, () => Promise.resolve(''), always);
	expect(await city.database.sql`SELECT * FROM form_sent`).toHaveLength(1);
	clock = now;
});

it('makes a hospital one key', async () => {
	const viewer: Viewer = { name: 'user:clerk', role: 'hospital', facility: hospitalA };
	const { facilityKeys, forms } = city.app.servicesFor(viewer);
	const form = { who: viewer.name, token: randomUUID() };
	const make = () =>
		forms.send(
			form,
			() => facilityKeys.make(viewer, hospitalA, 'SIMRS'),
			({ outcome }) => outcome === 'made'
		);
	const [one, two] = await Promise.all([make(), make()]);
	expect(one).toMatchObject({ outcome: 'made' });
	expect(two).toEqual(one);
	const [row] = await city.database.sql<{ keys: number }[]>`SELECT count(*)::int AS keys FROM api_key`;
	expect(row?.keys).toBe(1);
});
