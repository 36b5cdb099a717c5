/** How old what is known of a card is: by register and by person, and what an absence tells. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import { readCards } from '../../src/lib/server/store/letters/cards.ts';
import { hospitalA, member, openCity, senders, type IngestCity } from './ingest-city.ts';
import { familyOf, nikOf, sync, type Line } from './register-city.ts';

let city: IngestCity;
let clock = new Date('2026-09-01T05:00:00Z');
const dayMs = 86_400_000;
const clerk: Viewer = { name: 'key:clerk', role: 'hospital', facility: hospitalA };
const range = (count: number) => Array.from({ length: count }, (_, index) => index);

beforeAll(async () => {
	city = await openCity({ clock: () => clock });
});
afterAll(() => city.close());

/** By an application of its own: how old the registers are is remembered for some seconds. */
async function ask(index: number) {
	const app = await city.openAnother();
	const checked = await app
		.servicesFor(clerk)
		.eligibility.check(
			clerk,
			{ nik: nikOf(index), service: 'outpatient', referral: 'R', ektpNik: nikOf(index) },
			'en'
		);
	if (!checked.ok) throw new Error(checked.code);
	const { outcome, reasons, doubts, asOf } = checked.view;
	return {
		outcome,
		asOf,
		reasons: reasons.map(({ code }) => code),
		doubts: doubts.map(({ message }) => message)
	};
}
const tell = (index: number, fields: Record<string, unknown> = {}) =>
	city.app.ingest.submit(senders.register, [
		member(
			`m-${index}-${clock.getTime()}`,
			{ nik: nikOf(index), ektp: true, jkn: 'none', ...fields },
			{ time: clock.toISOString() }
		)
	]);
const citizen = (index: number): Line => ({
	...{ nik: nikOf(index), family: familyOf(index), kecamatan: '32.75.01', status: 'active', ektp: 1 },
	registeredSince: '2015-01-01'
});
const card = (index: number): Line => ({ nik: nikOf(index), family: familyOf(index) });

describe('where registers were never read whole', () => {
	it('an event answers for the person that it names, and for nobody else', async () => {
		await tell(0);
		expect(await ask(0)).toMatchObject({ outcome: 'covered', doubts: [] });
		const other = await ask(1);
		expect(other).toMatchObject({ outcome: 'unknown', reasons: ['not-a-member'] });
		expect(other.doubts).toHaveLength(3);
		expect(other.doubts[1]).toContain('never read whole');
		expect(other.asOf).toEqual({ dukcapil: null, dinsos: null, jkn: null });
	});

	it('an event that leaves JKN open leaves it in doubt', async () => {
		await tell(2, { jkn: null });
		const { outcome, doubts } = await ask(2);
		expect([outcome, doubts.length]).toEqual(['unknown', 1]);
		expect(doubts[0]).toContain('JKN');
	});

	it('a part of a register knows those whom it names, and tells nothing of the others', async () => {
		await sync(city, 'dinsos', [card(3)], { mode: 'delta' });
		expect((await ask(3)).asOf.dinsos).toBe(clock.toISOString());
		expect(await ask(4)).toMatchObject({
			outcome: 'unknown',
			reasons: ['not-a-member'],
			asOf: { dinsos: null }
		});
	});
});

describe('where registers were read whole', () => {
	beforeAll(async () => {
		clock = new Date('2026-09-02T05:00:00Z');
		await sync(city, 'dukcapil', range(30).map(citizen));
		await sync(city, 'dinsos', range(20).map(card), { force: true });
		await sync(
			city,
			'jkn',
			range(20).map((index) => ({ nik: nikOf(index), status: 'none' }))
		);
	});

	it('an absence refuses for certain', async () => {
		expect(await ask(25)).toMatchObject({ outcome: 'not-covered', reasons: ['not-a-member'], doubts: [] });
		expect(await ask(10)).toMatchObject({ outcome: 'covered' });
	});

	it('each is stale by itself, and an event about one person makes it fresh for that person only', async () => {
		clock = new Date(clock.getTime() + 20 * dayMs);
		// The social office is expected every week, the others every month.
		const stale = await ask(10);
		expect(stale).toMatchObject({
			outcome: 'unknown',
			reasons: [],
			asOf: { dinsos: '2026-09-02T05:00:00.000Z' }
		});
		expect(stale.doubts).toEqual([expect.stringContaining('social office')]);
		await tell(11);
		expect(await ask(11)).toMatchObject({ outcome: 'covered', asOf: { dinsos: clock.toISOString() } });
		expect(await ask(10)).toMatchObject({ outcome: 'unknown' });
		expect(await ask(25), 'who may have got a card since').toMatchObject({ outcome: 'unknown' });
	});
});

it('those who ask together around midnight are each judged for their own day', async () => {
	clock = new Date('2026-09-30T05:00:00Z');
	await sync(city, 'dukcapil', [{ ...citizen(12), registeredSince: '2026-04-01' }], { mode: 'delta' });
	const question = {
		...city.app.services.context.wrappedMacOf(nikOf(12)),
		service: 'outpatient',
		referral: null
	};
	const facts = await readCards(city.app.sql, [
		{ ...question, day: '2026-09-30' },
		{ ...question, day: '2026-10-01' },
		{ ...question, day: '2026-09-30' }
	]);
	expect(facts.map(({ person }) => person?.reasons)).toEqual([
		...[['residence-under-six-months'], [], ['residence-under-six-months']]
	]);
});
