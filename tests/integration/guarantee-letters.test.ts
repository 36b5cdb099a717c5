/** Guarantee letters over HTTP, as a hospital's software asks for them; what Dinkes decides, and the claims that name one. */
import { describe, expect, it } from 'vitest';
import {
	findLetterFault,
	readLetterNumber,
	type ClaimOfLetter,
	type LetterOfClaim
} from '../../src/lib/domain/guarantee-letter.ts';
import { findLetterFaults } from '../../src/lib/server/store/letters/claim-letters.ts';
import { drawnUuids } from '../support/uuids-like-niks.ts';
import {
	ask,
	city,
	clerkB,
	clock,
	good,
	type IssuedBody,
	keyA,
	keyB,
	mother,
	moved,
	planner,
	post,
	stranger,
	useCoverageCity,
	verify,
	viewer,
	wish
} from './coverage-city.ts';
import { claim, dumpTables, hospitalA, hospitalB, niks, now, senders, visit } from './ingest-city.ts';

useCoverageCity();

describe('a guarantee letter', () => {
	it('is issued where the card is good, and its code says for where and when, never for whom', async () => {
		const { status, body } = await wish({});
		expect(status).toBe(201);
		const { letter } = body;
		expect(letter).toMatchObject({
			...{ facility: hospitalA, service: 'outpatient', standing: 'valid', ruleVersion: '2018-08' },
			...{ validFrom: '2026-11-22', validTo: '2026-11-29', number: expect.stringMatching(/^SJP-/) }
		});
		const [person] = await city.database.sql<{ id: string }[]>`
			SELECT person_id::text AS id FROM guarantee_letter WHERE number = ${letter.number}`;
		const said = await verify(letter.token);
		expect(said).toMatchObject({ standing: 'valid', number: letter.number, service: 'outpatient' });
		const told = JSON.stringify([
			said,
			body,
			Buffer.from(letter.token.split('.')[1] ?? '', 'base64url').toString()
		]);
		expect(told).not.toContain(person?.id);
		expect(told).not.toContain(good);
	});

	it('is issued once however often, and at once, the same wish comes', async () => {
		const body = { key: 'same', nik: good, service: 'outpatient', referral: 'R-same' };
		const answers = await Promise.all(
			Array.from({ length: 10 }, () => post<IssuedBody>('/api/v1/sjp', body))
		);
		expect(answers.filter(({ status }) => status >= 400)).toEqual([]);
		expect(new Set(answers.map(({ body: { letter } }) => letter.number)).size).toBe(1);
		expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
		expect((await wish({ ...body, service: 'dialysis' })).body.code).toBe('conflict');
		expect((await wish({ ...body }, keyB)).body.letter?.number).not.toBe(answers[0]?.body.letter.number);
	});

	it('is issued for any UUID that a program names the wish by, and for no identity number', async () => {
		for (const uuid of drawnUuids) expect((await wish({ key: uuid, referral: uuid })).status, uuid).toBe(201);
		for (const field of ['key', 'referral'])
			expect((await wish({ [field]: `x-${niks[3]}` })).body, field).toMatchObject({ code: 'bad-request' });
	});

	it('needs a new referral for each visit, also when two ask at once', async () => {
		const both = await Promise.all([wish({ referral: 'R-once' }), wish({ referral: 'R-once' }, keyB)]);
		expect(both.map(({ status }) => status).sort()).toEqual([201, 422]);
		expect((await wish({ referral: 'R-once' })).body.reasons.map(({ code }) => code)).toEqual([
			'referral-used'
		]);
		const first = both.find(({ status }) => status === 201);
		const owner = first === both[0] ? keyA : keyB;
		const path = `/api/v1/sjp/${first?.body.letter.number}/cancel`;
		expect((await post(path, { reason: 'Pasien tidak datang' }, owner)).status).toBe(200);
		expect((await wish({ referral: 'R-once' })).status).toBe(201);
	});

	it('knows a referral by whatever spaces, dashes and capitals it is written with', async () => {
		expect((await wish({ referral: 'R-12/XI' })).status).toBe(201);
		for (const referral of ['r 12 xi', 'R–12–XI', ' r12xi ', 'R_12.XI']) {
			const { status, body } = await wish({ referral });
			expect({ status, reasons: body.reasons?.map(({ code }) => code) }, referral).toEqual({
				...{ status: 422, reasons: ['referral-used'] }
			});
			expect((await ask({ referral })).body.reasons.map(({ code }) => code)).toEqual(['referral-used']);
		}
		expect((await wish({ referral: 'R-12/XII' })).status).toBe(201);
		expect((await ask({ referral: ' – ' })).body.reasons.map(({ code }) => code)).toEqual([
			'referral-missing'
		]);
	});

	it.each([
		['an outpatient', 'outpatient', 422],
		['dialysis', 'dialysis', 422],
		['an ambulance', 'ambulance', 422],
		['the emergency ward', 'emergency', 201],
		['the stay that follows', 'inpatient-3', 201],
		['intensive care', 'icu', 201]
	])('an emergency needs no referral where it is one: %s', async (_, service, expected) => {
		const { status } = await wish({ service, referral: null, emergency: true });
		expect(status).toBe(expected);
	});

	it.each([
		['an outpatient', 'outpatient', [201, 422]],
		['the stay that follows', 'inpatient-3', [201, 201]]
	])('an emergency uses a referral twice only where it needs none: %s', async (_, service, expected) => {
		const one = { service, referral: `R-twice-${service}`, emergency: true };
		expect([(await wish(one)).status, (await wish(one)).status]).toEqual(expected);
	});

	it('leaves no look in nobody’s name: opened and printed, each is written down for whom it was shown', async () => {
		const { letter } = (await wish({})).body;
		const clerk = viewer('hospital', hospitalA);
		const other = viewer('hospital', hospitalB);
		const lines = () => city.database.sql<
			{ viewer: string; facility: string; action: string; what: string }[]
		>`
			SELECT viewer, facility, action, what FROM trail WHERE rows ? ${`letter:${letter.number}`}
				AND what LIKE '/sjp/%' ORDER BY number`;
		const { letters } = city.app.servicesFor(clerk);
		expect((await letters.find(clerk, letter.number))?.letter.number).toBe(letter.number);
		expect((await letters.print(clerk, letter.number, 'http://x', 'id'))?.bytes.length).toBeGreaterThan(999);
		// Nothing shown, nothing written down.
		const ofOther = city.app.servicesFor(other).letters;
		expect(await ofOther.find(other, letter.number)).toBeUndefined();
		expect(await ofOther.print(other, letter.number, 'http://x', 'id')).toBeUndefined();
		const by = { viewer: clerk.name, facility: hospitalA };
		expect(await lines()).toEqual([
			{ ...by, action: 'look-rows', what: '/sjp/[number]' },
			{ ...by, action: 'export', what: '/sjp/[number]/surat.pdf' }
		]);
	});

	it.each([
		['a card that is none', { nik: stranger }],
		['a visit that is not covered', { referral: null }]
	])('is not issued for %s', async (_, fields) => {
		const { status, body } = await wish(fields);
		expect({ status, outcome: body.outcome }).toEqual({ status: 422, outcome: 'not-covered' });
	});

	it('is cancelled by its own hospital, once, with a reason; and shows it', async () => {
		const { letter } = (await wish({})).body;
		const path = `/api/v1/sjp/${letter.number.toLowerCase()}/cancel`;
		expect((await post(path, { reason: 'Salah layanan' }, keyB)).body.code).toBe('not-found');
		expect((await post(path, { reason: '' })).body.code).toBe('reason-short');
		expect((await post(path, { reason: `nomor ${good}` })).body.code).toBe('reason-short');
		expect((await post(path, { reason: 'Salah layanan' })).status).toBe(200);
		expect((await post(path, { reason: 'Salah layanan' })).body.code).toBe('gone');
		expect(await verify(letter.token)).toMatchObject({ standing: 'cancelled' });
	});

	it('ends with its last day in Jakarta', async () => {
		const { letter } = (await wish({})).body;
		for (const [at, standing] of [
			['2026-11-29T16:59:59.999Z', 'valid'],
			['2026-11-29T17:00:00.000Z', 'expired']
		] as const) {
			clock.now = new Date(at);
			expect(await verify(letter.token)).toMatchObject({ standing });
		}
		clock.now = now;
	});

	it('that nobody signed, or that stands in no table, is told from a good one', async () => {
		const { letter } = (await wish({})).body;
		expect(await verify(`${letter.token.slice(0, -1)}${letter.token.endsWith('A') ? 'Q' : 'A'}`)).toEqual({
			standing: 'forged'
		});
		expect(await verify('nonsense')).toEqual({ standing: 'forged' });
		const { signer } = city.app.services.context.coverage;
		expect(await verify(signer.tokenOf({ ...letter, number: 'SJP-0000-0000-00000' }))).toEqual({
			standing: 'unknown'
		});
	});

	it('can be neither changed nor removed, not by the owner of the table either', async () => {
		const { sql } = city.database;
		await expect(sql`UPDATE guarantee_letter SET valid_to = '2030-01-01'`).rejects.toThrow(/append-only/);
		await expect(sql`DELETE FROM letter_cancellation`).rejects.toThrow(/append-only/);
	});

	it('has a number that tells nothing of the next one', async () => {
		const numbers: string[] = [];
		for (let i = 0; i < 60; i++)
			numbers.push(
				await city.app
					.servicesFor(clerkB)
					.letters.issue(
						clerkB,
						{
							...{ key: `series-${i}`, nik: good, service: 'outpatient', referral: `R-series-${i}` }
						},
						'en'
					)
					.then((one) => (one.ok && one.outcome === 'issued' ? one.letter.number : ''))
			);
		expect(new Set(numbers).size).toBe(60);
		const symbols = numbers.map((number) => number.replaceAll('-', '').slice(3, 15));
		// Two random numbers agree in 12/31 of a place; a counter or a clock would in nearly all.
		for (const [index, text] of symbols.slice(1).entries()) {
			const shared = [...text].filter((symbol, at) => symbol === symbols[index]?.[at]).length;
			expect(shared).toBeLessThan(6);
		}
		expect([...symbols].sort()).not.toEqual(symbols);
		expect(new Set(symbols.join('')).size).toBeGreaterThan(25);
	});
});

