/** SIRS Online: software that goes by the list of rooms, and by the position in the list of kinds. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Call, sirsHeaders } from './bridging-city.ts';
import { hospitalA, keyFor, now, readTotals } from './ingest-city.ts';
import { city, key, lineOf, list, payload, send, useSirsCity } from './sirs-city.ts';

useSirsCity();

describe('software that adds, updates and deletes by what the list says', () => {
	type Own = { id_tt: string; ruang: string; covid: string; jumlah: string; terpakai: string };
	const keyOfRoom = ({ id_tt: id, ruang, covid }: Record<string, string>) => [id, ruang, covid].join('_');

	/** One round as bridging software in the field makes it; how many requests it took. */
	async function sync(own: readonly Own[], more: Call): Promise<number> {
		const listed = new Map((await list(more)).map((row) => [keyOfRoom(row), row]));
		let requests = 0;
		const tell = async (method: string, body: unknown) => {
			requests += 1;
			expect(lineOf(await send(method, body, more)).status).toBe('200');
		};
		for (const room of own) {
			const standing = listed.get(keyOfRoom(room));
			const { id_tt: _, ...rest } = room;
			if (!standing) await tell('POST', room);
			else if (standing.jumlah !== room.jumlah || standing.terpakai !== room.terpakai)
				await tell('PUT', { ...rest, id_t_tt: standing.id_t_tt });
			listed.delete(keyOfRoom(room));
		}
		for (const { id_t_tt: id } of listed.values()) await tell('DELETE', { id_t_tt: id });
		return requests;
	}

	it('comes to rest: whatever rooms there are, a second round has nothing to send', async () => {
		const facility = '3275035';
		const more = { headers: sirsHeaders(facility, await keyFor(city.app, 'hospital', facility)) };
		const room = fc.record({
			id_tt: fc.constantFrom('3', '5', '52', '6', '38', '24', '12', '30', '31', '37'),
			ruang: fc.constantFrom('Mawar', 'Melati', 'Lantai 2 (barat)', 'A'),
			covid: fc.constantFrom('0', '1'),
			jumlah: fc.constantFrom('4', '9'),
			terpakai: fc.constantFrom('0', '3')
		});
		const own = fc.uniqueArray(room, { maxLength: 8, selector: keyOfRoom });
		await fc.assert(
			fc.asyncProperty(own, async (rooms) => {
				await sync(rooms, more);
				expect(await sync(rooms, more)).toBe(0);
				expect(new Set((await list(more)).map(keyOfRoom))).toEqual(new Set(rooms.map(keyOfRoom)));
			}),
			{ numRuns: 25, seed: 7 }
		);
	});
});

describe('the position in a list instead of id_tt', () => {
	it.each([
		['a number that no kind has', { id_tt: '13', ruang: 'Mawar' }, '14 (Perinatologi)'],
		['the empty line', { id_tt: '0', ruang: 'Mawar' }, '1 (VVIP/ Super VIP)'],
		['a label of another kind', { id_tt: '4', tt: 'Kelas III', ruang: 'Mawar' }, '5 (Kelas III)'],
		[
			'a room that says its class, counted from nought',
			{ id_tt: '4', ruang: 'Mawar Kelas 3' },
			'5 (Kelas III)'
		],
		[
			'a room that says its class, counted from one',
			{ id_tt: '26', ruang: 'Observasi IGD' },
			'37 (Intermediate Ward (IGD))'
		]
	])('is held with a sentence: %s', async (_, fields, meant) => {
		const before = await readTotals(city);
		const told = await send('POST', { ...payload, ...fields });
		expect(lineOf(told)).toMatchObject({ status: '422', code: 'list-position', field: 'id_tt' });
		expect(lineOf(told).message).toContain(meant);
		const after = await readTotals(city);
		expect([after.quarantined - before.quarantined, after.ledger - before.ledger]).toEqual([1, 0]);
	});

	it('is one held row however often it comes', async () => {
		const count = () =>
			city.database.sql`SELECT count(*)::int AS n FROM quarantine WHERE code = 'list-position'`;
		const [before] = await count();
		await send('POST', { ...payload, id_tt: '13', ruang: 'Mawar', terpakai: '4' });
		await send(
			'POST',
			{ ...payload, id_tt: '13', ruang: 'Mawar', terpakai: '4' },
			{ headers: sirsHeaders(hospitalA, key, new Date(now.getTime() - 60_000)) }
		);
		const [after] = await count();
		expect(Number(after?.n) - Number(before?.n)).toBe(1);
	});

	it.each([
		['a flower says nothing', { id_tt: '4', ruang: 'Mawar' }],
		['the class that the code says', { id_tt: '5', ruang: 'Mawar Kelas III' }],
		['a class that no line explains', { id_tt: '3', ruang: 'Bekas ICU' }],
		['several classes', { id_tt: '4', ruang: 'VIP dan Kelas 3' }]
	])('is not seen where nothing proves it: %s', async (_, fields) => {
		expect(lineOf(await send('POST', { ...payload, ...fields })).status).toBe('200');
	});

	it('is told from a code that is merely unknown', async () => {
		const told = await send('POST', { ...payload, id_tt: '99' });
		expect(lineOf(told)).toMatchObject({ status: '422', code: 'unknown-code', field: 'id_tt' });
	});
});
