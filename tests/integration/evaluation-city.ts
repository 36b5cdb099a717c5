/** A year of visits, members, claims and medicines with no chance in it, for the tests of the yearly evaluation. */
import { readdirSync, readFileSync } from 'node:fs';
import pino from 'pino';
import { auditDesk } from '../../src/lib/analytics/audit/audit-desk.ts';
import { addMonths } from '../../src/lib/domain/period.ts';
import { evaluationWords } from '../../src/lib/i18n/evaluation-words.ts';
import type { Locale } from '../../src/lib/protocol/refusals.ts';
import { ClaimAudit } from '../../src/lib/server/jobs/claim-audit/claim-audit.ts';
import { judgeDue } from '../../src/lib/server/jobs/membership-job.ts';
import { freezeEndedWeeks } from '../../src/lib/server/services/freeze-weeks.ts';
import { coursesOf, eventsOf, refreshAnalyst, setCeiling } from './budget-claims.ts';
import { hospitalA, hospitalB, now, openCity, senders, type IngestCity } from './ingest-city.ts';

export const today = '2026-11-22';
/** The Monday before the last freezing: what is told of persons was known by its end. */
export const heldUntil = '2026-11-16';
/** Reports nothing but visits. */
export const clinic = 'P3275010';

const birthYears = [2024, 2015, 2000, 1975, 1955] as const;
export const people = Array.from({ length: 60 }, (_, n) => ({
	n,
	isFemale: n % 3 === 0,
	birthYear: birthYears[n % 5] ?? 2000,
	kecamatan: ['32.75.01', '32.75.02', '99.99.99'][n % 3] ?? '32.75.01',
	/** Null for who has no card. */
	segment: n < 50 ? (n % 2 === 0 ? 'ks-nik' : 'general') : null
}));
type Person = (typeof people)[number];

const two = (value: number) => String(value).padStart(2, '0');
/** Serial 0000: no person has such a NIK. */
const nikOf = ({ n, isFemale, birthYear }: Person) =>
	`327501${two(1 + (n % 28) + (isFemale ? 40 : 0))}${two(1 + Math.floor(n / 28))}${two(birthYear % 100)}0000`;
const personOf = (n: number): Person => {
	const person = people[n % people.length];
	if (!person) throw new Error('no such person');
	return person;
};

const diagnoses = ['A91', 'I10', 'E11.9', 'J06.9', 'I21.9'] as const;
export const visits = Array.from({ length: 330 }, (_, n) => ({
	n,
	person: personOf(n * 7),
	day: `2026-${two(1 + (n % 10))}-${two(1 + (n % 27))}`,
	/** Some are told late: after what is told of persons was counted. */
	knownOn: n % 11 === 0 ? '2026-11-20' : `2026-${two(1 + (n % 10))}-28`,
	facility: n % 13 === 0 ? clinic : n % 3 === 0 ? hospitalB : hospitalA,
	service: n % 4 === 0 ? 'emergency' : 'outpatient',
	diagnosis: diagnoses[n % diagnoses.length] ?? 'A91',
	tablets: 3 + (n % 5)
}));

const envelope = (id: string, on: string, type: string, data: object, subject?: string) => ({
	...{ specversion: '1.0', id, source: '/test', type: `id.denyut.${type}.v1`, data },
	...{ time: `${on}T05:00:00Z`, recordedtime: `${on}T05:00:01Z` },
	...(subject !== undefined && { subject })
});

const visitEvents = visits.map(({ n, person, day, knownOn, facility, service, diagnosis, tablets }) =>
	envelope(
		`v-${n}`,
		knownOn,
		'visit',
		{
			...{ visit: `V-${n}`, nik: nikOf(person), kecamatan: person.kecamatan, service },
			...{ diagnoses: [diagnosis], arrivedAt: `${day}T03:00:00Z` },
			drugs: [{ item: n % 2 === 0 ? 'paracetamol-500' : 'ceftriaxone-inj', quantity: tablets }]
		},
		facility
	)
);
const memberEvents = people.flatMap((person) =>
	person.segment === null
		? []
		: [
				envelope(`m-${person.n}`, '2026-06-10', 'member', {
					...{ nik: nikOf(person), kecamatan: person.kecamatan, segment: person.segment },
					...{ registerStatus: 'active', jkn: person.n % 4 === 1 ? 'pbi-apbn' : 'none' }
				})
			]
);
/** Of persons; all are waiting for their verification. The last thirty are the first ones once more. */
export const personClaims = Array.from({ length: 90 }, (_, n) => ({
	n,
	person: personOf(n * 11),
	served: `2026-${two(6 + (n % 4))}-${two(3 + (n % 20))}`,
	billedRupiah: 900_000 + 10_007 * n,
	diagnosis: diagnoses[n % diagnoses.length] ?? 'A91',
	/** The visit that it names, where that was one to the hospital that bills it. */
	visit: visits.find(({ n: number, facility }) => number === 3 * n && facility === hospitalB)
}));
const claimEvents = personClaims.map(({ n, person, served, billedRupiah, diagnosis, visit }) =>
	envelope(
		`k-${n}`,
		served,
		'claim',
		{
			...{ claim: `K-${n}`, service: 'outpatient', diagnoses: [diagnosis], billedRupiah },
			...{ serviceFrom: served, serviceTo: served, nik: nikOf(person), state: 'submitted', budgetYear: 2026 },
			...(visit && { visit: `V-${visit.n}` })
		},
		hospitalB
	)
);
export const courses = coursesOf(
	Array.from({ length: 23 }, (_, index) => addMonths('2025-01-01', index)),
	today
);

