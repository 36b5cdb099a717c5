/** A history in units of its own mean. */
export interface InCommonUnit {
	readonly unit: number;
	readonly values: Float64Array;
}

/** 2⁴⁰: twelve significant digits, more than any demand is known to. */
const grain = 1099511627776;

/**
 * Brings a history to a mean of one, rounded to twelve digits, so that its unit (boxes or tablets, rupiah or millions)
 * cannot tip a search into another dip: every method then sees the very same numbers.
 *
 * @param values not negative, not all zero
 */
export function toCommonUnit(values: Float64Array): InCommonUnit {
	const unit = values.reduce((sum, value) => sum + value / values.length, 0);
	return { unit, values: values.map((value) => roundToGrain(value / unit)) };
}

/** Rounds the mantissa, so that small values keep their digits and none becomes zero. */
function roundToGrain(value: number): number {
	if (value === 0) return 0;
	const size = 2 ** Math.floor(Math.log2(value));
	return (Math.round((value / size) * grain) / grain) * size;
}
