import { AnalyticsError } from '../analytics-error.ts';

/** The ministry's planning sum A = (B + C + D) − E, part by part, in units of the item. */
export interface DrugNeed {
	/** B: use of the planned period. */
	readonly use: number;
	/** C: safety stock. */
	readonly buffer: number;
	/** D: use until an order arrives. */
	readonly leadTime: number;
	/** E: what is left in stock. */
	readonly stock: number;
	/** A: what to plan for; 0 where the stock is enough. */
	readonly need: number;
	/** Stock beyond B + C + D; 0 where there is none. */
	readonly surplus: number;
}

export interface NeedOptions {
	/** Months planned for. */
	readonly months?: number;
	/** C as a share of B; RKO takes 0.1 to 0.2. */
	readonly bufferShare?: number;
	/** Months until an order arrives; RKO takes 3 to 6. */
	readonly leadMonths?: number;
	/** E, units. */
	readonly stock: number;
}

const yearMonths = 12;
const usualBuffer = 0.2;
const usualLeadMonths = 3;

/**
 * Consumption method (*metode konsumsi*): next year will use what the last months used.
 *
 * Definition: RKO, A = (B + C + D) − E with B = mean monthly use × 12, C = 10–20 % of B, D = 3–6 months' use
 * (ministry's planning guide, as worked in scribd.com/doc/89004830: 2,500,000 in 10 stocked months, stock
 * 100,000 → 4,250,000).
 *
 * @param monthlyUse mean over months with stock, units; take it from `adjustConsumption`
 * @throws AnalyticsError `not-a-number` or `negative` naming the figure. Cost: constant.
 */
export function needByConsumption(monthlyUse: number, options: NeedOptions): DrugNeed {
	const { months = yearMonths } = options;
	return needOf(
		requireFigure(monthlyUse, 'monthly use') * requireFigure(months, 'number of months'),
		options
	);
}

/** Cases of one disease group and what each takes of an item. */
export interface EpisodeUse {
	/** Episodes expected in the planned period. */
	readonly cases: number;
	/** Units for one episode by the standard treatment. */
	readonly quantityPerEpisode: number;
}

/**
 * Morbidity method (*metode morbiditas*): next year's cases will be treated by the standard.
 *
 * Definition: RKO, cases × quantity per episode summed over the diseases that the item treats, then lead
 * time, buffer and stock as in the consumption method.
 *
 * @param episodes one entry a disease group, for the same period as `options.months`
 * @throws AnalyticsError as `needByConsumption`. Cost: linear.
 */
export function needByMorbidity(episodes: readonly EpisodeUse[], options: NeedOptions): DrugNeed {
	const use = episodes.reduce(
		(sum, { cases, quantityPerEpisode }) =>
			sum +
			requireFigure(cases, 'number of cases') * requireFigure(quantityPerEpisode, 'quantity per episode'),
		0
	);
	return needOf(use, options);
}

function needOf(
	use: number,
	{ months = yearMonths, bufferShare = usualBuffer, leadMonths = usualLeadMonths, stock }: NeedOptions
): DrugNeed {
	if (!(requireFigure(months, 'number of months') > 0))
		throw new AnalyticsError('bad-option', 'A need is planned for more than 0 months.');
	const buffer = use * requireFigure(bufferShare, 'buffer share');
	const leadTime = (use / months) * requireFigure(leadMonths, 'lead time');
	const open = use + buffer + leadTime - requireFigure(stock, 'stock');
	return { use, buffer, leadTime, stock, need: Math.max(0, open), surplus: Math.max(0, -open) };
}

function requireFigure(value: number, name: string): number {
	if (!Number.isFinite(value)) throw new AnalyticsError('not-a-number', `The ${name} is not a number.`);
	if (value < 0) throw new AnalyticsError('negative', `The ${name} is negative.`);
	return value;
}

export type Divergence = 'agree' | 'consumption-higher' | 'morbidity-higher' | 'unknown';

export interface NeedComparison {
	readonly divergence: Divergence;
	/** Use by consumption ÷ use by morbidity; null where either is 0. */
	readonly ratio: number | null;
}

/**
 * Beyond half as much again the methods disagree on the treatment, not on the noise. Our rule, no decree's.
 */
const usualFactor = 1.5;

/**
 * Do both methods tell the same story? Compared is the use (B), since buffer and lead time follow from it and
 * a large stock would make any two needs alike. `consumption-higher` hints at waste, treatment off the
 * standard or cases not recorded; `morbidity-higher` at shortage, cases treated elsewhere or a standard not
 * followed.
 *
 * @param factor above 1: how many times as much counts as apart
 * @returns `unknown` where one method has no use at all
 * @throws AnalyticsError `bad-option` for a factor of 1 or less. Cost: constant.
 */
export function compareNeeds(
	byConsumption: DrugNeed,
	byMorbidity: DrugNeed,
	factor = usualFactor
): NeedComparison {
	if (!(factor > 1)) throw new AnalyticsError('bad-option', `A factor has to lie above 1, not at ${factor}.`);
	if (byConsumption.use === 0 || byMorbidity.use === 0) return { divergence: 'unknown', ratio: null };
	const ratio = byConsumption.use / byMorbidity.use;
	if (ratio > factor) return { divergence: 'consumption-higher', ratio };
	return { divergence: ratio < 1 / factor ? 'morbidity-higher' : 'agree', ratio };
}
