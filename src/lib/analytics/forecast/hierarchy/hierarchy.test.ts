import { describe, expect, it } from 'vitest';
import { buildHierarchy, sumLeaves } from './hierarchy.ts';

const city = buildHierarchy([
	{ id: 'amoxicillin@A', totals: ['amoxicillin', 'city'] },
	{ id: 'amoxicillin@B', totals: ['amoxicillin', 'city'] },
	{ id: 'zinc@A', totals: ['zinc', 'city'] }
]);

describe('buildHierarchy', () => {
	it('puts totals first, both in order of appearance', () => {
		expect(city.nodes).toEqual(['amoxicillin', 'city', 'zinc', 'amoxicillin@A', 'amoxicillin@B', 'zinc@A']);
	});

	it('refuses an id that stands for two nodes, and no leaves', () => {
		const refusal = (code: string) => expect.objectContaining({ code });
		expect(() => buildHierarchy([])).toThrow(refusal('too-short'));
		expect(() =>
			buildHierarchy([
				{ id: 'a', totals: ['city'] },
				{ id: 'a', totals: ['city'] }
			])
		).toThrow(refusal('bad-shape'));
		expect(() => buildHierarchy([{ id: 'city', totals: ['city'] }])).toThrow(refusal('bad-shape'));
		expect(() => buildHierarchy([{ id: 'a', totals: ['city', 'city'] }])).toThrow(refusal('bad-shape'));
	});
});

describe('sumLeaves', () => {
	it('adds up every total', () => {
		expect([...sumLeaves(city, Float64Array.of(1, 2, 4))]).toEqual([3, 7, 4, 1, 2, 4]);
	});

	it('refuses another number of values', () => {
		expect(() => sumLeaves(city, Float64Array.of(1))).toThrow(expect.objectContaining({ code: 'bad-shape' }));
	});
});
