import { describe, expect, it } from 'vitest';
import { raa } from '../../../tests/fixtures/triangles.ts';
import { UsageError } from '../run-command.ts';
import { analyseReserve } from './reserve.ts';

const refuse = (input: unknown) => {
	const attempt = expect(() => analyseReserve(input));
	attempt.toThrow(UsageError);
	return attempt;
};

describe('analyseReserve', () => {
	it('takes one triangle, a list, or a list under its name, and all say the same', () => {
		const triangle = { id: 'RAA', cumulative: raa };
		const one = analyseReserve({ triangle });
		expect(one).toHaveLength(2);
		for (const input of [triangle, [triangle], [{ triangle }], { triangles: [triangle] }])
			expect(analyseReserve(input)).toEqual(one);
	});

	it('gives one figure an origin, one factor a lag, one sigma a step', () => {
		const [answer] = analyseReserve({ triangle: { cumulative: raa } });
		expect(answer?.id).toBe('0');
		expect(analyseReserve({ triangle: { id: 7, cumulative: raa } })[0]?.id).toBe('7');
		expect(answer).toMatchObject({ totalIbnr: expect.closeTo(52135.228, 3) });
		const lengths = [answer?.factors, answer?.sigma, answer?.ultimate, answer?.ibnr, answer?.se];
		expect(lengths.map((list) => list?.length)).toEqual([10, 9, 10, 10, 10]);
	});

	it('names the triangle and the cell at fault', () => {
		const withCell = (cell: unknown) => ({ triangle: { id: 'X', cumulative: [[1, cell]] } });
		refuse(withCell('a')).toThrow('Triangle X: cumulative[0][1] is a, not a number.');
		refuse(withCell([])).toThrow('Triangle X: cumulative[0][1] is a list or an object, not a number.');
		refuse({ triangle: { id: 'X', cumulative: [[1, 2], [1]] } }).toThrow('Triangle X: Origin 1 has 1 lags');
		refuse({
			triangle: {
				id: 'X',
				cumulative: [
					[0, 2, 1],
					[1, 2, null]
				]
			}
		}).toThrow('Triangle X: Origin 0, lag 0');
		refuse({ triangle: { id: 'X', cumulative: [7] } }).toThrow('cumulative[0] is no row');
		refuse({ triangle: { id: 'X' } }).toThrow('"cumulative" is missing');
		refuse([]).toThrow('no triangle');
		refuse([3]).toThrow('Triangle 0 is no object');
		refuse(null).toThrow('Triangle 0 is no object');
	});
});
