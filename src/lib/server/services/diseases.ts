import { alertCount } from '../../analytics/surveillance/skdr-rules.ts';
import type { ChosenBasis } from '../../analytics/basis/one-basis.ts';
import { findKecamatan, kecamatan as allKecamatan, outsideArea, unknownArea } from '../../domain/area.ts';
import { areComparable, type Counted } from '../../domain/basis.ts';
import type { Evidence } from '../../domain/evidence.ts';
import { eachPeriod, isGrain, lastDayOf, movePeriod, yearBefore, type Grain } from '../../domain/grain.ts';
import { addDays } from '../../domain/period.ts';
import {
	diseaseGroups,
	findDiseaseGroupByCategory,
	findSkdrDisease,
	type DiseaseGroup,
	type SkdrRule
} from '../../domain/surveillance-diseases.ts';
import type {
	DiseaseAreaRow,
	DiseaseEvidence,
	DiseaseGroupRow,
	DiseaseSeason,
	DiseasesView,
	DiseaseTrendPoint
} from '../../protocol/views/diseases.ts';
import type { Transaction } from '../store/bulk.ts';
import {
	readCaseTallies,
	readCountedGrains,
	readVisitsByArea,
	readVisitsByCategory,
	readVisitsOfFacilities,
	type Span,
	type VisitGrain
} from '../store/disease-queries.ts';
import { countFacilitiesInFeed } from '../store/feed.ts';
import { momentOf, readView, type Moment, type ServiceContext } from './context.ts';
import { chooseCounts } from './disease-counts.ts';
import { findFeedStartFor, readAsProduct, readShownCounts, seesOnlyTotals } from './frozen.ts';
import { areaTrendOf, courseOf, seasonKindOf, seasonSpan, seasonYearOf } from './disease-season.ts';
import { readNowcast } from './disease-nowcast.ts';
import {
	choosePeriod,
	readDiseaseFilter,
	spanOf,
	trendWindow,
	type DiseaseFilter,
	type DiseaseQuery,
	type Window
} from './disease-filter.ts';

type Scope = { tx: Transaction; filter: DiseaseFilter; moment: Moment; feedStart: string | null };
type Chosen = (group: string, period: string) => ChosenBasis;

export class DiseasesService {
	constructor(readonly context: ServiceContext) {}

	load(query: DiseaseQuery): Promise<DiseasesView> {
		const moment = momentOf(query.asOf, this.context.clock);
		const filter = readDiseaseFilter(query);
		return readView(this.context, moment, async (tx) => {
			const feedStart = await findFeedStartFor(this.context, tx, moment);
			return this.#read({ tx, filter, moment, feedStart });
		});
	}

