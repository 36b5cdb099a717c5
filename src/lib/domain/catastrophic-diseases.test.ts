import { describe, expect, it } from 'vitest';
import { catastrophicDiseases, catastrophicIds, findCatastrophic } from './catastrophic-diseases.ts';

describe('findCatastrophic', () => {
	it.each([
		['I21.9', 'heart'],
		['N18.5', 'kidney'],
		['C50.9', 'cancer'],
		['C91.0', 'leukaemia'],
		['C96', 'cancer'],
		['I63', 'stroke'],
		['K74.6', 'cirrhosis'],
		['D56.1', 'thalassaemia'],
		['D66', 'haemophilia']
	])('puts %s under %s', (code, id) => {
		expect(findCatastrophic(code)?.id).toBe(id);
	});

	it.each(['A91', 'I10', 'I70', 'D55', 'N20', ''])('puts %s under none', (code) => {
		expect(findCatastrophic(code)).toBeUndefined();
	});
});

it('has the eight groups, whose codes do not overlap', () => {
	expect(catastrophicDiseases.map(({ id }) => id)).toEqual(catastrophicIds);
	const ranges = catastrophicDiseases.flatMap(({ categories }) => categories).toSorted();
	for (const [index, [from]] of ranges.entries())
		if (index > 0) expect(from > (ranges[index - 1]?.[1] ?? '')).toBe(true);
});
