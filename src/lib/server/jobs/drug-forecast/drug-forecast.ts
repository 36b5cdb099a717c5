/**
 * Forecasts every listed medicine's use for the city and its facilities, off the event loop, and keeps what was said under
 * its day. An item whose history, stock and cases are what they were is not forecast again. One item is one short reading,
 * one task of the worker and one commit, so that nothing else waits for the whole city.
 */
import { hash } from 'node:crypto';
import type { EpisodeSeries } from '../../../analytics/drugs/expected-episodes.ts';
import type { ItemSeries, PlaceForecast } from '../../../analytics/drugs/forecast-item.ts';
import {
	forecastChances,
	lastCompleteMonth,
	leadMonths,
	type DrugForecast,
	type DrugMorbidity
} from '../../../domain/drug-forecast.ts';
import { medicines, type Medicine } from '../../../domain/medicines.ts';
import { addDays, addMonths, eachMonth, jakartaDay, monthOf, yearOf } from '../../../domain/period.ts';
import { systemViewer } from '../../../domain/viewer.ts';
import { readMonthlyCases } from '../../services/drug-cases.ts';
import { recordChange } from '../../store/changes.ts';
import type { Sql } from '../../store/connect.ts';
import { forgetDrugForecasts, keepDrugForecasts, readForecastDigests } from '../../store/drug-forecasts.ts';
import { readHeardMonths } from '../../store/drug-history.ts';
import { findFeedStart } from '../../store/feed.ts';
import { inSnapshot } from '../../store/snapshot.ts';
import { inTransaction } from '../../store/transaction.ts';
import { DueJob, type DueJobOptions } from '../due-job.ts';
import { readItem, type ItemFacts, type ItemGround } from './read-item.ts';
import { toForecasts, type Made } from './to-forecasts.ts';

export type DrugForecastOptions = DueJobOptions & {
	sql: Sql;
	facilities: { find: (code: string) => unknown };
	/** In a worker thread; in a test at once. */
	forecast: (input: ItemSeries) => Promise<PlaceForecast[]>;
	expect: (input: {
		series: EpisodeSeries[];
		horizon: number;
		from: number;
	}) => Promise<{ disease: string; cases: number | null }[]>;
};

const restMs = 3_600_000;
const historyMonths = 72;
/** Days of which every one is kept; before that the last of each month. */
const keptDays = 35;
/** To be raised whenever the method answers differently from the same history. */
const version = 1;

type Plan = { today: string; ground: ItemGround; horizon: number; totalFrom: number };
type Cases = ReadonlyMap<string, (number | null)[]>;
type Expected = ReadonlyMap<string, number | null>;

export class DrugForecastJob extends DueJob {
	readonly #options: DrugForecastOptions;
	readonly #viewer = systemViewer('drug-forecast');

	constructor(options: DrugForecastOptions) {
		super(options, 'medicines were not forecast', restMs, version);
		this.#options = options;
	}

