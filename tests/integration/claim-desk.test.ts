/** The claim desk: what may be done with a claim, by whom, and that it is written down with the event or not at all. */
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatRupiah } from '../../src/lib/domain/rupiah.ts';
import { bill, decide, desk, standingOf } from './claim-desk-city.ts';
import {
	hospitalA,
	hospitalB,
	now,
	openCity,
	senders,
	type IngestCity,
	claim,
	findDifferences
} from './ingest-city.ts';

let city: IngestCity;
let ticks = 0;
/** A second a call: what comes later is later. */
const clock = () => new Date(now.getTime() + 1_000 * ticks++);

beforeAll(async () => {
	city = await openCity({ clock });
	const { sql } = city.database;
	await sql`INSERT INTO user_account (id, name, user_name, role) VALUES ('vera', 'Vera', 'vera', 'verifier'),
		('dina', 'Dina', 'dina', 'planner'), ('farid', 'Farid', 'farid', 'finance')`;
});
afterAll(() => city.close());

const items = { kamar: 1_000_000, obat: 600_000, laboratorium: 400_000 };
const billed = { billedRupiah: 2_000_000, items, visit: 'V-1', letter: 'SJP-1' };
const moneyOf = async () =>
	(await city.app.services.budget.load({ asOf: null, year: '2026', facility: null, service: null })).states;

describe('a claim on its way', () => {
	it('is corrected item by item, approved, paid by batch, and moves the Budget page', async () => {
		const before = await moneyOf();
		await bill(city, 'hospitalA', 'way', { claim: 'WAY', ...billed });
		const corrections = [
			{ item: 'obat', toRupiah: 450_000 },
			{ item: 'kamar', toRupiah: 900_000 }
		] as const;
		const reason = 'Obat di luar formularium dan satu hari kamar terhitung dua kali';
		expect(
			await decide(city, desk.verifier, [[hospitalA, 'WAY']], { move: 'verify', corrections, reason })
		).toMatchObject({
			outcome: 'done',
			amountRupiah: 1_750_000
		});
		expect(await decide(city, desk.planner, [[hospitalA, 'WAY']], { move: 'approve' })).toMatchObject({
			outcome: 'done'
		});
		const paid = await decide(city, desk.finance, [[hospitalA, 'WAY']], {
			move: 'pay',
			reason: 'Pembayaran pertama'
		});
		expect(paid).toEqual({ outcome: 'done', claims: 1, amountRupiah: 1_750_000, batch: 1 });
		const after = await moneyOf();
		expect(after.paid.amountRupiah - before.paid.amountRupiah).toBe(1_750_000);
		expect(await findDifferences(city)).toEqual([]);
	});

	it('keeps its person, its visit and its guarantee letter through every step', async () => {
		const rows = await city.database.sql`
			SELECT DISTINCT person_id, visit_no, letter, items::text FROM claim WHERE claim_no = 'WAY'`;
		expect(rows).toHaveLength(1);
		expect(rows[0]).toMatchObject({ visit_no: 'V-1', letter: 'SJP-1' });
		expect(rows[0]?.['person_id']).not.toBeNull();
	});

	it('has every step in its history, with who, how much and why', async () => {
		const view = await city.app
			.servicesFor(desk.planner)
			.claimDetail.find(desk.planner, { facility: hospitalA, claimNo: 'WAY' });
		expect(view?.history.map(({ state, decision }) => [state, decision?.who ?? null])).toEqual([
			['submitted', null],
			['verified', 'Vera'],
			['approved', 'Dina'],
			['paid', 'Farid']
		]);
		expect(view?.history[1]?.decision).toMatchObject({
			fromRupiah: 2_000_000,
			toRupiah: 1_750_000,
			corrections: [
				{ item: 'obat', fromRupiah: 600_000, toRupiah: 450_000 },
				{ item: 'kamar', fromRupiah: 1_000_000, toRupiah: 900_000 }
			]
		});
	});
});

