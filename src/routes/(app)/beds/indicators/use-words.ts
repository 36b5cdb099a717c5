import type { BarberJohnsonPoint } from '$lib/charts/barber-johnson';
import { leastCovered } from '$lib/domain/bed-use';
import { type Locale, formatMonth, formatNumber } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages.js';
import type {
	BedUseView,
	HospitalUse,
	UseIndicator,
	UseMeasure,
	UsePoint
} from '$lib/protocol/views/bed-use';

const decimals: Record<UseMeasure, number> = { bor: 0, avLos: 1, toi: 1, bto: 0 };

export function formatUse(locale: Locale, measure: UseMeasure, value: number): string {
	const text = formatNumber(locale, value, decimals[measure]);
	if (measure === 'bor') return m.beduse_percent({ value: text });
	return measure === 'bto' ? m.beduse_turns({ value: text }) : m.beduse_days({ value: text });
}

export const indicatorText = (locale: Locale, measure: UseMeasure, { value }: UseIndicator) =>
	value === null ? '–' : formatUse(locale, measure, value);

/** "ideal", "di bawah 6 hari", "di atas 85 %": never by colour alone. */
export function standingText(locale: Locale, measure: UseMeasure, { standing, ideal }: UseIndicator): string {
	const [low, high] = ideal.map((bound) => formatUse(locale, measure, bound));
	if (standing === null) return m.beduse_unknown();
	if (standing === 'ideal') return m.beduse_ideal({ low: low ?? '', high: high ?? '' });
	return standing === 'below' ? m.beduse_below({ bound: low ?? '' }) : m.beduse_above({ bound: high ?? '' });
}

export const measureName = (measure: UseMeasure) =>
	({ bor: m.beduse_bor, avLos: m.beduse_avlos, toi: m.beduse_toi, bto: m.beduse_bto })[measure]();

export const isDoubtful = ({ covered }: HospitalUse) => covered < leastCovered;

/** The page's one sentence: a hospital's own four, or how many are well used. */
export function answerSentence(locale: Locale, view: BedUseView, isHospital: boolean): string {
	if (view.month === null || view.rows.length === 0) return m.beduse_answer_empty();
	const month = formatMonth(locale, view.month);
	const [own] = view.rows;
	if (isHospital && own) {
		const { bor, avLos, toi } = own.indicators;
		return m.beduse_answer_own({
			...{ month, bor: indicatorText(locale, 'bor', bor), standing: standingText(locale, 'bor', bor) },
			...{ avlos: indicatorText(locale, 'avLos', avLos), toi: indicatorText(locale, 'toi', toi) }
		});
	}
	const countOf = (fits: (use: HospitalUse) => boolean) =>
		formatNumber(locale, view.rows.filter(fits).length);
	return m.beduse_answer({
		...{
			month,
			all: countOf((use) => use.isEfficient !== null),
			efficient: countOf((use) => use.isEfficient === true)
		},
		full: countOf(({ indicators }) => indicators.bor.standing === 'above'),
		empty: countOf(({ indicators }) => indicators.bor.standing === 'below')
	});
}

/** Null where the hospital has no place on the chart. */
export function chartPoint(
	use: HospitalUse,
	name: string,
	kind: BarberJohnsonPoint['kind']
): BarberJohnsonPoint | null {
	const { bor, avLos, toi, bto } = use.indicators;
	if (bor.value === null || avLos.value === null || toi.value === null || bto.value === null) return null;
	return {
		...{ name, kind, isDoubtful: isDoubtful(use) },
		...{ bor: bor.value, avLos: avLos.value, toi: toi.value, bto: bto.value }
	};
}

const daysAYear = 365;

export function peerPoint({ bor, avLos, toi }: UsePoint): BarberJohnsonPoint {
	const bto = daysAYear / (avLos + toi);
	return { name: m.beduse_peer(), kind: 'peer', isDoubtful: false, bor, avLos, toi, bto };
}
