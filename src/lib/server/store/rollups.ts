/**
 * What a version adds to the rollups. One ledger gathers the effects of a whole transaction, plus for posted and minus
 * for reversed versions, and writes each table once, its rows sorted by key.
 */
import { epiWeekStart, monthOf } from '../../domain/period.ts';
import type { Changes } from '../../protocol/live.ts';
import { addInto, type Column, type Executor } from './bulk.ts';

export type DiseaseEffect = {
	icd3: string;
	occurredOn: string;
	kecamatan: string;
	facility: string;
	knownOn: string;
	visits: number;
};
export type ServiceEffect = {
	occurredOn: string;
	facility: string;
	service: string;
	knownOn: string;
	visits: number;
};
export type ItemEffect = { item: string; month: string; facility: string; knownOn: string; quantity: number };
export type ClaimEffect = {
	budgetYear: number;
	state: string;
	serviceMonth: string;
	transitionMonth: string;
	facility: string;
	service: string;
	knownOn: string;
	claims: number;
	billedRupiah: number;
	amountRupiah: number;
};
export type MemberEffect = {
	kecamatan: string;
	segment: string;
	status: string;
	jkn: string;
	knownOn: string;
	persons: number;
};

/** Sums rows that agree in all but their measures. */
class Sums<Row extends object> {
	readonly #rows = new Map<string, Row>();

	constructor(
		readonly keyOf: (row: Row) => string,
		readonly measures: readonly (keyof Row)[]
	) {}

	add(row: Row): void {
		const key = this.keyOf(row);
		const standing = this.#rows.get(key);
		if (!standing) {
			this.#rows.set(key, { ...row });
			return;
		}
		for (const measure of this.measures)
			standing[measure] = ((standing[measure] as number) + (row[measure] as number)) as Row[keyof Row];
	}

