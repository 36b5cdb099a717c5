/** The forecast cards of medicines: what was stored on the day that is asked for, or before. */
import type { DrugForecast } from '../../domain/drug-forecast.ts';
import { addMonths, monthOf } from '../../domain/period.ts';
import type { Evidence, EvidenceUnit } from '../../domain/evidence.ts';
import { scopeOf } from '../../domain/access.ts';
import type {
	DrugForecastView,
	ExpectedExpiry,
	FacilityUseRow,
	ForecastDetail,
	ForecastMeasure
} from '../../protocol/views/drug-forecast.ts';
import { readDrugForecasts, readFacilityForecasts } from '../store/drug-forecasts.ts';
import { readEarliestExpiries, type EarliestExpiry } from '../store/expiring-stock.ts';
import type { Transaction } from '../store/bulk.ts';
import { InvalidFilter, momentOf, readView, type Moment, type ServiceContext } from './context.ts';
import { compareMethods, compareRows, forecastRow, plannedYear, stockFigures } from './forecast-rows.ts';
import { seesOnlyTotals } from './frozen.ts';
import { shownForecast, toldForecasts } from './shown-forecast.ts';

export type DrugForecastQuery = { item: string | null; facility: string | null; asOf: string | null };

const units: Record<ForecastMeasure, EvidenceUnit> = {
	...{ next: 'items', year: 'items', month: 'items', need: 'items', stock: 'items', expiry: 'items' },
	...{ runOut: 'date', record: 'ratio' }
};
const measures = Object.keys(units) as ForecastMeasure[];

/** A report that is older says nothing of what stands there now: as for the stock. */
const recentMonths = 3;

export class DrugForecastService {
	constructor(readonly context: ServiceContext) {}

	/** @throws InvalidFilter */
	load(query: DrugForecastQuery): Promise<DrugForecastView> {
		const { clock, viewer, facilities } = this.context;
		const { item, facility } = query;
		const moment = momentOf(query.asOf, clock);
		// As on the drugs page, which may name an item that is on no list: it is then found in no forecast.
		if (item !== null && !/^[a-z0-9][a-z0-9.-]{0,63}$/.test(item)) throw new InvalidFilter('item', item);
		if (facility !== null && !facilities.find(facility)) throw new InvalidFilter('facility', facility);
		const told = (list: readonly DrugForecast[]) => toldForecasts(viewer, list);
		return readView(this.context, moment, async (tx) => {
			const asOf = moment.today;
			const found = told(await readDrugForecasts(tx, { asOf, facility }));
			const rows = found.map((one) => forecastRow(one, seesOnlyTotals(viewer))).sort(compareRows);
			const chosen = item ?? rows[0]?.item;
			const places =
				chosen === undefined ? [] : told(await readFacilityForecasts(tx, { asOf, item: chosen }));
			const forecast = found.find((one) => one.item === chosen);
			const expiries = forecast ? await this.#expiries(tx, forecast, moment) : [];
			return {
				filter: { item, facility },
				isRounded: seesOnlyTotals(viewer),
				mayCompare: viewer.role === 'system' || scopeOf(viewer.role, 'visits') === 'all',
				rows,
				detail: forecast ? this.#detailOf(forecast, facility === null ? places : [], expiries) : null,
				facilities: this.#facilities(places, facility),
				evidence: this.#evidence(query, found, moment)
			};
		});
	}

	async #expiries(tx: Transaction, { item, facility }: DrugForecast, { today, asOf }: Moment) {
		const to = monthOf(today);
		const span = { from: addMonths(to, -recentMonths), to };
		const all = await readEarliestExpiries(tx, { item, ...span, asOf });
		return facility === null ? all : all.filter((one) => one.facility === facility);
	}

	#detailOf(
		forecast: DrugForecast,
		places: readonly DrugForecast[],
		expiries: readonly EarliestExpiry[]
	): ForecastDetail {
		const { viewer } = this.context;
		const isRounded = seesOnlyTotals(viewer);
		const { computedAt, version, lastMonth, plan, inputs } = forecast;
		const shown = shownForecast(viewer, forecast);
		const { total, history, months, card } = shown;
		return {
			...forecastRow(forecast, isRounded),
			...{ computedAt: computedAt.toISOString(), version, lastMonth, plan, total, history, months, card },
			year: plannedYear(forecast, isRounded),
			known: { from: inputs.from, months: inputs.known },
			needs: compareMethods(shown),
			expiry: earliestOf(expiries),
			facilities: places
				.map((place) => this.#facilityRow(place, expiries))
				.sort((a, b) => b.year.mean - a.year.mean)
		};
	}

	#facilityRow(place: DrugForecast, expiries: readonly EarliestExpiry[]): FacilityUseRow {
		const facility = place.facility ?? '';
		const isRounded = seesOnlyTotals(this.context.viewer);
		return {
			...{ facility, name: this.#nameOf(facility), year: plannedYear(place, isRounded) },
			...stockFigures(place, isRounded),
			expiry: earliestOf(expiries.filter((one) => one.facility === facility))
		};
	}

	/** Those that the item is forecast for, and the one asked for. */
	#facilities(places: readonly DrugForecast[], asked: string | null): { code: string; name: string }[] {
		const codes = [...places.map(({ facility }) => facility), asked].filter((code) => code !== null);
		return [...new Set(codes)].map((code) => ({ code, name: this.#nameOf(code) }));
	}

	#nameOf(code: string): string {
		return this.context.facilities.find(code)?.name ?? code;
	}

	#evidence(
		query: DrugForecastQuery,
		found: readonly DrugForecast[],
		{ now }: Moment
	): DrugForecastView['evidence'] {
		const asked = new URLSearchParams(
			Object.entries(query).flatMap(([name, value]) => (value === null ? [] : [[name, value]]))
		);
		const newest = Math.max(0, ...found.map(({ computedAt }) => computedAt.getTime()));
		const made = measures.map((name): [ForecastMeasure, Evidence] => [
			name,
			{
				...{ measure: `drugcast_measure_${name}`, formula: `drugcast_formula_${name}`, unit: units[name] },
				// An expiry is read from the reports as they stand, everything else from what was computed.
				asOf: (newest > 0 && name !== 'expiry' ? new Date(newest) : now).toISOString(),
				dateBasis: 'occurred',
				completeness: null,
				rows: rowsOf(name, query.facility),
				url: asked.size === 0 ? '/drugs/forecast' : `/drugs/forecast?${asked}`,
				demo: this.context.demo
			}
		]);
		return Object.fromEntries(made) as DrugForecastView['evidence'];
	}
}

function rowsOf(name: ForecastMeasure, facility: string | null): Evidence['rows'] {
	if (name === 'expiry') return { table: 'stock', where: facility === null ? {} : { facility } };
	return {
		table: name === 'need' ? 'drug_morbidity' : 'drug_forecast',
		where: facility === null ? {} : { place: facility }
	};
}

/** The earliest month, and all that expires in it. */
function earliestOf(expiries: readonly EarliestExpiry[]): ExpectedExpiry | null {
	const [first, ...others] = expiries;
	if (!first) return null;
	const month = others.reduce((least, one) => (one.month < least ? one.month : least), first.month);
	const newest = others.reduce(
		(last, one) => (one.reportMonth > last ? one.reportMonth : last),
		first.reportMonth
	);
	const quantity = expiries.reduce((sum, one) => (one.month === month ? sum + one.quantity : sum), 0);
	return { month, quantity, reported: expiries.length, newest };
}
