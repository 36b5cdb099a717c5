import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatchAnswer } from '../../src/lib/protocol/events.ts';
import type { App } from '../../src/lib/server/app.ts';
import {
	bed,
	claim,
	dumpTables,
	findDifferences,
	handled,
	hospitalA,
	hospitalB,
	member,
	niks,
	now,
	openCity,
	readTotals,
	senders,
	stock,
	tally,
	visit,
	type IngestCity,
	type SenderName,
	type Totals
} from './ingest-city.ts';

let city: IngestCity;
let second: App;
beforeAll(async () => {
	city = await openCity();
	second = await city.openAnother();
});
afterAll(() => city.close());

const seconds = 120;
const runs = { numRuns: 120, seed: 20261122, endOnFailure: true } as const;
/** Each run has ids and natural keys of its own on the one database. */
let run = 0;

/** Few moments, so that equal times are frequent; either side of midnight, of a month and of a year. */
const moments = [
	'2026-11-22T04:00:00Z',
	'2026-11-22T04:00:00.001Z',
	'2026-11-21T16:59:59.999Z',
	'2026-11-21T17:00:00Z',
	'2026-10-31T23:59:00+07:00',
	'2025-12-31T16:59:59.9996Z',
	'2026-01-01T00:00:00+07:00',
	'2024-02-29T10:00:00Z'
];
const moment = fc.constantFrom(...moments);
const person = fc.constantFrom(...niks);
const kecamatan = fc.constantFrom('32.75.01', '32.75.02', '31.71.01', null);

type Draft = (prefix: string) => unknown;
/** Identity, content and order are drawn apart, so that duplicates, corrections and conflicts all come about. */
const identity = fc.record({
	id: fc.integer({ min: 0, max: 11 }),
	key: fc.integer({ min: 0, max: 2 }),
	time: moment
});
const learned = fc.option(
	fc.constantFrom('2021-08-24T01:00:00Z', '2025-01-05T01:00:00Z', '2026-11-20T18:00:00Z'),
	{
		nil: undefined,
		freq: 3
	}
);
const subject = fc.constantFrom(hospitalA, hospitalB, undefined);

const envelopeOf = (time: string, facility: string | undefined, recordedtime: string | undefined) => ({
	time,
	...(facility !== undefined && { subject: facility }),
	...(recordedtime !== undefined && { recordedtime })
});

const visits = fc
	.record({
		...{ who: identity, facility: subject, learned, nik: person, kecamatan, arrivedAt: moment },
		diagnosis: fc.constantFrom('A91', 'J06.9', 'a09'),
		drugs: fc.option(
			fc.array(
				fc.record({
					item: fc.constantFrom('paracetamol-500', 'oralit'),
					quantity: fc.integer({ min: 0, max: 30 })
				}),
				{ maxLength: 3 }
			)
		)
	})
	.map(
		({ who, facility, learned, nik, kecamatan, arrivedAt, diagnosis, drugs }): Draft =>
			(prefix) =>
				visit(
					`${prefix}-v${who.id}`,
					{ visit: `${prefix}-${who.key}`, nik, kecamatan, arrivedAt, diagnoses: [diagnosis], drugs },
					envelopeOf(who.time, facility, learned)
				)
	);
const beds = fc
	.record({
		who: identity,
		facility: subject,
		learned,
		occupied: fc.integer({ min: 0, max: 25 }),
		reportedAt: moment
	})
	.map(
		({ who, facility, learned, occupied, reportedAt }): Draft =>
			(prefix) =>
				bed(
					`${prefix}-b${who.id}`,
					{ room: `${prefix}-${who.key}`, occupied, reportedAt },
					envelopeOf(who.time, facility, learned)
				)
	);