describe('what Dinkes decides', () => {
	it('is a newborn on its mother’s card: queued, issued once, and told to the hospital', async () => {
		const baby = { kind: 'newborn', nik: null, mother, bornOn: '2026-11-20', service: 'nicu', key: 'baby' };
		const queued = await wish({ ...baby, referral: null });
		expect(queued.status).toBe(202);
		const { id } = queued.body.request;
		const desk = city.app.servicesFor(planner).letterDesk;
		const clerk = viewer('hospital', hospitalA);
		expect(await city.app.servicesFor(clerk).letterDesk.decide(clerk, id, 'issued', '')).toEqual({
			...{ ok: false, code: 'forbidden' }
		});
		expect(await desk.decide(planner, id, 'issued', `ibu ${mother}`), 'no number in a note').toMatchObject({
			ok: false,
			code: 'reason-short'
		});
		const [one, two] = await Promise.all([
			desk.decide(planner, id, 'issued', ''),
			desk.decide(planner, id, 'issued', '')
		]);
		expect([one.ok, two.ok].sort()).toEqual([false, true]);
		const again = await wish({ ...baby, referral: null });
		expect(again).toMatchObject({ status: 200, body: { outcome: 'issued', letter: { kind: 'newborn' } } });
	});

	it('is not a child older than 90 days, nor one of tomorrow', async () => {
		for (const bornOn of ['2026-08-23', '2026-11-23'])
			expect((await wish({ kind: 'newborn', nik: null, mother, bornOn })).body.code).toBe('bad-birth');
		expect((await wish({ kind: 'newborn', nik: null, mother, bornOn: '2026-08-24' })).status).toBe(202);
	});

	it('is a poor patient whom no register knows; a refusal is told with its reason', async () => {
		const poor = {
			kind: 'sktm',
			nik: '3275041203890000',
			sktm: '470/12/Kel',
			key: 'poor',
			referral: 'R-poor'
		};
		const { status, body } = await wish(poor);
		expect(status).toBe(202);
		const desk = city.app.servicesFor(planner).letterDesk;
		expect(await desk.decide(planner, body.request.id, 'refused', 'no')).toMatchObject({
			code: 'reason-short'
		});
		expect((await desk.decide(planner, body.request.id, 'refused', 'SKTM tidak terdaftar')).ok).toBe(true);
		expect(await wish(poor)).toMatchObject({
			status: 422,
			body: { outcome: 'refused', note: 'SKTM tidak terdaftar' }
		});
	});

	it('stands on a page that shows a hospital its own only, and writes down the look', async () => {
		const clerk = viewer('hospital', hospitalB);
		const own = await city.app.servicesFor(clerk).letterDesk.load(clerk);
		expect(new Set(own.letters.map(({ facility }) => facility))).toEqual(new Set([hospitalB]));
		expect(own.requests).toEqual([]);
		const all = await city.app.servicesFor(planner).letterDesk.load(planner);
		expect(new Set(all.letters.map(({ facility }) => facility))).toEqual(new Set([hospitalA, hospitalB]));
		expect(all.requests.length).toBeGreaterThan(1);
		const [line] = await city.database.sql<{ rowCount: number }[]>`
			SELECT row_count AS "rowCount" FROM trail WHERE viewer = ${clerk.name} AND what = '/sjp' ORDER BY number`;
		expect(line?.rowCount).toBe(own.letters.length);
	});
});