	/** @returns how many items were forecast anew. */
	async refresh(): Promise<number> {
		const { sql, clock } = this.#options;
		const now = clock();
		const { change, plan, cases, digests } = await this.#readGround(jakartaDay(now));
		let expected: Promise<Expected> | null = null;
		let made = 0;
		for (const medicine of medicines) {
			const facts = await inSnapshot(sql, this.#viewer, (tx) => readItem(tx, medicine.id, plan.ground));
			const digest = digestOf(plan, facts, cases, medicine);
			// Of what nobody ever gave out, history cannot tell.
			const isUsed = facts.city.values.some((value) => value !== null && value > 0);
			if (!isUsed || digests.get(medicine.id) === digest) continue;
			expected ??= this.#expect(cases, plan);
			const asMade = { madeOn: plan.today, computedAt: now, version, digest, lastMonth: plan.ground.to };
			await this.#forecast(medicine, facts, plan, {
				...asMade,
				morbidity: morbidityOf(medicine, await expected)
			});
			made += 1;
		}
		// Of a city that tells nothing yet, the first that is learned need not wait.
		const isEmpty = made === 0 && digests.size === 0;
		const told = made === 0 ? null : await this.#tell(plan.today);
		this.settle(now, change, told, isEmpty ? new Date(now.getTime() - restMs) : now);
		return made;
	}

	#readGround(today: string) {
		const { sql, facilities } = this.#options;
		return inSnapshot(sql, this.#viewer, async (tx, change) => {
			const to = lastCompleteMonth(today);
			const from = addMonths(to, 1 - historyMonths);
			const heard = new Set(
				(await readHeardMonths(tx, { from, to })).map(({ facility, month }) => facility + month)
			);
			const isHeard = (facility: string, month: string) => heard.has(facility + month);
			const feedStart = await findFeedStart(tx, null);
			const groups = [
				...new Set(medicines.flatMap(({ perEpisode }) => perEpisode.map(({ group }) => group)))
			];
			const isFacility = (code: string) => facilities.find(code) !== undefined;
			const plan: Plan = {
				today,
				...horizonOf(to),
				ground: { from, to, open: monthOf(today), feedStart, isHeard }
			};
			const cases: Cases = await readMonthlyCases(tx, groups, { from, to }, isFacility);
			return { change, plan, cases, digests: await readForecastDigests(tx) };
		});
	}

	async #forecast(
		{ id }: Medicine,
		facts: ItemFacts,
		plan: Plan,
		made: Omit<Made, 'item' | 'plan' | 'months'>
	) {
		const { horizon, totalFrom, ground } = plan;
		const places = await this.#options.forecast({
			...{ horizon, totalFrom, chances: forecastChances, city: facts.city.values },
			facilities: facts.facilities.map(({ facility, values }) => ({ facility, values }))
		});
		const first = addMonths(ground.to, 1);
		const months = eachMonth(first, addMonths(first, horizon - 1));
		const rows = toForecasts(places, facts, { ...made, item: id, months, plan: planOf(ground.to) });
		await inTransaction(this.#options.sql, (tx) => keepDrugForecasts(tx, rows));
	}

	async #expect(cases: Cases, { horizon, totalFrom }: Plan): Promise<Expected> {
		const series = [...cases].map(([disease, values]) => ({ disease, cases: values }));
		const year = { horizon: horizon - leadMonths, from: totalFrom };
		const found = await this.#options.expect({ series, ...year });
		return new Map(found.map(({ disease, cases: count }) => [disease, count]));
	}

	/** Old days are forgotten, and open pages told: one commit, after all of it. */
	#tell(today: string): Promise<number> {
		return inTransaction(this.#options.sql, async (tx) => {
			await forgetDrugForecasts(tx, addDays(today, -keptDays));
			return (await recordChange(tx, { reload: ['drugs'] })).change;
		});
	}
}

/** The planned year is the calendar year after that of the last complete month. */
function planOf(lastMonth: string): DrugForecast['plan'] {
	const year = yearOf(lastMonth) + 1;
	return { from: `${year}-01`, to: `${year}-12`, leadMonths };
}

function horizonOf(lastMonth: string): { horizon: number; totalFrom: number } {
	const restOfYear = 12 - Number(lastMonth.slice(5, 7));
	return { totalFrom: restOfYear + 1, horizon: restOfYear + 12 + leadMonths };
}

function digestOf(plan: Plan, facts: ItemFacts, cases: Cases, { perEpisode }: Medicine): string {
	const { city, facilities, stock, stockOf } = facts;
	const known = [version, plan.ground.to, city, facilities, stock, [...stockOf]];
	const treated = perEpisode.map((use) => [use, cases.get(use.group)]);
	return hash('sha256', JSON.stringify([known, treated]), 'hex');
}

/** Null where of none of the diseases enough is known. */
function morbidityOf({ perEpisode }: Medicine, expected: Expected): DrugMorbidity | null {
	const perDisease: DrugMorbidity['perDisease'][number][] = [];
	const unknown: string[] = [];
	for (const { group, quantity } of perEpisode) {
		const cases = expected.get(group) ?? null;
		if (cases === null) unknown.push(group);
		else perDisease.push({ disease: group, cases, quantityPerEpisode: quantity, units: cases * quantity });
	}
	if (perDisease.length === 0) return null;
	return { use: perDisease.reduce((sum, { units }) => sum + units, 0), perDisease, unknown };
}