const claims = fc
	.record({
		...{ who: identity, facility: subject, learned, billedRupiah: fc.integer({ min: 0, max: 9_000_000 }) },
		state: fc.constantFrom('submitted', 'returned', 'verified', 'rejected', 'approved', 'paid'),
		serviceTo: fc.constantFrom('2026-10-31', '2026-11-01', '2025-12-31')
	})
	.map(
		({ who, facility, learned, state, billedRupiah, serviceTo }): Draft =>
			(prefix) =>
				claim(
					`${prefix}-c${who.id}`,
					{
						...{ claim: `${prefix}-${who.key}`, state, billedRupiah, serviceTo, serviceFrom: '2025-01-01' },
						...{ verifiedRupiah: billedRupiah, approvedRupiah: billedRupiah, paidRupiah: billedRupiah }
					},
					envelopeOf(who.time, facility, learned)
				)
	);
const members = fc
	.record({ who: identity, learned, nik: person, kecamatan, segment: fc.constantFrom('general', 'poor') })
	.map(
		({ who, learned, nik, kecamatan, segment }): Draft =>
			(prefix) =>
				member(`${prefix}-m${who.id}`, { nik, kecamatan, segment }, envelopeOf(who.time, undefined, learned))
	);
const stocks = fc
	.record({ who: identity, facility: subject, learned, used: fc.integer({ min: 0, max: 9 }) })
	.map(
		({ who, facility, learned, used }): Draft =>
			(prefix) =>
				stock(
					`${prefix}-s${who.id}`,
					{ month: `2026-0${who.key + 1}`, used },
					envelopeOf(who.time, facility, learned)
				)
	);
const tallies = fc.record({ who: identity, learned, value: fc.integer({ min: 0, max: 99 }) }).map(
	({ who, learned, value }): Draft =>
		(prefix) =>
			tally(
				`${prefix}-t${who.id}`,
				{ period: `2026-0${who.key + 1}-01`, value },
				envelopeOf(who.time, undefined, learned)
			)
);
/** How people write the number; a slug such as an item takes only dots and dashes. */
const written = (nik: string) => [
	nik,
	nik.replace(/^(..)(....)(......)/, '$1.$2.$3.'),
	...[' ', '-', '/'].map((separator) => nik.replace(/....(?=.)/g, `$&${separator}`))
];
const [, dotted = '', spaced = '', dashed = '', slashed = ''] = written(niks[1]);
const bad = fc.constantFrom<Draft[]>(
	() => null,
	() => [],
	() => 'text',
	(prefix) => ({ specversion: '1.0', id: prefix }),
	(prefix) => visit(`${prefix}-x`, { nik: '327501' }),
	(prefix) => visit(`${prefix}-x`, { nik: `${niks[0]}1` }),
	(prefix) => visit(`${prefix}-y`, { visit: niks[1] }),
	(prefix) => visit(niks[2], { visit: prefix }),
	(prefix) => bed(`${prefix}-z`, { ward: 'loft', room: niks[3] }),
	(prefix) => bed(`${prefix}-w`, {}, { type: `id.denyut.${niks[0]}.v1` }),
	(prefix) => bed(`${prefix}-f`, {}, { time: new Date(now.getTime() + 6 * 60_000).toISOString() }),
	(prefix) => bed(`${prefix}-u`, {}, { subject: niks[1] }),
	(prefix) => visit(`${prefix}-d1`, { visit: dotted, referral: spaced }),
	(prefix) => visit(`${prefix}-d2`, { referral: `rm/7/${dashed}` }),
	(prefix) => visit(dashed, { visit: prefix }),
	(prefix) => visit(`${prefix}-d3`, {}, { source: `/simrs/${slashed}` }),
	(prefix) => bed(`${prefix}-d4`, { room: spaced }),
	(prefix) => bed(`${prefix}-d5`, { ward: dashed }),
	(prefix) => bed(`${prefix}-d6`, {}, { type: `id.denyut.${dotted}.v1` }),
	(prefix) => bed(`${prefix}-d7`, {}, { subject: dashed }),
	(prefix) => claim(`${prefix}-d8`, { claim: slashed, letter: `${dotted}-01` }),
	(prefix) => stock(`${prefix}-d9`, { item: dotted }),
	(prefix) => tally(`${prefix}-da`, { code: dashed })
);
const draft = fc.oneof(
	{ weight: 5, arbitrary: visits },
	{ weight: 4, arbitrary: beds },
	{ weight: 4, arbitrary: claims },
	{ weight: 2, arbitrary: members },
	{ weight: 1, arbitrary: stocks },
	{ weight: 1, arbitrary: tallies },
	{ weight: 2, arbitrary: bad }
);
const batch = fc.record({
	sender: fc.constantFrom<SenderName[]>(
		...(['hospitalA', 'hospitalA', 'hospitalB', 'importer', 'importer'] as const),
		...(['verifier', 'finance', 'dinkes', 'register'] as const)
	),
	mode: fc.constantFrom('each', 'each', 'each', 'atomic'),
	process: fc.constantFrom(0, 1),
	drafts: fc.array(draft, { maxLength: 14 })
});
/** Batches of one inner list are under way at once. */
const plan = fc.array(fc.array(batch, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 });
type Plan = typeof plan extends fc.Arbitrary<infer P> ? P : never;
type Batch = Plan[number][number];