export type EvaluationCity = IngestCity & {
	setClock: (to: Date) => void;
	clock: () => Date;
	refresh: () => Promise<void>;
};

/** What was known by the counting comes first, then what came late: twice the analyst ran, as it does every day. */
export async function openEvaluationCity(): Promise<EvaluationCity> {
	let at = new Date(`${heldUntil}T23:00:00+07:00`);
	const clock = () => at;
	const opened = await openCity({ clock });
	const city: EvaluationCity = {
		...opened,
		clock,
		setClock: (to) => void (at = to),
		refresh: () => refreshAnalyst(opened, clock)
	};
	const { sql } = city.database;
	await sql`INSERT INTO facility (code, name, kind, beds, demo) VALUES (${clinic}, 'Puskesmas Uji', 'puskesmas', 0, true)
		ON CONFLICT (code) DO NOTHING`;
	await city.app.facilities.load();
	await sql`INSERT INTO user_account (id, name, user_name, role) VALUES ('dina', 'Dina', 'dina', 'planner')`;
	await setCeiling(city, 2026, 400_000_000, '2025-12-20');
	await setCeiling(city, 2026, 900_000_000, '2026-09-15');
	await setCeiling(city, 2027, 950_000_000, '2026-11-10');
	const events = [...visitEvents, ...memberEvents, ...claimEvents, ...courses.flatMap(eventsOf)].sort(
		(a, b) => (a.time < b.time ? -1 : 1)
	);
	await send(
		city,
		events.filter(({ time }) => time.slice(0, 10) <= heldUntil)
	);
	await judgeDue(city.app.sql, at, { usualMs: 0, dueMs: 0 });
	await audit(city);
	await city.refresh();
	city.setClock(now);
	await send(
		city,
		events.filter(({ time }) => time.slice(0, 10) > heldUntil)
	);
	await judgeDue(city.app.sql, at, { usualMs: 0, dueMs: 0 });
	await audit(city);
	await city.refresh();
	const isFacility = (code: string) => city.app.facilities.find(code) !== undefined;
	await freezeEndedWeeks({ sql: city.app.sql, clock, isFacility });
	await sql`INSERT INTO bed_use (facility, month, known_on, computed_at, days, beds, occupied, covered, stays, stay_days)
		VALUES (${hospitalA}, '2026-09-01', '2026-10-02', '2026-10-02T01:00:00Z', 30, 100, 60, 1, 40, 160),
			(${hospitalB}, '2026-09-01', '2026-10-02', '2026-10-02T01:00:00Z', 30, 50, 45, 0.2, 20, 60),
			(${hospitalA}, '2026-10-01', '2026-11-20', '2026-11-20T01:00:00Z', 31, 100, 90, 1, 44, 170)`;
	return city;
}

async function send(city: IngestCity, events: readonly object[]): Promise<void> {
	for (let start = 0; start < events.length; start += 1_000) {
		const { errors } = await city.app.ingest.submit(senders.importer, events.slice(start, start + 1_000));
		if (errors.length > 0) throw new Error(JSON.stringify(errors.slice(0, 3)));
	}
}

async function audit({ app, clock }: EvaluationCity): Promise<void> {
	const log = pino({ level: 'silent' });
	await new ClaimAudit({
		...{ sql: app.sql, clock, log, lastChange: () => 0 },
		audit: (input) => Promise.resolve(auditDesk(input))
	}).refresh();
}

/** As the server puts a document into words, out of the very message files. */
export function wordsIn(locale: Locale) {
	const folder = new URL(`../../src/lib/i18n/messages/${locale}/`, import.meta.url);
	const files = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'utf8'));
	const messages = Object.assign({}, ...files.map((text) => JSON.parse(text) as object)) as Record<
		string,
		unknown
	>;
	return evaluationWords(locale, (key, inputs = {}) => {
		const text = messages[key];
		if (typeof text !== 'string') throw new Error(`no message ${key} in ${locale}`);
		return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(inputs[name] ?? ''));
	});
}
