import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifyAbcVen, type ItemValue } from './abc-ven.ts';

const item = (id: string, valueRupiah: number, ven: ItemValue['ven'] = 'E'): ItemValue => ({
	id,
	valueRupiah,
	ven
});
const classes = (items: readonly ItemValue[]) =>
	Object.fromEntries(classifyAbcVen(items).rows.map(({ id, abc }) => [id, abc]));

describe('classifyAbcVen', () => {
	it('cuts at 70 and 90 % of the value', () => {
		expect(classes([item('d', 4), item('a', 50), item('c', 20), item('b', 20), item('e', 6)])).toEqual({
			a: 'A',
			b: 'A',
			c: 'B',
			e: 'C',
			d: 'C'
		});
	});

	it('puts the dearest item in A even where it alone exceeds 70 %', () => {
		expect(classes([item('a', 95), item('b', 5)])).toEqual({ a: 'A', b: 'C' });
	});

	it('does not stumble over 0.1 + 0.2', () => {
		expect(classes(Array.from({ length: 10 }, (_, i) => item(String(i), 0.1)))['6']).toBe('A');
	});

	it('calls all C where nothing has a value', () => {
		expect(classes([item('a', 0), item('b', 0)])).toEqual({ a: 'C', b: 'C' });
		expect(classifyAbcVen([]).rows).toEqual([]);
	});

	it('fills nine cells that add up to the whole, whatever the order of the items', () => {
		const items = fc.uniqueArray(
			fc.record({
				id: fc.string({ minLength: 1, maxLength: 5 }),
				valueRupiah: fc.nat(1e9),
				ven: fc.constantFrom('V' as const, 'E' as const, 'N' as const)
			}),
			{ selector: ({ id }) => id, maxLength: 30 }
		);
		fc.assert(
			fc.property(items, (list) => {
				const { rows, cells } = classifyAbcVen(Object.freeze(list));
				expect(cells.map(({ cell }) => cell)).toEqual(['VA', 'EA', 'NA', 'VB', 'EB', 'NB', 'VC', 'EC', 'NC']);
				expect(cells.reduce((sum, { items: count }) => sum + count, 0)).toBe(list.length);
				const total = (of: readonly { valueRupiah: number }[]) =>
					of.reduce((sum, { valueRupiah }) => sum + valueRupiah, 0);
				expect(total(cells)).toBe(total(list));
				expect(classifyAbcVen([...list].reverse()).rows).toEqual(rows);
			})
		);
	});

	it('refuses a value that is no number, and less than nothing', () => {
		expect(() => classifyAbcVen([item('a', 1), item('b', NaN)])).toThrow(
			expect.objectContaining({ code: 'not-a-number', index: 1 })
		);
		expect(() => classifyAbcVen([item('a', -1)])).toThrow(expect.objectContaining({ code: 'negative' }));
	});
});