/** Without what was refused for how a claim stood then: that may have come true meanwhile. */
const sameAgain = ({ batch, answer }: Answered): Batch => {
	const untimely = new Set(
		answer.errors.flatMap(({ code, index }) => (code.startsWith('claim-') ? [index] : []))
	);
	return { ...batch, drafts: batch.drafts.filter((_, index) => !untimely.has(index)) };
};

/** Mostly what this sender may say, so that most of it is stored; now and then what it may not. */
function fitting(draft: unknown, sender: SenderName): unknown {
	if (typeof draft !== 'object' || draft === null || Array.isArray(draft)) return draft;
	const {
		subject: named,
		recordedtime,
		...rest
	} = draft as { id?: string; subject?: string; recordedtime?: string };
	const isWilful = /[05]$/.test(rest.id ?? '');
	if (isWilful || named === niks[1] || named === dashed) return draft;
	if (sender === 'importer')
		return { ...rest, subject: named ?? hospitalA, ...(recordedtime !== undefined && { recordedtime }) };
	return { ...rest, ...(senders[sender].facility === null && { subject: named ?? hospitalA }) };
}

type Answered = { answer: BatchAnswer; sent: number; batch: Batch };

async function send(waves: Plan, prefix: string): Promise<Answered[]> {
	const answers: Answered[] = [];
	for (const wave of waves)
		answers.push(
			...(await Promise.all(
				wave.map(async (batch) => {
					const { sender, mode, process, drafts } = batch;
					const app = process === 0 ? city.app : second;
					const events = drafts.map((make) => fitting(make(prefix), sender));
					const answer = await app.ingest.submit(senders[sender], events, {
						mode: mode as 'each' | 'atomic'
					});
					return { answer, sent: events.length, batch };
				})
			))
		);
	return answers;
}

const sum = (answers: { answer: BatchAnswer }[], field: 'accepted' | 'duplicate' | 'quarantined') =>
	answers.reduce((total, { answer }) => total + answer[field], 0);

function increase(before: Totals, after: Totals): Totals {
	return {
		ledger: after.ledger - before.ledger,
		accepted: after.accepted - before.accepted,
		duplicate: after.duplicate - before.duplicate,
		quarantined: after.quarantined - before.quarantined,
		held: after.held - before.held
	};
}

/** Everything that a resend may not move: all but what counts the sendings themselves. */
const lasting = (of: IngestCity) =>
	dumpTables(of, ['source_day', 'quarantine', 'change', 'change_counter', 'setting']);

