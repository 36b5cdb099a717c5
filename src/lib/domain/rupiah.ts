/**
 * Money is whole rupiah in a safe integer: no sen are in use, and a year of the whole programme (about 4e11)
 * lies four orders below 2^53. Short forms as Indonesian newspapers print them: rb (ribu, thousand), jt
 * (juta, million), M (miliar, 1e9), T (triliun, 1e12).
 */
export type RupiahLocale = 'id' | 'en';

export function isWholeRupiah(value: number): boolean {
	return Number.isSafeInteger(value);
}

interface Scale {
	readonly factor: number;
	/** Where it begins: 999,960,000 rounds to a thousand million and so reads "1 M", not "1.000 jt". */
	readonly from: number;
	readonly suffix: Readonly<Record<RupiahLocale, string>>;
}

const scales: readonly Scale[] = [
	{ factor: 1e12, from: 999.95e9, suffix: { id: 'T', en: 'tn' } },
	{ factor: 1e9, from: 999.95e6, suffix: { id: 'M', en: 'bn' } },
	{ factor: 1e6, from: 999_999.5, suffix: { id: 'jt', en: 'm' } }
];

/** "Rp 231,7 M" / "Rp 231.7 bn"; below a million the whole figure. One decimal, none where it is zero. */
export function formatRupiahShort(amountRupiah: number, locale: RupiahLocale): string {
	const size = Math.abs(amountRupiah);
	const scale = scales.find(({ from }) => size >= from);
	if (scale === undefined) return formatRupiah(amountRupiah, locale);
	const tenths = Math.round((size / scale.factor) * 10);
	const whole = groupThousands(Math.floor(tenths / 10), locale);
	const decimal = tenths % 10 === 0 ? '' : `${locale === 'id' ? ',' : '.'}${tenths % 10}`;
	return `${sign(amountRupiah)}Rp ${whole}${decimal} ${scale.suffix[locale]}`;
}

/** "Rp 231.700.000.000" / "Rp 231,700,000,000"; a fraction (a mean) is rounded to whole rupiah. */
export function formatRupiah(amountRupiah: number, locale: RupiahLocale): string {
	const whole = Math.round(Math.abs(amountRupiah));
	return `${whole === 0 ? '' : sign(amountRupiah)}Rp ${groupThousands(whole, locale)}`;
}

function sign(value: number): string {
	return value < 0 ? '−' : '';
}

function groupThousands(whole: number, locale: RupiahLocale): string {
	return String(whole).replace(/\B(?=(\d{3})+$)/g, locale === 'id' ? '.' : ',');
}