	async #read(scope: Scope): Promise<Omit<DiseasesView, 'snapshot'>> {
		const { tx, filter, moment, feedStart } = scope;
		const { group, grain, kecamatan } = filter;
		const counted = await readCountedGrains(tx, group.id, moment.asOf);
		const firsts = [feedStart, ...counted.filter((one) => one.grain === grain).map(({ first }) => first)];
		const window = trendWindow(grain, moment.today, earliestOf(firsts));
		const counts = await this.#countDisease(scope, window);
		const figureOf = (period: string) => pick(counts(group.id, period), kecamatan);
		const chosen = choosePeriod(grain, window, filter.period, (period) => figureOf(period) !== null);
		const previous = movePeriod(grain, chosen, -1);
		const periods = { open: window.open, chosen, previous };
		const groups = await this.#countGroups(scope, Object.values(periods));
		const reporting = await this.#findReporting(scope, chosen, figureOf(chosen));
		return {
			filter: { disease: group.id, kecamatan, grain },
			icd10: [...group.icd10],
			openPeriod: window.open,
			chosenPeriod: chosen,
			previousPeriod: previous,
			trend: trendOf(filter, window, figureOf),
			areas: areasOf(counts(group.id, chosen), counts(group.id, previous)),
			nowcast: this.#isBlurred ? [] : await readNowcast(tx, { filter, moment, figureOf }),
			areaTrend: areaTrendOf(
				allKecamatan.map(({ code }) => code),
				eachPeriod(grain, window.first, window.open),
				(period) => counts(group.id, period)
			),
			season: await this.#readSeason(scope, chosen, window.open),
			groups: groupRows(filter, periods, groups),
			counted: counted.flatMap(({ grain: name, periods: number }) =>
				isGrain(name) ? [{ grain: name, periods: number }] : []
			),
			feedStart,
			reporting,
			isRounded: this.#isBlurred,
			evidence: this.#evidence(scope, chosen, reporting, figureOf(chosen))
		};
	}

	#isFacility = (code: string) => this.context.facilities.find(code) !== undefined;

	/** For every period of the trend and of the year before it. */
	#countDisease(scope: Scope, { first, open }: Window): Promise<Chosen> {
		const { grain } = scope.filter;
		const from = movePeriod(grain, yearBefore(grain, first) ?? movePeriod(grain, first, -53), -1);
		return this.#countSpan(scope, { from, to: lastDayOf(grain, open) });
	}

	/** Quartiles of rounded counts would be a second rounding of the same: they are for those who see the counts. */
	async #readSeason(scope: Scope, chosen: string, openPeriod: string): Promise<DiseaseSeason | null> {
		const { grain, group, kecamatan } = scope.filter;
		const kind = seasonKindOf(grain);
		if (kind === null || this.#isBlurred) return null;
		const year = seasonYearOf(kind, chosen);
		const { from, to } = seasonSpan(kind, year);
		const counts = await this.#countSpan(scope, { from, to: lastDayOf(grain, to) });
		const figureOf = (period: string) => pick(counts(group.id, period), kecamatan);
		return courseOf({ kind, year, openPeriod, figureOf });
	}

	/** The chosen disease by kecamatan. */
	async #countSpan(scope: Scope, span: Span): Promise<Chosen> {
		const { tx, filter, moment, feedStart } = scope;
		const { group, grain } = filter;
		if (this.#isBlurred) return this.#readShown(scope, [group.id], span);
		const query = { codes: group.icd10, grain: visitGrain(grain), asOf: moment.asOf };
		const tallies = await readCaseTallies(tx, { ...query, codes: [group.id], grain }, [span]);
		const counting = [...new Set(tallies.map(({ reporter }) => reporter))].filter(this.#isFacility);
		const groupOf = () => group.id;
		const visits = await readVisitsByArea(tx, query, span);
		const facilityVisits = await readVisitsOfFacilities(tx, query, span, counting);
		return chooseCounts({
			...{ grain, feedStart, groupOf, tallies, visits, facilityVisits },
			isFacility: this.#isFacility
		});
	}

	/** Every group, in a few periods; in the filter's kecamatan alone where it names one. */
	async #countGroups(scope: Scope, periods: string[]): Promise<Chosen> {
		const { tx, filter, moment, feedStart } = scope;
		const { grain, kecamatan } = filter;
		const spans = [...new Set(periods)].map((period) => spanOf(grain, period));
		if (this.#isBlurred) return this.#readShownGroups(scope, spans);
		const codes = diseaseGroups.flatMap(({ icd10 }) => icd10);
		const query = { codes, grain: visitGrain(grain), asOf: moment.asOf };
		const groups = diseaseGroups.map(({ id }) => id);
		const tallies = await readCaseTallies(tx, { ...query, codes: groups, grain }, spans);
		const counting = [...new Set(tallies.map(({ reporter }) => reporter))].filter(this.#isFacility);
		const visits = await readVisitsByCategory(tx, query, spans, kecamatan);
		const own = (
			await Promise.all(spans.map((span) => readVisitsOfFacilities(tx, query, span, counting)))
		).flat();
		// Without a kecamatan only the whole is told: where the visits live does not matter to it.
		const place = <T extends { kecamatan: string }>(row: T) => ({
			...row,
			kecamatan: kecamatan ?? unknownArea
		});
		return chooseCounts({
			...{ grain, feedStart, tallies, isFacility: this.#isFacility },
			groupOf: (icd3) => findDiseaseGroupByCategory(icd3)?.id ?? '',
			visits: visits.map(place),
			facilityVisits: own.filter((row) => kecamatan === null || row.kecamatan === kecamatan).map(place)
		});
	}

	get #isBlurred(): boolean {
		return seesOnlyTotals(this.context.viewer);
	}

	/** Which facilities send is no count of persons, and may be known by everybody. */
	#findReporting(scope: Scope, period: string, figure: Counted | null) {
		if (!this.#isBlurred) return findReporting(scope, period, figure);
		return readAsProduct(this.context, (tx) => findReporting({ ...scope, tx }, period, figure));
	}

	#readShown({ tx, filter, moment }: Scope, groups: readonly string[], span: Span): Promise<Chosen> {
		return readShownCounts(this.context, tx, { groups, grain: filter.grain, span, asOf: moment.asOf });
	}

	/** The open period and the two that are compared may lie years apart: each is asked for by itself. */
	async #readShownGroups(scope: Scope, spans: readonly Span[]): Promise<Chosen> {
		const groups = diseaseGroups.map(({ id }) => id);
		const shown = await Promise.all(
			spans.map(async (span) => ({ span, figures: await this.#readShown(scope, groups, span) }))
		);
		const none: ChosenBasis = { whole: null, parts: new Map() };
		return (group, period) => shown.find(({ span }) => span.from === period)?.figures(group, period) ?? none;
	}

	#evidence(
		{ filter, moment }: Scope,
		chosen: string,
		completeness: Evidence['completeness'],
		figure: Counted | null
	): DiseaseEvidence {
		const { group, grain, kecamatan } = filter;
		const isTally = figure?.kind === 'tally';
		const where = {
			...(isTally ? { measure: 'cases', code: group.id } : { icd3: group.icd10.join(' ') }),
			...(kecamatan === null ? {} : isTally ? { area: kecamatan } : { kecamatan }),
			grain
		};
		const base: Evidence = {
			measure: isTally ? 'diseases_measure_cases' : 'diseases_measure_visits',
			unit: isTally ? 'cases' : 'visits',
			asOf: moment.now.toISOString(),
			dateBasis: 'occurred',
			completeness,
			formula: this.#isBlurred ? 'diseases_formula_frozen' : 'diseases_formula_basis',
			rows: { table: this.#isBlurred ? 'lattice' : isTally ? 'tally' : 'disease_effect', where },
			url: urlOf(filter, chosen, moment),
			demo: this.context.demo
		};
		const { grain: _, ...rest } = where;
		return {
			trend: base,
			areas: { ...base, rows: { ...base.rows, where: { ...where, period: chosen } } },
			rate: { ...base, formula: 'diseases_formula_rate', measure: 'diseases_measure_rate', unit: 'ratio' },
			season: { ...base, formula: 'diseases_formula_season' },
			nowcast: { ...base, formula: 'diseases_formula_nowcast', dateBasis: 'occurred' },
			groups: {
				...base,
				formula: 'diseases_formula_groups',
				rows: { ...base.rows, where: { grain, ...rest } }
			}
		};
	}
}

const visitGrain = (grain: Grain): VisitGrain => (grain === 'week' ? 'week' : 'month');

function earliestOf(days: readonly (string | null)[]): string | null {
	return days.reduce((a, b) => (a === null || (b !== null && b < a) ? b : a), null);
}

function pick(counts: ChosenBasis, kecamatan: string | null): Counted | null {
	return kecamatan === null ? counts.whole : (counts.parts.get(kecamatan) ?? null);
}

const ruleOf = ({ skdr }: DiseaseGroup): SkdrRule | null => findSkdrDisease(skdr ?? '')?.rule ?? null;

/** From which count on a week alerts, held against a week before it that stands on the same basis. */
function alertAt(
	rule: SkdrRule | null,
	grain: Grain,
	now: Counted | null,
	before: Counted | null
): number | null {
	if (rule === null || grain !== 'week') return null;
	const previous = before && (now === null || areComparable(now, before)) ? before.value : null;
	return alertCount(rule, previous);
}

function trendOf(
	{ grain, group }: DiseaseFilter,
	{ first, open }: Window,
	figureOf: (period: string) => Counted | null
): DiseaseTrendPoint[] {
	return eachPeriod(grain, first, open).map((period) => {
		const now = figureOf(period);
		const past = yearBefore(grain, period);
		return {
			period,
			now,
			lastYear: past === null ? null : figureOf(past),
			isOpen: period === open,
			alertAt: alertAt(ruleOf(group), grain, now, figureOf(movePeriod(grain, period, -1)))
		};
	});
}

/** The kecamatan, and the buckets where anything was counted in them. */
function areasOf(now: ChosenBasis, previous: ChosenBasis): DiseaseAreaRow[] {
	const buckets = [outsideArea, unknownArea].filter(
		(area) => (now.parts.get(area)?.value ?? 0) !== 0 || (previous.parts.get(area)?.value ?? 0) !== 0
	);
	return [...allKecamatan.map(({ code }) => code), ...buckets].map((area) => ({
		area,
		now: now.parts.get(area) ?? null,
		previous: previous.parts.get(area) ?? null,
		population: findKecamatan(area)?.population.persons ?? null
	}));
}

function groupRows(
	{ grain, kecamatan }: DiseaseFilter,
	periods: { open: string; chosen: string; previous: string },
	counts: Chosen
): DiseaseGroupRow[] {
	return diseaseGroups.map((group) => {
		const figure = (period: string) => pick(counts(group.id, period), kecamatan);
		const rule = ruleOf(group);
		const open = figure(periods.open);
		const chosen = figure(periods.chosen);
		const previous = figure(periods.previous);
		const follows = movePeriod(grain, periods.chosen, 1) === periods.open;
		return {
			...{ group: group.id, rule, open, chosen, previous },
			openAlertAt: alertAt(rule, grain, open, follows ? chosen : null),
			chosenAlertAt: alertAt(rule, grain, chosen, previous)
		};
	});
}

/** Who of those that send visits sent any in the period; not asked of long periods, nor of ready-made counts. */
async function findReporting({ tx, filter, moment }: Scope, period: string, figure: Counted | null) {
	const { grain } = filter;
	if (figure === null || figure.kind === 'tally' || (grain !== 'week' && grain !== 'month')) return null;
	const { from, to } = spanOf(grain, period);
	return countFacilitiesInFeed(
		tx,
		{ since: addDays(to, grain === 'week' ? -27 : -59), from, to },
		moment.asOf
	);
}

function urlOf({ group, kecamatan, grain }: DiseaseFilter, period: string, { asOf }: Moment): string {
	const query = new URLSearchParams({ disease: group.id, grain, period });
	if (kecamatan !== null) query.set('kecamatan', kecamatan);
	if (asOf !== null) query.set('asOf', asOf);
	return `/diseases?${query}`;
}
