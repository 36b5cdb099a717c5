import type { DrugForecastCard } from '$lib/domain/drug-forecast';
import { type Locale, formatDay, formatMonth, formatNumber, formatShare } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages.js';
import type {
	DrugForecastView,
	ExpectedExpiry,
	ExpectedRunOut,
	ExpectedUse,
	ForecastMeasure,
	NeedsCompared
} from '$lib/protocol/views/drug-forecast';
import type { AskEvidence } from '$lib/ui/evidence';
import { evidenceFacts } from '../../../evidence-facts';
import { drugName } from '../drug-words';

/** Units: whole where there are many, a digit where a whole one says little. */
export const unitsText = (locale: Locale, units: number) =>
	formatNumber(locale, units, units !== 0 && units < 10 && !Number.isInteger(units) ? 1 : 0);

/** `YYYY-MM` in words. */
export const monthText = (locale: Locale, month: string) => formatMonth(locale, `${month}-01`);

export const rangeText = (locale: Locale, { low, high }: Pick<ExpectedUse, 'low' | 'high'>) =>
	m.drugcast_range({ low: unitsText(locale, low), high: unitsText(locale, high) });

export const useText = (locale: Locale, { mean, low, high }: ExpectedUse) =>
	m.drugcast_interval({
		...{ mean: unitsText(locale, mean), low: unitsText(locale, low), high: unitsText(locale, high) }
	});

/** A day, or a month where no day is told. */
const dayText = (locale: Locale, day: string) =>
	day.length > 7 ? formatDay(locale, day) : monthText(locale, day);

/** @param last month that is forecast, `YYYY-MM`: what lasts longer is said to */
export function runOutText(locale: Locale, runOut: ExpectedRunOut | null, last: string): string {
	if (runOut === null) return m.drugcast_unknown();
	const beyond = m.drugcast_beyond({ month: monthText(locale, last) });
	const say = (day: string | null) => (day === null ? beyond : dayText(locale, day));
	if (runOut.months === 0) return m.drugcast_out_now();
	if (runOut.expected === null && runOut.earliest === null) return beyond;
	return m.drugcast_run_out_value({
		...{ day: say(runOut.expected), early: say(runOut.earliest), late: say(runOut.latest) }
	});
}

export function coverText(locale: Locale, runOut: ExpectedRunOut | null, last: string): string {
	if (runOut === null) return m.drugcast_unknown();
	if (runOut.months === null) return m.drugcast_beyond({ month: monthText(locale, last) });
	return m.drugcast_cover_value({ months: formatNumber(locale, runOut.months, 1) });
}

/** The month in which the first of the reported stock expires, how much of it, and who said so. */
export function expiryText(locale: Locale, expiry: ExpectedExpiry | null, unit: string): string {
	if (expiry === null) return m.drugcast_expiry_none();
	return m.drugcast_expiry_value({
		...{ month: monthText(locale, expiry.month), quantity: formatNumber(locale, expiry.quantity), unit },
		reported: formatNumber(locale, expiry.reported)
	});
}

/** In a table of facilities: who said so is the row. */
export const expiryShort = (locale: Locale, expiry: ExpectedExpiry | null): string =>
	expiry === null
		? '–'
		: m.drugcast_expiry_short({
				...{ month: monthText(locale, expiry.month), quantity: formatNumber(locale, expiry.quantity) }
			});

/** The page's one sentence. */
export function answerText(locale: Locale, { rows, detail }: DrugForecastView): string {
	const [first] = rows;
	if (!first || !detail) return rows.length === 0 ? m.drugcast_answer_empty() : unsaid(locale, rows.length);
	const said = rows.filter(({ runOut }) => runOut !== null);
	if (said.length === 0) return unsaid(locale, rows.length);
	const { from } = detail.plan;
	const early = said.filter(({ runOut }) => runOut?.expected && runOut.expected.slice(0, 7) < from);
	const words = { all: formatNumber(locale, said.length), month: monthText(locale, from) };
	const day = early[0]?.runOut?.expected;
	if (!early[0] || !day) return m.drugcast_answer_enough(words);
	return m.drugcast_answer_out({
		...{ ...words, count: formatNumber(locale, early.length), item: drugName(locale, early[0].item) },
		day: dayText(locale, day)
	});
}

const unsaid = (locale: Locale, count: number) =>
	m.drugcast_answer_unsaid({ count: formatNumber(locale, count) });

const methods: Record<DrugForecastCard['method'], () => string> = {
	combination: m.drugcast_method_combination,
	intermittent: m.drugcast_method_intermittent,
	'simple smoothing': m.drugcast_method_simple,
	mean: m.drugcast_method_mean,
	none: m.drugcast_method_none
};
export const methodText = ({ method }: DrugForecastCard) => methods[method]();

export function reasonText(locale: Locale, { reason }: DrugForecastCard): string {
	const count = (value: number) => formatNumber(locale, value);
	switch (reason.code) {
		case 'combined':
			return m.drugcast_reason_combined({
				...{ observations: count(reason.observations), members: count(reason.members) },
				origins: count(reason.origins)
			});
		case 'rare-demand':
			if (reason.interval === undefined) return m.drugcast_reason_rare_only();
			return m.drugcast_reason_rare({ interval: formatNumber(locale, reason.interval, 1) });
		case 'no-demand':
			return m.drugcast_reason_none({ observations: count(reason.observations) });
		case 'too-short-for-season':
			return m.drugcast_reason_season({
				...{ observations: count(reason.observations), needed: count(reason.needed) }
			});
		case 'too-short-for-model':
			return m.drugcast_reason_model({
				...{ observations: count(reason.observations), needed: count(reason.needed) }
			});
		case 'too-many-gaps':
			return m.drugcast_reason_gaps({
				...{ observations: count(reason.observations), missing: count(reason.missing) }
			});
	}
}

export function recordText(locale: Locale, { record }: DrugForecastCard): string {
	if (record === null) return m.drugcast_record_none();
	const { origins, mase, naiveMase, coverage80, coverage95 } = record;
	const cover = { cover80: formatShare(locale, coverage80), cover95: formatShare(locale, coverage95) };
	const words = { ...cover, origins: formatNumber(locale, origins) };
	if (mase === null || naiveMase === null) return m.drugcast_record_short(words);
	return m.drugcast_record({
		...{ ...words, mase: formatNumber(locale, mase, 2), naive: formatNumber(locale, naiveMase, 2) }
	});
}

const divergences: Record<NeedsCompared['divergence'], (words: { ratio: string }) => string> = {
	agree: m.drugcast_agree,
	'consumption-higher': m.drugcast_consumption_higher,
	'morbidity-higher': m.drugcast_morbidity_higher,
	unknown: () => m.drugcast_not_comparable()
};
export const divergenceText = (locale: Locale, { divergence, ratio }: NeedsCompared) =>
	divergences[divergence]({ ratio: formatNumber(locale, ratio ?? 0, 2) });

export type AskForecast = (
	which: ForecastMeasure,
	text: string,
	where?: Readonly<Record<string, string>>
) => AskEvidence;

export function forecastEvidence(view: DrugForecastView, locale: Locale): AskForecast {
	return (which, text, where = {}) =>
		() => {
			const { rows, ...evidence } = view.evidence[which];
			return evidenceFacts(
				locale,
				{ ...evidence, rows: { ...rows, where: { ...rows.where, ...where } } },
				text
			);
		};
}