	/** Without those that cancel out, in the order of their keys. */
	sorted(): Row[] {
		return [...this.#rows.entries()]
			.filter(([, row]) => this.measures.some((measure) => row[measure] !== 0))
			.sort(([a], [b]) => (a < b ? -1 : 1))
			.map(([, row]) => row);
	}
}

const joined = (...parts: (string | number)[]) => parts.join('\u0001');
const column = <Row extends object>(
	name: string,
	type: Column<Row>['type'],
	field: keyof Row
): Column<Row> => ({ name, type, value: (row) => row[field] as string | number });

type DiseasePeriod = { icd3: string; grain: string; period: string; kecamatan: string; visits: number };
type VisitPeriod = { grain: string; period: string; facility: string; visits: number };
type ItemMonth = Omit<ItemEffect, 'knownOn'>;
type ClaimStanding = Omit<ClaimEffect, 'knownOn'>;

const claimKeys = [
	column<ClaimEffect>('budget_year', 'int4', 'budgetYear'),
	column<ClaimEffect>('state', 'text', 'state'),
	column<ClaimEffect>('service_month', 'date', 'serviceMonth'),
	column<ClaimEffect>('transition_month', 'date', 'transitionMonth'),
	column<ClaimEffect>('facility', 'text', 'facility'),
	column<ClaimEffect>('service', 'text', 'service')
];
const claimMeasures = [
	column<ClaimEffect>('claims', 'int4', 'claims'),
	column<ClaimEffect>('billed_rupiah', 'int8', 'billedRupiah'),
	column<ClaimEffect>('amount_rupiah', 'int8', 'amountRupiah')
];

const write = {
	diseaseEffect: addInto<DiseaseEffect>(
		'disease_effect',
		[
			column('icd3', 'text', 'icd3'),
			column('occurred_on', 'date', 'occurredOn'),
			column('kecamatan', 'text', 'kecamatan'),
			column('facility', 'text', 'facility'),
			column('known_on', 'date', 'knownOn')
		],
		[column('visits', 'int4', 'visits')]
	),
	diseasePeriod: addInto<DiseasePeriod>(
		'disease_period',
		[
			column('icd3', 'text', 'icd3'),
			column('grain', 'text', 'grain'),
			column('period', 'date', 'period'),
			column('kecamatan', 'text', 'kecamatan')
		],
		[column('visits', 'int4', 'visits')]
	),
	serviceEffect: addInto<ServiceEffect>(
		'service_effect',
		[
			column('occurred_on', 'date', 'occurredOn'),
			column('facility', 'text', 'facility'),
			column('service', 'text', 'service'),
			column('known_on', 'date', 'knownOn')
		],
		[column('visits', 'int4', 'visits')]
	),
	visitPeriod: addInto<VisitPeriod>(
		'visit_period',
		[
			column('grain', 'text', 'grain'),
			column('period', 'date', 'period'),
			column('facility', 'text', 'facility')
		],
		[column('visits', 'int4', 'visits')]
	),
	itemEffect: addInto<ItemEffect>(
		'item_effect',
		[
			column('item', 'text', 'item'),
			column('month', 'date', 'month'),
			column('facility', 'text', 'facility'),
			column('known_on', 'date', 'knownOn')
		],
		[column('quantity', 'int8', 'quantity')]
	),
	itemMonth: addInto<ItemMonth>(
		'item_month',
		[
			column('item', 'text', 'item'),
			column('month', 'date', 'month'),
			column('facility', 'text', 'facility')
		],
		[column('quantity', 'int8', 'quantity')]
	),
	claimEffect: addInto<ClaimEffect>(
		'claim_effect',
		[...claimKeys, column<ClaimEffect>('known_on', 'date', 'knownOn')],
		claimMeasures
	),
	claimStanding: addInto<ClaimStanding>(
		'claim_standing',
		claimKeys as unknown as Column<ClaimStanding>[],
		claimMeasures as unknown as Column<ClaimStanding>[]
	),
	memberEffect: addInto<MemberEffect>(
		'member_effect',
		[
			column('kecamatan', 'text', 'kecamatan'),
			column('segment', 'text', 'segment'),
			column('status', 'text', 'status'),
			column('jkn', 'text', 'jkn'),
			column('known_on', 'date', 'knownOn')
		],
		[column('persons', 'int4', 'persons')]
	)
};

export class EffectLedger {
	readonly #diseases = new Sums<DiseaseEffect>(
		(row) => joined(row.icd3, row.occurredOn, row.kecamatan, row.facility, row.knownOn),
		['visits']
	);
	readonly #services = new Sums<ServiceEffect>(
		(row) => joined(row.occurredOn, row.facility, row.service, row.knownOn),
		['visits']
	);
	readonly #items = new Sums<ItemEffect>(
		(row) => joined(row.item, row.month, row.facility, row.knownOn),
		['quantity']
	);
	readonly #claims = new Sums<ClaimEffect>(
		(row) => joined(claimStandingKey(row), row.knownOn),
		['claims', 'billedRupiah', 'amountRupiah']
	);
	readonly #members = new Sums<MemberEffect>(
		(row) => joined(row.kecamatan, row.segment, row.status, row.jkn, row.knownOn),
		['persons']
	);

	disease(effect: DiseaseEffect): void {
		this.#diseases.add(effect);
	}
	service(effect: ServiceEffect): void {
		this.#services.add(effect);
	}
	item(effect: ItemEffect): void {
		this.#items.add(effect);
	}
	claim(effect: ClaimEffect): void {
		this.#claims.add(effect);
	}
	member(effect: MemberEffect): void {
		this.#members.add(effect);
	}

	/** Sends every table's statement at once on the transaction's connection, which runs them in this order. */
	post(sql: Executor): { changes: Changes; written: Promise<unknown> } {
		const diseases = this.#diseases.sorted();
		const services = this.#services.sorted();
		const items = this.#items.sorted();
		const claims = this.#claims.sorted();
		const members = this.#members.sorted();
		const itemMonths = sumItemMonths(items);
		const standings = sumStandings(claims);
		const written = Promise.all([
			write.diseaseEffect(sql, diseases),
			write.diseasePeriod(sql, sumPeriods(diseases)),
			write.serviceEffect(sql, services),
			write.visitPeriod(sql, sumVisits(services)),
			write.itemEffect(sql, items),
			write.itemMonth(sql, itemMonths),
			write.claimEffect(sql, claims),
			write.claimStanding(sql, standings),
			write.memberEffect(sql, members)
		]);
		const changes = {
			...(diseases.length > 0 && { diseases: diseaseCells(diseases) }),
			...(services.length > 0 && { services: serviceCells(services) }),
			...(items.length > 0 && { drugs: drugCells(itemMonths) }),
			// Members are told by who judges them (jobs/membership-job): an event alone makes nobody's card count.
			...(claims.length > 0 && { claims: standings })
		};
		return { changes, written };
	}
}

