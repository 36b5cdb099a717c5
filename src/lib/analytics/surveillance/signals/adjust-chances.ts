import { AnalyticsError } from '../../analytics-error.ts';

/**
 * For each look the share of false ones to be expected among all that are at least as striking: "of signals as strong as
 * this one, about so many in a hundred are chance".
 *
 * Definition: Benjamini and Hochberg (1995), Controlling the false discovery rate, J. R. Statist. Soc. B 57, 289–300, as
 * adjusted values (R's `p.adjust(p, "BH")`): of the sorted chances p(i), the least of m × p(j) ÷ j over all j ≥ i, at most 1.
 *
 * @param chances within 0…1; null where nobody looked, which counts as no look
 * @returns one a chance, null where that is null; in the order given
 * @throws AnalyticsError `bad-option` with the index of what is no chance. Cost: a sort.
 */
export function adjustChances(chances: readonly (number | null)[]): (number | null)[] {
	const known = chances.flatMap((chance, index) => (chance === null ? [] : [{ chance, index }]));
	for (const { chance, index } of known)
		if (!(chance >= 0 && chance <= 1))
			throw new AnalyticsError('bad-option', `${chance} is no chance between 0 and 1.`, index);
	known.sort((a, b) => b.chance - a.chance);
	const adjusted = chances.map((): number | null => null);
	let least = 1;
	known.forEach(({ chance, index }, step) => {
		least = Math.min(least, (chance * known.length) / (known.length - step));
		adjusted[index] = least;
	});
	return adjusted;
}