describe('any mix of new, duplicate, corrected, late, conflicting and bad events', () => {
	it(
		'leaves rollups that equal a recount, answers that agree with the tables, and nothing that a resend would change',
		async () => {
			await fc.assert(
				fc.asyncProperty(plan, async (waves) => {
					const prefix = `r${++run}`;
					const before = await readTotals(city);
					const answers = await send(waves, prefix);
					for (const { answer, sent } of answers) {
						if (answer.rejected === undefined) expect(handled(answer)).toBe(sent);
						else expect([answer.rejected, handled(answer)]).toEqual([sent, 0]);
						if (answer.rejected === undefined) expect(answer.errors).toHaveLength(answer.quarantined);
					}
					const first = increase(before, await readTotals(city));
					expect(first).toEqual({
						ledger: sum(answers, 'accepted'),
						accepted: sum(answers, 'accepted'),
						duplicate: sum(answers, 'duplicate'),
						quarantined: sum(answers, 'quarantined'),
						held: sum(answers, 'quarantined')
					});
					expect(await findDifferences(city)).toEqual([]);

					const stood = await lasting(city);
					// What an atomic batch was refused for may have come true meanwhile: only the others are sent again.
					const each = answers.filter(({ batch: { mode } }) => mode === 'each');
					const again = await send([each.map(sameAgain)], prefix);
					expect(sum(again, 'accepted')).toBe(0);
					expect(await lasting(city)).toBe(stood);
					// What has come true since is taken then, now and then looked at: it takes its time.
					if (run % 12 > 0) return;
					await send([each.map(({ batch }) => batch)], prefix);
					expect(await findDifferences(city)).toEqual([]);
				}),
				runs
			);
		},
		seconds * 1000
	);

	it(
		'comes to stand the same in any order, grouping and number of senders when no two contents share an id',
		async () => {
			const distinct = fc.uniqueArray(fc.oneof(visits, beds, claims), {
				selector: (make) => (make('') as { id: string }).id,
				minLength: 2,
				maxLength: 20
			});
			const shuffled = distinct.chain((drafts) =>
				fc.tuple(
					fc.constant(drafts),
					fc.shuffledSubarray(drafts, { minLength: drafts.length, maxLength: drafts.length }),
					fc.integer({ min: 1, max: 5 })
				)
			);
			await fc.assert(
				fc.asyncProperty(shuffled, async ([one, other, size]) => {
					const [a, b] = [`one${++run}`, `other${run}`];
					const send = (app: App, drafts: Draft[], prefix: string) =>
						app.ingest.submit(
							senders.importer,
							drafts.map((make) => ({
								subject: hospitalA,
								...(make(prefix) as object),
								recordedtime: undefined
							}))
						);
					await send(city.app, one, a);
					for (let from = 0; from < other.length; from += size)
						await send(from % 2 === 0 ? city.app : second, other.slice(from, from + size), b);
					expect(await standingOf(b)).toEqual(await standingOf(a));
				}),
				{ ...runs, numRuns: 25 }
			);
		},
		seconds * 1000
	);

	it('kept no identity number anywhere: not in a table, not in the log', async () => {
		const dump = `${await dumpTables(city)}\n${city.logged()}`;
		expect(dump.length).toBeGreaterThan(10_000);
		for (const form of niks.flatMap(written)) expect(dump).not.toContain(form);
		expect(dump.match(/\d{13,}/g) ?? []).toEqual([]);
	});
});

/** What stands of a run, without what names the run. */
async function standingOf(prefix: string): Promise<unknown> {
	const { sql } = city.database;
	const nameless = (rows: readonly unknown[]) =>
		JSON.parse(JSON.stringify(rows).replaceAll(prefix, '')) as unknown;
	const mine = `${prefix}-%`;
	const visits = await sql`
		SELECT visit_no, version_time, version_id, person_id, icd3, drugs FROM visit
		WHERE visit_no LIKE ${mine} AND posted_on IS NOT NULL AND reversed_on IS NULL ORDER BY visit_no, facility`;
	const claims = await sql`
		SELECT claim_no, version_time, version_id, state, amount_rupiah FROM claim
		WHERE claim_no LIKE ${mine} AND posted_on IS NOT NULL AND reversed_on IS NULL ORDER BY claim_no, facility`;
	const rooms = await sql`
		SELECT room, free, version_time, version_id FROM bed_now WHERE room LIKE ${mine} ORDER BY room, facility`;
	return nameless([...visits, ...claims, ...rooms]);
}
