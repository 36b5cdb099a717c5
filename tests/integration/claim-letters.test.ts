/** The letter that a claim names, as the claim desk tells it: on the claim, in the queue, in the year and in the review. */
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditDesk } from '../../src/lib/analytics/audit/audit-desk.ts';
import { addDays, jakartaDay } from '../../src/lib/domain/period.ts';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import { ClaimAudit } from '../../src/lib/server/jobs/claim-audit/claim-audit.ts';
import { desk } from './claim-desk-city.ts';
import {
	claim,
	hospitalA,
	hospitalB,
	member,
	niks,
	now,
	openCity,
	senders,
	visit,
	type IngestCity
} from './ingest-city.ts';

let city: IngestCity;
let audit: ClaimAudit;
const [holder, other] = niks;
const today = jakartaDay(now);
const clerk: Viewer = { name: 'user:clerk', role: 'hospital', facility: hospitalA };
const billedRupiah = 1_500_000;

async function getLetter(referral: string): Promise<string> {
	const wish = { key: `W-${referral}`, nik: holder, service: 'outpatient', referral };
	const issued = await city.app.servicesFor(clerk).letters.issue(clerk, wish, 'en');
	if (!issued.ok || issued.outcome !== 'issued') throw new Error(JSON.stringify(issued));
	return issued.letter.number;
}

async function getNewbornLetter(): Promise<string> {
	const wish = { key: 'W-baby', kind: 'newborn', mother: other, bornOn: today, service: 'nicu' };
	const queued = await city.app.servicesFor(clerk).letters.issue(clerk, wish, 'en');
	if (!queued.ok || queued.outcome !== 'queued') throw new Error(JSON.stringify(queued));
	const { letterDesk } = city.app.servicesFor(desk.planner);
	const decided = await letterDesk.decide(desk.planner, queued.request.id, 'issued', '');
	if (!decided.ok || decided.number === null) throw new Error(JSON.stringify(decided));
	return decided.number;
}

const named = (id: string, fields: Record<string, unknown>) =>
	claim(id, {
		...{ claim: id, nik: holder, service: 'outpatient', serviceFrom: today, serviceTo: today },
		...{ billedRupiah, ...fields }
	});

/** By claim: what is wrong with its letter. */
const expected: Readonly<Record<string, string>> = {
	NONE: 'none-named',
	UNKNOWN: 'unknown',
	PERSON: 'other-person',
	CANCELLED: 'cancelled',
	EXPIRED: 'outside',
	SERVICE: 'other-service',
	TWICE: 'used',
	GROWN: 'unproven',
	SISTER: 'other-person',
	ELSEWHERE: 'other-facility'
};
let letter: string;

beforeAll(async () => {
	city = await openCity();
	await city.app.ingest.submit(senders.register, [
		member('m-1', { nik: holder }),
		member('m-2', { nik: other })
	]);
	await city.app.ingest.submit(senders.hospitalA, [named('EARLIER', { letter: null })]);
	audit = new ClaimAudit({
		...{ sql: city.app.sql, clock: () => now, log: pino({ level: 'silent' }), lastChange: () => 0 },
		audit: (input) => Promise.resolve(auditDesk(input))
	});
}, 60_000);
afterAll(() => city.close());

async function letterFindings(who: Viewer, facility: string, claimNo: string) {
	const view = await city.app.servicesFor(who).claimDetail.find(who, { facility, claimNo });
	return view?.findings?.filter(({ rule }) => rule === 'guarantee-letter');
}

const queue = (show: 'all' | 'findings') =>
	city.app.servicesFor(desk.verifier).claims.load(desk.verifier, {
		...{ asOf: null, year: null, facility: null, stage: 'submitted', show, page: null }
	});

