/** Which stays of the demo city have a guarantee letter, and its number: told by the seed alone, before there is a letter. */
import { drawLetterNumber } from '../../lib/domain/guarantee-letter.ts';
import { letters, visitsPerYear } from './city.ts';
import { dayNumberAt } from './calendar.ts';
import type { City } from './model.ts';
import { hash, hashUnit, Random } from './random.ts';
import type { Stay } from './visits.ts';

const { puskesmas: _primary, ...ofHospitals } = visitsPerYear;
const hospitalVisitsPerYear = Object.values(ofHospitals).reduce((sum, visits) => sum + visits, 0);

/** Of the last weeks before the history's end a part; null for the others, for whom nobody printed one. */
export function letterNumberOf({ plan, endMs }: City, stay: Stay): string | null {
	const age = dayNumberAt(endMs) - dayNumberAt(stay.arrivedMs);
	if (stay.newborn || stay.arrivedMs > endMs || age > letters.days) return null;
	const expected = (hospitalVisitsPerYear / 365) * letters.days * plan.scale;
	const share = Math.min(letters.mostShare, letters.most / expected);
	return hashUnit(plan.seed, 81, nameOf(stay.number)) < share
		? drawLetterNumber(drawOf(plan.seed, stay.number))
		: null;
}

/** The same numbers each time. A real letter's come from a source that nobody foresees; these letters are nobody's. */
export function drawOf(seed: number, stayNumber: string): (below: number) => number {
	const random = new Random(seed, 82, nameOf(stayNumber));
	return (below) => random.whole(0, below - 1);
}

const nameOf = (stayNumber: string) => hash(...Array.from(stayNumber, (sign) => sign.charCodeAt(0)));