describe('the letter that a claim names', () => {
	it('is compared with the letters there are, in the database as in the rules', async () => {
		const { letter } = (await wish({ referral: 'R-claim' })).body;
		const gone = (await wish({ referral: 'R-gone' })).body.letter;
		await post(`/api/v1/sjp/${gone.number}/cancel`, { reason: 'Pasien batal' });
		const named = (id: string, fields: Record<string, unknown>) =>
			claim(id, {
				...{ service: 'outpatient', serviceFrom: '2026-11-22', serviceTo: '2026-11-22' },
				...{ letter: letter.number, ...fields }
			});
		await city.app.ingest.submit(senders.hospitalA, [
			visit('agreement-own', {}),
			visit('agreement-child', { nik: null, mother: good, service: 'nicu' })
		]);
		await city.app.ingest.submit(senders.hospitalA, [
			named('fits', {}),
			named('none', { letter: null }),
			named('unknown', { letter: 'SJP-0000-0000-00000' }),
			named('person', { nik: moved }),
			named('cancelled', { letter: gone.number }),
			named('outside', { serviceFrom: '2026-11-21', serviceTo: '2026-11-21' }),
			named('service', { service: 'icu' }),
			named('spelt', { letter: `${letter.number.toLowerCase().replaceAll('-', ' ')} ` }),
			named('nobody', { nik: null }),
			named('by-visit', { nik: null, visit: 'V-agreement-own' }),
			named('by-child', { nik: null, visit: 'V-agreement-child' })
		]);
		await city.app.ingest.submit(senders.hospitalB, [named('facility', {})]);
		const found = await findLetterFaults(city.database.sql, '2026-11-01');
		expect(Object.fromEntries(found.map(({ claimNo, fault }) => [claimNo, fault]))).toEqual({
			...{ 'C-none': 'none-named', 'C-unknown': 'unknown', 'C-person': 'other-person' },
			...{ 'C-cancelled': 'cancelled', 'C-outside': 'outside', 'C-facility': 'other-facility' },
			...{ 'C-service': 'other-service', 'C-nobody': 'unproven' },
			// All three fit; the one that is first in the book has it.
			...{ 'C-fits': 'used', 'C-spelt': 'used', 'C-by-child': 'other-person' }
		});
		const rows = await city.database.sql<
			{
				claimNo: string;
				claim: ClaimOfLetter;
				letter: Omit<LetterOfClaim, 'isUsed'> | null;
			}[]
		>`SELECT k.claim_no AS "claimNo",
				jsonb_build_object('facility', k.facility, 'personId', k.person_id, 'letter', k.letter, 'service', k.service,
					'serviceFrom', k.service_from, 'visit', CASE WHEN v.visit_no IS NOT NULL
						THEN jsonb_build_object('personId', v.person_id, 'motherId', v.mother_id) END) AS claim,
				CASE WHEN l.number IS NOT NULL THEN jsonb_build_object('facility', l.facility, 'personId', l.person_id,
					'motherId', l.mother_id, 'service', l.service, 'emergency', l.emergency, 'validFrom', l.valid_from,
					'validTo', l.valid_to, 'cancelledOn', c.cancelled_on) END AS letter
			FROM claim k LEFT JOIN visit v ON v.facility = k.facility AND v.visit_no = k.visit_no
			LEFT JOIN guarantee_letter l ON l.number = k.letter_number LEFT JOIN letter_cancellation c USING (number)
			ORDER BY k.learned_at, k.claim_no`;
		const taken = new Set<string>();
		for (const { claimNo, claim: one, letter: ofOne } of rows) {
			const number = readLetterNumber(one.letter ?? '') ?? '';
			const fault = findLetterFault(one, ofOne && { ...ofOne, isUsed: taken.has(number) });
			if (fault === null) taken.add(number);
			expect(fault, claimNo).toBe(found.find((other) => other.claimNo === claimNo)?.fault ?? null);
		}
		expect(rows.length).toBeGreaterThan(11);
	});
});

it('leaves the number nowhere: in no table and in no log', async () => {
	const kept = (await dumpTables(city)) + city.logged();
	for (const nik of [...niks, '3275041203890000']) expect(kept).not.toContain(nik);
});