const claimStandingKey = (row: ClaimStanding) =>
	joined(row.budgetYear, row.state, row.serviceMonth, row.transitionMonth, row.facility, row.service);

function sumPeriods(effects: readonly DiseaseEffect[]): DiseasePeriod[] {
	const sums = new Sums<DiseasePeriod>(
		(row) => joined(row.icd3, row.grain, row.period, row.kecamatan),
		['visits']
	);
	for (const { icd3, occurredOn, kecamatan, visits } of effects) {
		sums.add({ icd3, grain: 'week', period: epiWeekStart(occurredOn), kecamatan, visits });
		sums.add({ icd3, grain: 'month', period: monthOf(occurredOn), kecamatan, visits });
	}
	return sums.sorted();
}

function sumVisits(effects: readonly ServiceEffect[]): VisitPeriod[] {
	const sums = new Sums<VisitPeriod>((row) => joined(row.grain, row.period, row.facility), ['visits']);
	for (const { occurredOn, facility, visits } of effects) {
		sums.add({ grain: 'day', period: occurredOn, facility, visits });
		sums.add({ grain: 'month', period: monthOf(occurredOn), facility, visits });
	}
	return sums.sorted();
}

function sumItemMonths(effects: readonly ItemEffect[]): ItemMonth[] {
	const sums = new Sums<ItemMonth>((row) => joined(row.item, row.month, row.facility), ['quantity']);
	for (const { knownOn: _, ...row } of effects) sums.add(row);
	return sums.sorted();
}

function drugCells(rows: readonly ItemMonth[]) {
	const sums = new Sums<{ item: string; month: string; quantity: number }>(
		(row) => joined(row.item, row.month),
		['quantity']
	);
	for (const { item, month, quantity } of rows) sums.add({ item, month, quantity });
	return sums.sorted();
}

function sumStandings(effects: readonly ClaimEffect[]): ClaimStanding[] {
	const sums = new Sums<ClaimStanding>(claimStandingKey, ['claims', 'billedRupiah', 'amountRupiah']);
	for (const { knownOn: _, ...standing } of effects) sums.add(standing);
	return sums.sorted();
}

function diseaseCells(effects: readonly DiseaseEffect[]) {
	const sums = new Sums<{ icd3: string; kecamatan: string; day: string; visits: number }>(
		(row) => joined(row.icd3, row.kecamatan, row.day),
		['visits']
	);
	for (const { icd3, kecamatan, occurredOn, visits } of effects)
		sums.add({ icd3, kecamatan, day: occurredOn, visits });
	return sums.sorted();
}

function serviceCells(effects: readonly ServiceEffect[]) {
	const sums = new Sums<{ facility: string; service: string; day: string; visits: number }>(
		(row) => joined(row.facility, row.service, row.day),
		['visits']
	);
	for (const { facility, service, occurredOn, visits } of effects)
		sums.add({ facility, service, day: occurredOn, visits });
	return sums.sorted();
}
