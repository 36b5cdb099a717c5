/** A city whose every answer to readers of totals is kept: what the tests of disclosure share. */
import { parse } from 'csv-parse/sync';
import { kecamatan } from '../../src/lib/domain/area.ts';
import type { PlanMove } from '../../src/lib/domain/drug-plan.ts';
import { addDays } from '../../src/lib/domain/period.ts';
import type { Role } from '../../src/lib/domain/role.ts';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import { topics, type Delta, type Topic } from '../../src/lib/protocol/live.ts';
import { lplpoColumns, planColumns } from '../../src/lib/protocol/plan-sheets.ts';
import { rkoColumns } from '../../src/lib/protocol/rko.ts';
import { liveScopeOf, mayWatch, roomOf } from '../../src/lib/protocol/live-scope.ts';
import { resourceNames, type ResourceName } from '../../src/lib/protocol/api/queries.ts';
import type { LiveServer } from '../../src/lib/server/live/hub.ts';
import { keepHeldCounts } from '../../src/lib/server/services/evaluation/keep-held.ts';
import { freezeEndedWeeks } from '../../src/lib/server/services/freeze-weeks.ts';
import type { Services } from '../../src/lib/server/services/index.ts';
import { judgeDue } from '../../src/lib/server/jobs/membership-job.ts';
import { loadHistory, reckon } from './disclosure-history.ts';
import { hospitalA, hospitalB, member, openCity, senders, visit, type IngestCity } from './ingest-city.ts';

/** ICD-10 of two diseases that pages show, and of a condition that none does. */
export const conditions = { dengue: 'A91', diare: 'A09', other: 'Z00' } as const;
export type Condition = keyof typeof conditions;
export const shownDiseases = ['dengue', 'diare'] as const;
export const areas = kecamatan.slice(0, 3).map(({ code }) => code);

/** One visit: when it happened, and how many days later it was reported. */
export type Patient = {
	condition: Condition;
	area: string;
	day: string;
	daysLate: number;
	hospital: typeof hospitalA | typeof hospitalB;
	tablets: number;
	/** Whose card the register reports along with it. */
	isMember: boolean;
};

export const viewerOf = (role: Role): Viewer => ({ name: `user:${role}`, role, facility: null });
export const at = (day: string, hour = 9) => new Date(`${day}T${String(hour).padStart(2, '0')}:00:00+07:00`);

/** Where a number stood in an answer, and the number. */
export type Answers = Map<string, number>;

/** They count events, commits and senders, or name an instant: none is a number of persons. */
const notPersons = /(^|\.)(change|accepted|claims|limit)$|snapshot|sources|evidence|\.(from|to)$/;

export function flatten(value: unknown, path: string, found: Answers): void {
	if (typeof value === 'number' && !notPersons.test(path)) found.set(path, value);
	else if (Array.isArray(value))
		value.forEach((one, index) => flatten(one, `${path}[${placeOf(one, index)}]`, found));
	else if (value !== null && typeof value === 'object')
		for (const [name, one] of Object.entries(value)) flatten(one, `${path}.${name}`, found);
}

/** Rows are told apart by what they are about: their order may differ. */
function placeOf(row: unknown, index: number): string {
	if (row === null || typeof row !== 'object') return String(index);
	const names = [
		'disease',
		'group',
		'item',
		'area',
		'period',
		'month',
		'day',
		'facility',
		'ward',
		'state',
		'key'
	];
	const said = names.flatMap((name) => {
		const value = (row as Record<string, unknown>)[name];
		return typeof value === 'string' ? [value] : [];
	});
	return said.length > 0 ? said.join(' ') : String(index);
}

export class WatchedCity {
	readonly deltas = new Map<string, Delta[]>();
	readonly #keys = new Map<Role, string>();
	#serial = 0;
	#clock: Date;

	private constructor(
		readonly city: IngestCity,
		clock: () => Date,
		readonly setClock: (now: Date) => void
	) {
		this.#clock = clock();
	}

	/** @param hasHistory a year that is known before the start; without it nothing is forecast. */
	static async open(start: string, hasHistory = false): Promise<WatchedCity> {
		let now = at(start);
		const clock = () => now;
		const watched = new WatchedCity(await openCity({ clock }), clock, (next) => (now = next));
		if (hasHistory) await loadHistory(watched.city);
		await watched.#followLive();
		return watched;
	}

	get now(): Date {
		return this.#clock;
	}

