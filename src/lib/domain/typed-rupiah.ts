/**
 * An amount as people type it into a form: `1750000`, `1.750.000`, `1,750,000`, `Rp 1.750.000,00`. Rupiah are whole, and a
 * mark is read only where it can mean one thing: `1.5`, `1,5` and `17.50` are no amounts, and never fifteen or 1,750.
 */
const plain = /^\d+$/;
/** In threes from the right, one mark throughout; decimals after the other mark, and only noughts. */
const grouped = /^\d{1,3}(?:(?:\.\d{3})+(?:,0{1,2})?|(?:,\d{3})+(?:\.0{1,2})?|(?: \d{3})+)$/;
const decimalNoughts = /[.,]0{1,2}$/;

/** Undefined for what is no whole amount, or no safe integer. */
export function readTypedRupiah(text: string): number | undefined {
	const bare = text
		.replace(/^\s*rp\.?/i, '')
		.replace(/[\s\u00a0\u202f]+/g, ' ')
		.trim();
	if (!plain.test(bare) && !grouped.test(bare)) return undefined;
	const value = Number(bare.replace(decimalNoughts, '').replace(/[., ]/g, ''));
	return Number.isSafeInteger(value) ? value : undefined;
}