describe('the desk refuses', () => {
	const refusalOf = (result: unknown) => (result as { refusal?: string }).refusal;

	it('whoever a step is not for, and who sees no claims at all', async () => {
		await bill(city, 'hospitalA', 'roles', { claim: 'ROLES', ...billed });
		const name = [[hospitalA, 'ROLES']] as const;
		expect(refusalOf(await decide(city, desk.planner, name, { move: 'verify' }))).toBe('not-yours');
		expect(refusalOf(await decide(city, desk.verifier, name, { move: 'approve' }))).toBe('not-yours');
		expect(refusalOf(await decide(city, desk.verifier, name, { move: 'pay' }))).toBe('not-yours');
		expect(refusalOf(await decide(city, desk.finance, name, { move: 'pay' }))).toBe('other-stage');
		const hospital = { name: 'user:rumah', role: 'hospital', facility: hospitalA } as const;
		expect(refusalOf(await decide(city, hospital, name, { move: 'verify' }))).toBe('not-yours');
		const executive = { name: 'user:wali', role: 'executive', facility: null } as const;
		expect(refusalOf(await decide(city, executive, name, { move: 'verify' }))).toBe('gone');
		expect(await standingOf(city, hospitalA, 'ROLES')).toMatchObject({ state: 'submitted' });
	});

	it('more than stands, less without a reason, a return without one, and a reason with a NIK in it', async () => {
		await bill(city, 'hospitalA', 'sums', { claim: 'SUMS', ...billed });
		const name = [[hospitalA, 'SUMS']] as const;
		const verify = (wish: object) => decide(city, desk.verifier, name, { move: 'verify', ...wish });
		expect(refusalOf(await verify({ amountRupiah: 2_000_001, reason: 'lebih dari tagihan' }))).toBe(
			'amount-above'
		);
		expect(refusalOf(await verify({ amountRupiah: 1.5, reason: 'bukan rupiah utuh' }))).toBe(
			'amount-unusable'
		);
		expect(refusalOf(await verify({ amountRupiah: 1_000_000 }))).toBe('no-cut-without-reason');
		expect(
			refusalOf(
				await verify({ corrections: [{ item: 'obat', toRupiah: 600_001 }], reason: 'lebih dari baris' })
			)
		).toBe('correction-above');
		expect(refusalOf(await decide(city, desk.verifier, name, { move: 'return', reason: 'pendek' }))).toBe(
			'reason-short'
		);
		expect(
			refusalOf(
				await decide(city, desk.verifier, name, { move: 'return', reason: 'NIK 3275015203890000 salah' })
			)
		).toBe('reason-number');
	});

	it('an account that checks itself, whatever role it has now', async () => {
		await bill(city, 'hospitalA', 'eyes', { claim: 'EYES', ...billed });
		const name = [[hospitalA, 'EYES']] as const;
		await decide(city, desk.verifier, name, { move: 'verify' });
		expect(refusalOf(await decide(city, desk.turnedPlanner, name, { move: 'approve' }))).toBe('four-eyes');
		await decide(city, desk.planner, name, { move: 'approve' });
		expect(refusalOf(await decide(city, desk.turnedFinance, name, { move: 'pay' }))).toBe('four-eyes');
		expect(refusalOf(await decide(city, desk.payingPlanner, name, { move: 'pay' }))).toBe('four-eyes');
		expect(await decide(city, desk.finance, name, { move: 'pay' })).toMatchObject({ outcome: 'done' });
	});

	it('a second payment, also after the hospital sent the paid claim again', async () => {
		await bill(city, 'hospitalA', 'again', { claim: 'EYES', ...billed });
		expect(await standingOf(city, hospitalA, 'EYES')).toMatchObject({ state: 'submitted' });
		const name = [[hospitalA, 'EYES']] as const;
		expect(refusalOf(await decide(city, desk.otherVerifier, name, { move: 'verify' }))).toBe('already-paid');
	});

	it('what was seen before somebody else decided, and writes nothing of it', async () => {
		await bill(city, 'hospitalA', 'stale', { claim: 'STALE', ...billed });
		const seen = await standingOf(city, hospitalA, 'STALE');
		const order = { facility: hospitalA, claimNo: 'STALE', seenKey: seen?.versionKey ?? '' };
		const services = city.app.servicesFor(desk.verifier);
		const both = await Promise.all([
			services.claimDesk.decide(desk.verifier, [{ ...order, move: 'verify' }], 'en'),
			services.claimDesk.decide(
				desk.otherVerifier,
				[{ ...order, move: 'reject', reason: 'bukan peserta pada hari itu' }],
				'en'
			)
		]);
		expect(both.map(({ outcome }) => outcome).sort()).toEqual(['done', 'refused']);
		expect(both.map(refusalOf)).toContain('stale');
		const [rows] = await city.database.sql<{ decisions: number; versions: number }[]>`
			SELECT (SELECT count(*)::int FROM claim_decision WHERE claim_no = 'STALE') AS decisions,
				(SELECT count(*)::int FROM claim WHERE claim_no = 'STALE') AS versions`;
		expect(rows).toEqual({ decisions: 1, versions: 2 });
	});

	it('a whole batch of which one claim cannot be paid', async () => {
		for (const id of ['B1', 'B2']) {
			await bill(city, 'hospitalB', id, { claim: id, ...billed });
			await decide(city, desk.verifier, [[hospitalB, id]], { move: 'verify' });
		}
		await decide(city, desk.planner, [[hospitalB, 'B1']], { move: 'approve' });
		const pay = () =>
			decide(
				city,
				desk.finance,
				[
					[hospitalB, 'B1'],
					[hospitalB, 'B2']
				],
				{ move: 'pay' }
			);
		expect(refusalOf(await pay())).toBe('other-stage');
		expect(await standingOf(city, hospitalB, 'B1')).toMatchObject({ state: 'approved' });
		await decide(city, desk.planner, [[hospitalB, 'B2']], { move: 'approve' });
		expect(await pay()).toMatchObject({ outcome: 'done', claims: 2, amountRupiah: 4_000_000 });
	});

	it('to change or remove what was decided, in the database too', async () => {
		for (const table of ['claim_decision', 'claim_payment', 'payment_batch']) {
			await expect(city.database.sql.unsafe(`DELETE FROM ${table}`)).rejects.toMatchObject({ code: '42501' });
			await expect(city.app.sql.unsafe(`DELETE FROM ${table}`)).rejects.toMatchObject({ code: '42501' });
		}
	});
});