describe('the letter of a claim', () => {
	it('is asked for by nobody while no letter was ever issued', async () => {
		await audit.refresh();
		expect(await letterFindings(desk.verifier, hospitalA, 'EARLIER')).toEqual([]);
	});

	it('is a finding on the claim where it does not hold, with the whole bill in doubt, and none where it holds', async () => {
		letter = await getLetter('R-1');
		const gone = await getLetter('R-2');
		expect(await city.app.servicesFor(clerk).letters.cancel(clerk, gone, 'Pasien batal')).toEqual({
			ok: true
		});
		const late = addDays(today, -4);
		const ofChild = { nik: null, service: 'nicu', letter: await getNewbornLetter() };
		const answers = [
			await city.app.ingest.submit(senders.hospitalA, [
				visit('baby', { nik: null, mother: other, service: 'nicu' }),
				visit('sister', { nik: null, mother: holder, service: 'nicu' })
			]),
			await city.app.ingest.submit(senders.hospitalA, [
				// Typed as people type it.
				named('FITS', { letter: ` ${letter.toLowerCase().replaceAll('-', ' ')}`, diagnoses: ['I10'] }),
				named('TWICE', { letter: letter.replaceAll('-', '–'), diagnoses: ['J10'] }),
				named('SERVICE', { letter, service: 'dialysis', diagnoses: ['N18'] }),
				named('BABY', { ...ofChild, visit: 'V-baby', diagnoses: ['P07'] }),
				named('SISTER', { ...ofChild, visit: 'V-sister', diagnoses: ['P22'] }),
				named('GROWN', { ...ofChild, nik: holder, diagnoses: ['P36'] }),
				named('NONE', { letter: null, diagnoses: ['I20'] }),
				named('UNKNOWN', { letter: 'SJP-0000-0000-00000', diagnoses: ['I21'] }),
				named('PERSON', { letter, nik: other }),
				named('CANCELLED', { letter: gone, diagnoses: ['I25'] }),
				named('EXPIRED', { letter, serviceFrom: late, serviceTo: late }),
				named('BEFORE', { letter: null, serviceFrom: late, serviceTo: late, diagnoses: ['I26'] })
			]),
			await city.app.ingest.submit(senders.hospitalB, [named('ELSEWHERE', { letter })])
		];
		expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
		await audit.refresh();
		for (const [claimNo, fault] of Object.entries(expected)) {
			const facility = claimNo === 'ELSEWHERE' ? hospitalB : hospitalA;
			const found = await letterFindings(desk.verifier, facility, claimNo);
			expect(found, claimNo).toEqual([
				expect.objectContaining({ atStakeRupiah: billedRupiah, evidence: expect.objectContaining({ fault }) })
			]);
		}
		for (const claimNo of ['FITS', 'BABY', 'BEFORE'])
			expect(await letterFindings(desk.verifier, hospitalA, claimNo), claimNo).toEqual([]);
	});

	it('is counted in the queue’s findings and in the year’s reasons', async () => {
		const { queue: waiting, statistics } = await queue('findings');
		const faulty = waiting.rows.filter(({ findings }) =>
			findings?.some(({ rule }) => rule === 'guarantee-letter')
		);
		// The bill that came first names no letter either, and is of the day of the first one.
		const names = [...Object.keys(expected), 'EARLIER'].sort();
		expect(faulty.map(({ claimNo }) => claimNo).sort()).toEqual(names);
		expect(faulty.every(({ atStakeRupiah }) => atStakeRupiah === billedRupiah)).toBe(true);
		const stage = waiting.stages.find((one) => one.stage === 'submitted');
		expect(stage?.withFindings).toBe(waiting.total);
		expect(statistics?.rules.find(({ rule }) => rule === 'guarantee-letter')).toEqual({
			...{ rule: 'guarantee-letter', claims: names.length, atStakeRupiah: names.length * billedRupiah }
		});
	});

	it('is a link for whoever verifies, to the letter and the claims that name it, and the look is written down', async () => {
		const { claimDetail, letters } = city.app.servicesFor(desk.verifier);
		const view = await claimDetail.find(desk.verifier, { facility: hospitalA, claimNo: 'TWICE' });
		expect(view).toMatchObject({ letter: letter.replaceAll('-', '–'), letterNumber: letter });
		const page = await letters.find(desk.verifier, view?.letterNumber ?? '');
		expect(page?.letter).toMatchObject({ number: letter, facility: hospitalA, service: 'outpatient' });
		expect(page?.claims.map(({ claimNo }) => claimNo).sort()).toEqual(
			['ELSEWHERE', 'EXPIRED', 'FITS', 'PERSON', 'SERVICE', 'TWICE'].sort()
		);
		const [line] = await city.database.sql<{ action: string; rows: string[] }[]>`
			SELECT action, rows FROM trail WHERE viewer = ${desk.verifier.name} ORDER BY number DESC LIMIT 1`;
		expect(line).toMatchObject({ action: 'look-rows', rows: expect.arrayContaining([`letter:${letter}`]) });
		for (const nik of niks) expect(JSON.stringify(page)).not.toContain(nik);
		const persons = await city.database.sql<{ id: string }[]>`SELECT person_id AS id FROM person`;
		for (const { id } of persons) expect(JSON.stringify(page)).not.toContain(id);
	});

	it('is no link for the treasury, which sees no letters', async () => {
		const view = await city.app
			.servicesFor(desk.finance)
			.claimDetail.find(desk.finance, { facility: hospitalA, claimNo: 'TWICE' });
		expect(view).toMatchObject({ letterNumber: null });
		expect(await city.app.servicesFor(desk.finance).letters.find(desk.finance, letter)).toBeUndefined();
	});

	it('may send a claim to a full review, where the health office says so', async () => {
		const form = new FormData();
		const fields = { percent: '0', above: '', seed: 'x', finding: 'guarantee-letter' };
		for (const [name, value] of Object.entries(fields)) form.set(name, value);
		for (const stage of ['submitted', 'verified', 'approved']) form.set(`days-${stage}`, '10');
		const { claimRules } = city.app.servicesFor(desk.planner);
		expect(await claimRules.set(desk.verifier, form)).toEqual({ outcome: 'forbidden' });
		expect(await claimRules.set(desk.planner, form)).toEqual({ outcome: 'set' });
		const { rows } = (await queue('all')).queue;
		const sampleOf = (claimNo: string) => rows.find((row) => row.claimNo === claimNo)?.sample;
		expect([sampleOf('UNKNOWN'), sampleOf('FITS')]).toEqual(['finding', null]);
	});

	it('is the earlier claim’s however that one stands, until it is rejected', async () => {
		const found = async () => (await letterFindings(desk.verifier, hospitalA, 'TWICE'))?.length;
		const state = (id: string, is: string, at: string, rest: Record<string, unknown> = {}) =>
			claim(
				id,
				{
					...{ claim: 'FITS', nik: holder, service: 'outpatient', serviceFrom: today, serviceTo: today },
					...{ billedRupiah, letter, diagnoses: ['I10'], state: is, ...rest }
				},
				{ subject: hospitalA, time: at }
			);
		const at = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();
		await city.app.ingest.submit(senders.verifier, [state('f-1', 'returned', at(30))]);
		await audit.refresh();
		expect(await found()).toBe(1);
		await city.app.ingest.submit(senders.hospitalA, [state('f-again', 'submitted', at(25))]);
		await city.app.ingest.submit(senders.verifier, [state('f-2', 'rejected', at(20))]);
		await audit.refresh();
		expect(await found()).toBe(0);
	});
});