	goTo(now: Date): void {
		this.#clock = now;
		this.setClock(now);
	}

	close = () => this.city.close();

	/** As the jobs do, when a week is frozen: what the evaluation tells of persons is counted with it. */
	async freeze(): Promise<number> {
		const { sql, facilities } = this.city.app;
		await keepHeldCounts(sql, this.#clock);
		const isFacility = (code: string) => facilities.find(code) !== undefined;
		return freezeEndedWeeks({ sql, clock: () => this.#clock, isFacility });
	}

	/** As the jobs do, when a month is complete. */
	reckon = () => reckon(this.city, () => this.#clock);

	/** One step of next year's order plan of medicines. */
	async plan(move: PlanMove, fields: Record<string, string> = {}): Promise<void> {
		const planner = viewerOf('planner');
		const { drugPlan } = this.city.app.servicesFor(planner);
		const { number, year } = await drugPlan.load(planner, { asOf: null, year: null });
		const form = new FormData();
		const said = { year: String(year), seen: String(number), ...fields };
		for (const [name, value] of Object.entries(said)) form.set(name, value);
		const answer = await drugPlan.moveByForm(planner, move, form);
		if (answer.outcome !== 'done') throw new Error(JSON.stringify(answer));
	}

	/** Everybody is reported now. `version` 2 corrects what was said of the same visit before. */
	async report(patients: readonly Patient[], first: number, version = 1): Promise<void> {
		for (const hospital of [hospitalA, hospitalB]) {
			const events = patients.flatMap((patient, index) =>
				patient.hospital === hospital ? [this.#visitOf(patient, first + index, version)] : []
			);
			if (events.length === 0) continue;
			const sender = hospital === hospitalA ? senders.hospitalA : senders.hospitalB;
			const answer = await this.city.app.ingest.submit(sender, events);
			if (answer.accepted !== events.length) throw new Error(JSON.stringify(answer));
		}
		const members = patients.map(({ isMember }, index) => this.#memberOf(isMember, first + index, version));
		const answer = await this.city.app.ingest.submit(senders.register, members);
		if (answer.accepted !== members.length) throw new Error(JSON.stringify(answer));
		await judgeDue(this.city.app.sql, this.#clock, { usualMs: 0, dueMs: 0 });
	}

	#visitOf({ condition, area, day, tablets }: Patient, number: number, version: number) {
		this.#serial += 1;
		return visit(
			`v-${number}-${version}-${this.#serial}`,
			{
				...{ visit: `V-${number}`, nik: nikOf(number), kecamatan: area },
				diagnoses: [conditions[condition]],
				arrivedAt: at(day, 8).toISOString(),
				drugs: [{ item: 'paracetamol-500', quantity: tablets }]
			},
			{ time: this.#clock.toISOString() }
		);
	}

	#memberOf(isMember: boolean, number: number, version: number) {
		this.#serial += 1;
		return member(
			`m-${number}-${version}-${this.#serial}`,
			{ nik: nikOf(number), registerStatus: isMember ? 'active' : 'moved' },
			{ time: this.#clock.toISOString() }
		);
	}

	/** Every room of the live line that a reader of totals may be in, and the planner's for comparison. */
	async #followLive(): Promise<void> {
		const { hub } = this.city.app;
		const rooms = new Map<string, unknown>();
		const line = {
			of: () => ({ adapter: { rooms } }),
			emit: () => undefined,
			to: (room: string) => ({
				emit: (_: string, delta: Delta) =>
					void this.deltas.set(room, [...(this.deltas.get(room) ?? []), delta])
			})
		};
		await hub.start(line as unknown as LiveServer);
		for (const viewer of (['public', 'executive', 'planner'] as const).map(viewerOf))
			for (const topic of topics)
				if (mayWatch(viewer, topic))
					await hub.watch({ topic, since: hub.lastChange }, liveScopeOf(viewer, topic), (room) =>
						rooms.set(room, true)
					);
	}

	/** What a viewer heard, summed as a page does it. */
	heard(role: Role): Answers {
		const found: Answers = new Map();
		const add = (path: string, value: number) => found.set(path, (found.get(path) ?? 0) + value);
		for (const topic of topics) {
			for (const { changes } of this.deltas.get(this.#roomOf(role, topic)) ?? []) {
				for (const { facility, service, day, visits } of changes.services ?? [])
					add(`live ${topic} visits ${facility} ${service} ${day}`, visits);
				for (const { kecamatan: area, segment, status, jkn, persons } of changes.members ?? [])
					add(`live ${topic} members ${area} ${segment} ${status} ${jkn}`, persons);
				for (const { icd3, kecamatan: area, day, visits } of changes.diseases ?? [])
					add(`live ${topic} diseases ${icd3} ${area} ${day}`, visits);
				for (const { item, month, quantity } of changes.drugs ?? [])
					add(`live ${topic} drugs ${item} ${month}`, quantity);
			}
		}
		return found;
	}

	#roomOf(role: Role, topic: Topic): string {
		return roomOf(topic, liveScopeOf(viewerOf(role), topic));
	}

	/** Every number that a role may get, of now and of each of the past days. */
	async ask(role: Role, weeks: readonly string[], days: readonly string[]): Promise<Answers> {
		const found: Answers = this.heard(role);
		const services = this.city.app.servicesFor(viewerOf(role));
		for (const asOf of [null, ...days]) {
			const keep = (name: string, value: unknown) => flatten(value, `${name} asOf=${asOf ?? 'now'}`, found);
			keep('public', await services.public.load({ asOf, ward: null, kecamatan: null, url: '/public' }));
			if (role !== 'public') await this.#askPages(services, weeks, asOf, keep);
			await this.#askApi(role, asOf, keep);
		}
		if (role === 'executive') flatten(await this.city.app.services.alerts.findStanding(), 'alerts', found);
		return found;
	}

	/** Of the present what is planned of medicines alone, between two looks at everything. */
	async askOrders(role: Role): Promise<Answers> {
		const found: Answers = new Map();
		const services = this.city.app.servicesFor(viewerOf(role));
		await this.#askPlans(services, null, (name, value) => flatten(value, `${name} draft`, found));
		return found;
	}

	async #askPages(
		services: Services,
		weeks: readonly string[],
		asOf: string | null,
		keep: (name: string, value: unknown) => void
	): Promise<void> {
		keep('overview', await services.overview.load({ asOf }));
		keep('budget', await services.budget.load({ asOf, year: null, facility: null, service: null }));
		const query = { asOf, year: null, facility: null, service: null, stage: null };
		keep('budget owed', await services.budgetOwed.load(query, 'en'));
		keep('budget delay', await services.budgetDelay.load(query));
		keep('budget drivers', await services.budgetDrivers.load(query));
		keep('budget capitation', await services.budgetCapitation.load(query, 'en'));
		keep('budget recap', await services.budgetRecap.load(query));
		const past = new URLSearchParams(asOf === null ? {} : { asOf });
		keep('budget next year', await services.budgetNextYear.load(services.context.viewer, past));
		keep('evaluation', await services.evaluation.load({ asOf, year: null }));
		const drugs = { item: 'paracetamol-500', ven: null, kecamatan: null, asOf };
		for (const facility of [null, hospitalA])
			keep(`drugs ${facility}`, await services.drugs.load({ ...drugs, facility }));
		await this.#askPlans(services, asOf, keep);
		for (const disease of shownDiseases)
			for (const area of [null, areas[0] ?? null]) {
				if (asOf === null) await this.#askChain(services, { disease, area }, keep);
				for (const period of weeks) {
					const query = { disease, kecamatan: area, grain: 'week', period, asOf };
					keep(`diseases ${disease} ${area} ${period}`, await services.diseases.load(query));
				}
				const query = { disease, kecamatan: area, grain: 'month', period: null, asOf };
				keep(`diseases ${disease} ${area} month`, await services.diseases.load(query));
			}
	}

	/** What is reckoned ahead of medicines, and what is ordered of it, as pages and as files. */
	async #askPlans(
		services: Services,
		asOf: string | null,
		keep: (name: string, value: unknown) => void
	): Promise<void> {
		const { drugForecast, drugPlan, planFiles, rko, context } = services;
		const item = 'paracetamol-500';
		for (const facility of [null, hospitalA])
			keep(`forecast ${facility}`, await drugForecast.load({ item, facility, asOf }));
		const plan = { asOf, year: null };
		keep('plan', await drugPlan.load(context.viewer as Viewer, plan));
		const files = {
			rko: await planFiles.file(context.viewer, plan, { kind: 'rko', format: 'csv', locale: 'en' }),
			lplpo: await planFiles.file(context.viewer, plan, { kind: 'lplpo', format: 'csv', locale: 'en' }),
			use: await rko.file(
				context.viewer,
				{ item: null, ven: null, kecamatan: null, facility: null, asOf },
				'csv',
				'en'
			)
		};
		for (const [name, file] of Object.entries(files))
			if (file !== null) keep(`file ${name}`, cellsOf(String(file.body), rowNames[name as FileName]));
	}

	/** The chain knows no past day. */
	async #askChain(
		{ chain, context }: Services,
		{ disease, area }: { disease: string; area: string | null },
		keep: (name: string, value: unknown) => void
	): Promise<void> {
		const levers: Record<string, string | null> = { disease, kecamatan: area, size: '3', weeks: '8' };
		keep(`chain ${disease} ${area}`, await chain.load(context.viewer, (name) => levers[name] ?? null));
	}

	async #askApi(
		role: Role,
		asOf: string | null,
		keep: (name: string, value: unknown) => void
	): Promise<void> {
		const key =
			this.#keys.get(role) ?? (await this.city.app.keys.create({ party: null, role, facility: null }));
		this.#keys.set(role, key);
		const past = asOf === null ? '' : `&asOf=${asOf}`;
		const asked: [ResourceName, string][] = [
			...resourceNames.map((name): [ResourceName, string] => [name, 'limit=1000']),
			['visits', 'grain=month&limit=1000'],
			['visits', 'facility=3275013&limit=1000'],
			['visits', 'service=outpatient&limit=1000'],
			['diseases', 'by=kecamatan&limit=1000'],
			['diseases', `kecamatan=${areas[0]}&limit=1000`],
			['diseases', 'grain=month&limit=1000'],
			['diseases', 'facility=3275013&limit=1000'],
			['drugs', 'facility=3275013&limit=1000']
		];
		for (const [resource, query] of asked) {
			const answer = await this.city.app.services.readApi.answer(resource, {
				url: new URL(`http://localhost/api/v1/${resource}?${query}${past}`),
				authorization: `Bearer ${key}`,
				...{ accept: null, acceptLanguage: 'en' },
				findKey: (token) => this.city.app.keys.find(token),
				readApiOf: (viewer) => this.city.app.servicesFor(viewer).readApi
			});
			if (answer.status >= 500) throw new Error(answer.body);
			const { data } = JSON.parse(answer.body) as { data?: unknown };
			if (answer.status === 200) keep(`api ${resource} ${query}`, data);
		}
	}
}

/** Headings of the columns that tell a file's rows apart. */
const rowNames = {
	rko: [planColumns.item.en],
	lplpo: [lplpoColumns.facility.en, lplpoColumns.month.en, lplpoColumns.item.en],
	use: [rkoColumns.item.en]
} as const;
type FileName = keyof typeof rowNames;

/** Numbers of a file, by what its row is about and its column's heading; of the lines above the table by their label. */
function cellsOf(csv: string, names: readonly string[]): Record<string, Record<string, number>> {
	const rows = parse(csv, { bom: true, relaxColumnCount: true }) as string[][];
	const head = rows.findIndex((cells) => names.every((name) => cells.includes(name)));
	const headings = rows[head] ?? [];
	if (head < 0) throw new Error(`no table with ${names.join(', ')}`);
	const found = new Map<string, Record<string, number>>();
	for (const [row, cells] of rows.entries()) {
		const isTitle = row <= head;
		const label = isTitle ? cells[0] : names.map((name) => cells[headings.indexOf(name)]).join(' ');
		// A row of sums is about nothing.
		const key = label === undefined || label.trim() === '' ? `row ${row - head}` : label;
		if (found.has(key)) throw new Error(`two rows are called ${key}`);
		found.set(
			key,
			Object.fromEntries(
				cells.flatMap((cell, column) => {
					const heading = isTitle ? String(column) : (headings[column] ?? String(column));
					return /^-?[\d.]+$/.test(cell) && !names.includes(heading)
						? [[heading, Number(cell)] as const]
						: [];
				})
			)
		);
	}
	return Object.fromEntries(found);
}

/** Nobody has such a number: its last four digits are noughts. */
const nikOf = (number: number) =>
	`327501${String((number % 28) + 1).padStart(2, '0')}01${String(Math.floor(number / 28) % 100).padStart(2, '0')}0000`;

export const lastDayOfFreezing = (sunday: string) => addDays(sunday, 9);