describe('what a hospital sees', () => {
	const own = { name: 'user:rumah', role: 'hospital', facility: hospitalA } as const;

	it('is its own claims, with why they came back', async () => {
		await bill(city, 'hospitalA', 'back', { claim: 'BACK', ...billed });
		const reason = 'Resume medis belum dilampirkan';
		await decide(city, desk.verifier, [[hospitalA, 'BACK']], { move: 'return', reason });
		const view = await city.app.servicesFor(own).ownClaims.load(own, { state: 'returned', page: null });
		expect(view.rows).toEqual([expect.objectContaining({ claimNo: 'BACK', state: 'returned', reason })]);
		expect(view.rows.some(({ claimNo }) => claimNo.startsWith('B1'))).toBe(false);
	});

	it('is no other’s claim, and no colleague’s name', async () => {
		const { claimDetail } = city.app.servicesFor(own);
		expect(await claimDetail.find(own, { facility: hospitalB, claimNo: 'B1' })).toBeUndefined();
		const view = await claimDetail.find(own, { facility: hospitalA, claimNo: 'WAY' });
		expect(view?.history.at(-1)?.decision).toMatchObject({ who: null, role: 'finance', batch: 1 });
		expect(view?.moves).toEqual([]);
	});
});

describe('the minutes of a payment', () => {
	it('tell its number, hospitals and total in both languages, the total being what the ledger paid', async () => {
		const { claimBatches } = city.app.servicesFor(desk.finance);
		const [row] = await city.database.sql<{ paid: number; batch: number }[]>`
			SELECT sum(c.paid_rupiah)::bigint AS paid, max(d.batch)::int AS batch FROM claim c
			JOIN claim_decision d ON d.id::text = c.version_id AND d.move = 'pay'
			WHERE c.state = 'paid' AND d.batch = (SELECT max(batch) FROM claim_decision)`;
		for (const locale of ['id', 'en'] as const) {
			const body = await claimBatches.minutes(desk.finance, row?.batch ?? 0, locale);
			const { text } = await extractText(await getDocumentProxy(new Uint8Array(body ?? [])), {
				mergePages: true
			});
			expect(text).toContain(formatRupiah(row?.paid ?? 0, locale));
			expect(text).toContain(`${String(row?.batch).padStart(4, '0')}/BA-KS/2026`);
			expect(text).toContain('Farid');
			expect(text).toContain('B1');
		}
	});

	it('are for those who see all claims', async () => {
		const own = { name: 'user:rumah', role: 'hospital', facility: hospitalA } as const;
		expect(await city.app.servicesFor(own).claimBatches.find(own, 1)).toBeUndefined();
	});
});

it('a sender that skips the desk is told apart: its claim stands with no decision', async () => {
	const time = clock().toISOString();
	await bill(city, 'hospitalB', 'key', { claim: 'KEY', ...billed });
	await city.app.ingest.submit(senders.verifier, [
		claim(
			'key-v',
			{ claim: 'KEY', ...billed, state: 'verified', verifiedRupiah: 1_900_000 },
			{ subject: hospitalB, time: new Date(Date.parse(time) + 60_000).toISOString() }
		)
	]);
	const view = await city.app
		.servicesFor(desk.planner)
		.claimDetail.find(desk.planner, { facility: hospitalB, claimNo: 'KEY' });
	expect(view?.history.at(-1)).toMatchObject({ state: 'verified', decision: null });
	expect(await decide(city, desk.planner, [[hospitalB, 'KEY']], { move: 'approve' })).toMatchObject({
		outcome: 'done'
	});
});
