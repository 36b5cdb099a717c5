/** *Kapitasi* by month, area and segment, and the share of catastrophic cases. */
import { scopeOf, type Subject } from '../../../domain/access.ts';
import { findKecamatan } from '../../../domain/area.ts';
import { catastrophicDiseases } from '../../../domain/catastrophic-diseases.ts';
import type { Evidence, EvidenceUnit } from '../../../domain/evidence.ts';
import type { BudgetView } from '../../../protocol/views/budget.ts';
import {
	capitationFigures,
	type BudgetCapitationView,
	type CapitationFigure,
	type CapitationPart
} from '../../../protocol/views/budget-capitation.ts';
import type { Locale } from '../../../protocol/refusals.ts';
import {
	readCapitation,
	readCatastrophic,
	readCatastrophicPercent,
	type CapitationRow
} from '../../store/budget/capitation-queries.ts';
import type { Transaction } from '../../store/bulk.ts';
import type { BudgetService } from '../budget.ts';
import { momentOf, readView, type Moment, type ServiceContext } from '../context.ts';
import { addressWith, type BudgetQuery } from './filter.ts';

const monthsAYear = 12;

export class BudgetCapitationService {
	constructor(
		readonly context: ServiceContext,
		readonly neighbours: { budget: Pick<BudgetService, 'load'> }
	) {}

	/** @throws InvalidFilter as the Budget page does. */
	async load(query: Pick<BudgetQuery, 'asOf' | 'year'>, locale: Locale): Promise<BudgetCapitationView> {
		const moment = momentOf(query.asOf, this.context.clock);
		const whole = await this.neighbours.budget.load({ ...query, facility: null, service: null });
		const { year } = whole.filter;
		return readView(this.context, moment, async (tx) => {
			const rows = this.#sees('members') ? await this.#readParts(tx, year, moment.today) : null;
			const diseases = this.#sees('claims') ? await readCatastrophic(tx, year, moment.today) : null;
			return {
				...{ filter: whole.filter, years: whole.years, months: whole.months, cost: whole.costPerMember },
				planRupiahPerMemberMonth: planOf(whole),
				parts: rows && partsOf(rows),
				catastrophic: {
					percent: await readCatastrophicPercent(tx, year, moment.today),
					rows:
						diseases?.map(({ disease, claims, committedRupiah }) => ({
							...{ disease, claims, committedRupiah },
							name: catastrophicDiseases.find(({ id }) => id === disease)?.names[locale] ?? ''
						})) ?? null
				},
				evidence: evidenceOf(whole, moment, {
					demo: this.context.demo,
					countedAt: (rows?.[0] ?? diseases?.[0])?.countedAt.toISOString() ?? null
				})
			};
		});
	}

	/** People as there were, where they are simulated at a scale and rupiah are whole. */
	async #readParts(tx: Transaction, year: number, today: string): Promise<CapitationRow[]> {
		const scale = this.context.reconstruction?.countScale ?? 1;
		return (await readCapitation(tx, year, today)).map((row) => ({
			...row,
			memberMonths: Math.round(row.memberMonths / scale)
		}));
	}

	#sees(subject: Subject): boolean {
		const { role } = this.context.viewer;
		return role === 'system' || scopeOf(role, subject) === 'all';
	}
}

function planOf({ revisions, members }: BudgetView): number | null {
	const ceiling = revisions.at(-1);
	if (!ceiling || !members || members.persons === 0) return null;
	return Math.round(ceiling.amountRupiah / members.persons / monthsAYear);
}

function partsOf(rows: readonly CapitationRow[]): NonNullable<BudgetCapitationView['parts']> {
	const [first] = rows;
	return {
		...{ from: first?.fromMonth ?? null, to: first?.toMonth ?? null },
		countedAt: first?.countedAt.toISOString() ?? null,
		areas: sumParts(
			rows,
			({ kecamatan }) => kecamatan,
			(code) => findKecamatan(code)?.name ?? ''
		),
		segments: sumParts(
			rows,
			({ segment }) => segment,
			(segment) => segment
		)
	};
}

/** The dearest first; those of whom nobody is a member last. */
function sumParts(
	rows: readonly CapitationRow[],
	keyOf: (row: CapitationRow) => string,
	nameOf: (key: string) => string
): CapitationPart[] {
	const sum = (own: readonly CapitationRow[], value: (row: CapitationRow) => number) =>
		own.reduce((all, row) => all + value(row), 0);
	return [...new Set(rows.map(keyOf))]
		.map((key) => {
			const own = rows.filter((row) => keyOf(row) === key);
			const memberMonths = sum(own, (row) => row.memberMonths);
			const committedRupiah = sum(own, (row) => row.committedRupiah);
			return {
				...{ key, name: nameOf(key), memberMonths, committedRupiah },
				claims: sum(own, (row) => row.claims),
				rupiahPerMemberMonth: memberMonths > 0 ? Math.round(committedRupiah / memberMonths) : null
			};
		})
		.sort((a, b) => (b.rupiahPerMemberMonth ?? -1) - (a.rupiahPerMemberMonth ?? -1));
}

const units: Record<CapitationFigure, EvidenceUnit> = {
	cost: 'rupiah-per-member-month',
	plan: 'rupiah-per-member-month',
	premium: 'rupiah-per-member-month',
	part: 'rupiah-per-member-month',
	catastrophic: 'percent'
};
const tables: Record<CapitationFigure, string> = {
	cost: 'claim',
	plan: 'budget',
	premium: 'domain/programme',
	part: 'capitation_area',
	catastrophic: 'catastrophic_year'
};

function evidenceOf(
	{ filter, snapshot }: BudgetView,
	moment: Moment,
	{ demo, countedAt }: { demo: boolean; countedAt: string | null }
): Record<CapitationFigure, Evidence> {
	const of = (figure: CapitationFigure): Evidence => ({
		measure: `money_measure_capitation_${figure}`,
		unit: units[figure],
		asOf: (figure === 'part' || figure === 'catastrophic' ? countedAt : null) ?? moment.now.toISOString(),
		dateBasis: figure === 'plan' || figure === 'premium' ? 'known' : 'occurred',
		completeness: null,
		formula: `money_formula_capitation_${figure}`,
		rows: { table: tables[figure], where: { budget_year: String(filter.year) } },
		url: addressWith('/budget/capitation', { ...filter, asOf: snapshot.asOf }),
		demo
	});
	return Object.fromEntries(capitationFigures.map((figure) => [figure, of(figure)])) as Record<
		CapitationFigure,
		Evidence
	>;
}
