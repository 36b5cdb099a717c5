/** The claim desk: what may be done with a claim, by whom, and that it is written down with the event or not at all. */
import pino from 'pino';
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditDesk } from '../../src/lib/analytics/audit/audit-desk.ts';
import { formatRupiah } from '../../src/lib/domain/rupiah.ts';
import type { BatchAnswer } from '../../src/lib/protocol/events.ts';
import { ClaimAudit } from '../../src/lib/server/jobs/claim-audit/claim-audit.ts';
import { bill, decide, desk, sayOf, sendBill, standingOf } from './claim-desk-city.ts';
import { hospitalA, hospitalB, now, openCity, type IngestCity, findDifferences } from './ingest-city.ts';

let city: IngestCity;
let ticks = 0;
let jump = 0;
/** A second a call: what comes later is later. */
const clock = () => new Date(now.getTime() + jump + 1_000 * ticks++);

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

const refusalOf = (result: unknown) => (result as { refusal?: string }).refusal;

describe('the desk refuses', () => {
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

	it('a second payment, and a paid claim that the hospital sends again', async () => {
		const again = await sendBill(city, 'hospitalA', 'again', { claim: 'EYES', ...billed });
		expect(again).toMatchObject({
			...{ accepted: 0, quarantined: 1 },
			errors: [{ code: 'claim-settled', field: 'data.state' }]
		});
		expect(await standingOf(city, hospitalA, 'EYES')).toMatchObject({ state: 'paid' });
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

describe('what comes past the desk, by a key or a file', () => {
	const amounts = { billed: 2_000_000, amount: 1_900_000 };
	const codesOf = ({ errors }: BatchAnswer) => errors.map(({ code, field }) => [code, field]);
	const verified = { ...amounts, state: 'verified' } as const;
	const approved = { ...amounts, state: 'approved' } as const;
	const paid = { ...amounts, state: 'paid' } as const;

	it('is told apart: it stands with no decision, and the desk goes on from there', async () => {
		await bill(city, 'hospitalB', 'key', { claim: 'KEY', ...billed });
		expect(await sayOf(city, 'verifier', [hospitalB, 'KEY'], verified)).toMatchObject({ accepted: 1 });
		const view = await city.app
			.servicesFor(desk.planner)
			.claimDetail.find(desk.planner, { facility: hospitalB, claimNo: 'KEY' });
		expect(view?.history.at(-1)).toMatchObject({ state: 'verified', decision: null });
		expect(await decide(city, desk.planner, [[hospitalB, 'KEY']], { move: 'approve' })).toMatchObject({
			outcome: 'done'
		});
	});

	it('pays nothing that nobody verified and approved, nothing above that, and nothing twice', async () => {
		const name = [hospitalA, 'PAST'] as const;
		const pay = (more = {}) => sayOf(city, 'finance', name, { ...paid, ...more });
		expect(codesOf(await pay())).toEqual([['claim-unknown', 'data.claim']]);
		await bill(city, 'hospitalA', 'past', { claim: 'PAST', ...billed });
		expect(codesOf(await pay())).toEqual([['claim-stage', 'data.state']]);
		await sayOf(city, 'verifier', name, verified);
		expect(codesOf(await pay())).toEqual([['claim-stage', 'data.state']]);
		await decide(city, desk.planner, [name], { move: 'approve' });
		expect(codesOf(await pay({ amount: 1_900_001 }))).toEqual([['claim-amount', 'data.paidRupiah']]);
		expect(codesOf(await pay({ billed: 9_000_000 }))).toEqual([['claim-differs', 'data.billedRupiah']]);
		expect(await standingOf(city, ...name)).toMatchObject({ state: 'approved' });
		expect(await pay()).toMatchObject({ accepted: 1 });
		expect(codesOf(await pay())).toEqual([['claim-paid', 'data.state']]);
		expect(refusalOf(await decide(city, desk.finance, [name], { move: 'pay' }))).toBe('already-paid');
		expect(await findDifferences(city)).toEqual([]);
	});

	it('does not pay by event what a batch paid', async () => {
		const name = [hospitalA, 'BATCH'] as const;
		await bill(city, 'hospitalA', 'batch', { claim: 'BATCH', ...billed });
		for (const [who, move] of [
			[desk.verifier, 'verify'],
			[desk.planner, 'approve'],
			[desk.finance, 'pay']
		] as const)
			expect(await decide(city, who, [name], { move })).toMatchObject({ outcome: 'done' });
		expect(codesOf(await sayOf(city, 'finance', name, { ...paid, amount: 2_000_000 }))).toEqual([
			['claim-paid', 'data.state']
		]);
	});

	it('is held with whose it is, and taken once the step before is there', async () => {
		const name = [hospitalA, 'HELD'] as const;
		await bill(city, 'hospitalA', 'held', { claim: 'HELD', ...billed });
		const more = { id: 'held-approved', time: clock().toISOString() };
		expect(codesOf(await sayOf(city, 'dinkes', name, approved, more))).toEqual([
			['claim-stage', 'data.state']
		]);
		await sayOf(city, 'verifier', name, verified, {
			time: new Date(Date.parse(more.time) - 1).toISOString()
		});
		const [held] = await city.database.sql<{ id: string; payload: Uint8Array }[]>`
			SELECT id, payload FROM quarantine WHERE event_id = 'held-approved'`;
		const { persons, ...event } = city.app.services.heldEvents.context.unseal(
			held?.payload ?? new Uint8Array()
		) as { persons?: unknown };
		expect(persons).toBeDefined();
		expect(JSON.stringify(event)).not.toMatch(/\d{16}/);
		const { heldEvents } = city.app.services;
		expect(await heldEvents.replay(desk.planner, held?.id ?? '', event, 'en')).toEqual({
			outcome: 'accepted'
		});
		const [row] = await city.database.sql<{ persons: number; people: number }[]>`
			SELECT count(DISTINCT person_id)::int AS persons, count(person_id)::int AS people FROM claim WHERE claim_no = 'HELD'`;
		expect(row).toEqual({ persons: 1, people: 3 });
	});

	it('counts for the account that sent the file or put it right, so that nobody checks himself', async () => {
		const name = [hospitalA, 'FILE'] as const;
		await bill(city, 'hospitalA', 'file', { claim: 'FILE', ...billed });
		const vera = { name: desk.verifier.name, role: 'verifier' };
		expect(await sayOf(city, 'verifier', name, verified, { by: vera })).toMatchObject({ accepted: 1 });
		expect(refusalOf(await decide(city, desk.turnedPlanner, [name], { move: 'approve' }))).toBe('four-eyes');
		expect(codesOf(await sayOf(city, 'dinkes', name, approved, { by: vera }))).toEqual([
			['claim-four-eyes', 'data.state']
		]);
		await decide(city, desk.planner, [name], { move: 'approve' });
		const dina = { name: desk.planner.name, role: 'finance' };
		expect(codesOf(await sayOf(city, 'finance', name, paid, { by: dina }))).toEqual([
			['claim-four-eyes', 'data.state']
		]);
		const view = await city.app
			.servicesFor(desk.planner)
			.claimDetail.find(desk.planner, { facility: hospitalA, claimNo: 'FILE' });
		expect(view?.history.map(({ state, decision }) => [state, decision?.who ?? null])).toEqual([
			['submitted', null],
			['verified', 'Vera'],
			['approved', 'Dina']
		]);
	});

	it('leaves an older answer that comes late without effect, and a payment dated too early held', async () => {
		const name = [hospitalA, 'LATE'] as const;
		const early = clock().toISOString();
		await bill(city, 'hospitalA', 'late', { claim: 'LATE', ...billed });
		const between = clock().toISOString();
		await bill(city, 'hospitalA', 'late-again', { claim: 'LATE', ...billed });
		expect(await sayOf(city, 'verifier', name, verified, { time: between })).toMatchObject({ accepted: 1 });
		expect(await standingOf(city, ...name)).toMatchObject({ state: 'submitted' });
		expect(codesOf(await sayOf(city, 'verifier', name, verified, { time: early }))).toEqual([
			['claim-late', 'time']
		]);
		expect(codesOf(await sayOf(city, 'finance', name, paid, { time: between }))).toEqual([
			['claim-late', 'time']
		]);
	});
});

describe('a claim that the audit has not looked at', () => {
	const audit = () =>
		new ClaimAudit({
			...{ sql: city.app.sql, clock, log: pino({ level: 'silent' }), lastChange: () => 0 },
			audit: (input) => Promise.resolve(auditDesk(input))
		}).refresh();

	it('is not verified in bulk, and what was found in an earlier version is no finding of the next', async () => {
		const data = { serviceFrom: '2026-09-01', serviceTo: '2026-09-03', ...billed };
		await bill(city, 'hospitalA', 'twin-1', { claim: 'TWIN-1', ...data });
		await bill(city, 'hospitalA', 'twin-2', { claim: 'TWIN-2', ...data });
		const verify = (claimNo: string) =>
			decide(city, desk.verifier, [[hospitalA, claimNo]], { move: 'verify', isBulk: true });
		expect(refusalOf(await verify('TWIN-1'))).toBe('unjudged');
		await audit();
		const findings = async () =>
			(
				await city.app
					.servicesFor(desk.planner)
					.claimDetail.find(desk.planner, { facility: hospitalA, claimNo: 'TWIN-2' })
			)?.findings?.map(({ rule }) => rule) ?? null;
		expect(await findings()).toContain('duplicate-claim');
		// Drawn for a full review by what was found: nothing to be done with in bulk.
		expect(refusalOf(await verify('TWIN-2'))).toBe('reason-short');
		await bill(city, 'hospitalA', 'twin-2b', {
			claim: 'TWIN-2',
			...data,
			serviceFrom: '2026-08-01',
			serviceTo: '2026-08-02'
		});
		expect(await findings()).toBeNull();
		expect(refusalOf(await verify('TWIN-2'))).toBe('unjudged');
		await audit();
		expect(await findings()).not.toContain('duplicate-claim');
		expect(await verify('TWIN-1')).toMatchObject({ outcome: 'done' });
	});
});

it('a batch bears the day of its claims’ payment, also where one of them was stamped ahead of the clock', async () => {
	const name = [hospitalA, 'MIDNIGHT'] as const;
	await bill(city, 'hospitalA', 'midnight', { claim: 'MIDNIGHT', ...billed });
	await bill(city, 'hospitalA', 'before', { claim: 'BEFORE', ...billed });
	for (const claimNo of ['MIDNIGHT', 'BEFORE'])
		await decide(city, desk.verifier, [[hospitalA, claimNo]], { move: 'verify' });
	jump = Date.parse('2026-11-23T16:59:00Z') - now.getTime() - 1_000 * ticks;
	await sayOf(
		city,
		'dinkes',
		name,
		{ state: 'approved', billed: 2_000_000, amount: 2_000_000 },
		{
			time: '2026-11-23T17:01:00Z'
		}
	);
	await decide(city, desk.planner, [[hospitalA, 'BEFORE']], { move: 'approve' });
	const both = [name, [hospitalA, 'BEFORE'] as const];
	expect(await decide(city, desk.finance, both, { move: 'pay' })).toMatchObject({
		outcome: 'done',
		claims: 2
	});
	const rows = await city.database.sql`
		SELECT DISTINCT b.paid_on::text AS batch, c.occurred_on::text AS ledger FROM claim_payment p
		JOIN payment_batch b ON b.number = p.batch
		JOIN claim c ON c.facility = p.facility AND c.claim_no = p.claim_no AND c.state = 'paid'
		WHERE p.claim_no IN ('MIDNIGHT', 'BEFORE')`;
	expect(rows.map((row) => ({ ...row }))).toEqual([{ batch: '2026-11-24', ledger: '2026-11-24' }]);
});
