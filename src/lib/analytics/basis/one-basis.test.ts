import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseBasis, compareReporters, type PeriodCounts } from './one-basis.ts';

const empty: PeriodCounts = {
	whole: '32.75',
	parts: ['32.75.01', '32.75.02', '32.75.03'],
	unknownPart: '00.00.00',
	isCovered: true,
	visits: new Map(),
	visitsOfCounting: new Map(),
	own: [],
	cityWide: []
};
const visits = new Map([
	['32.75.01', 10],
	['32.75.02', 5]
]);

describe('where visits cover the period', () => {
	it('counts visits, and no visit is a real nought', () => {
		expect(chooseBasis({ ...empty, visits }).whole).toMatchObject({ value: 15, kind: 'visits' });
		expect(chooseBasis(empty).whole).toMatchObject({ value: 0, kind: 'visits', isPartial: false });
		expect(chooseBasis({ ...empty, visits }).parts.get('32.75.03')?.value).toBe(0);
	});

	it('names a city-wide count beside them and never adds it', () => {
		const { whole, parts } = chooseBasis({
			...empty,
			visits,
			cityWide: [{ reporter: 'dinkes', area: '32.75.01', value: 12 }]
		});
		expect(whole).toMatchObject({ value: 15, others: [{ reporter: 'dinkes', value: 12 }] });
		expect(parts.get('32.75.01')).toMatchObject({ value: 10, others: [{ reporter: 'dinkes', value: 12 }] });
		expect(parts.get('32.75.02')?.others).toEqual([]);
	});

	it("puts a facility's own count in the place of that facility's visits only", () => {
		const { whole, parts } = chooseBasis({
			...empty,
			visits,
			visitsOfCounting: new Map([['3275013', new Map([['32.75.01', 4]])]]),
			own: [{ reporter: '3275013', area: '32.75.01', value: 7 }]
		});
		expect(whole).toMatchObject({ value: 18, kind: 'mixed', ownCounts: 1, reporter: null });
		expect(parts.get('32.75.01')?.value).toBe(13);
		expect(parts.get('32.75.02')?.value).toBe(5);
	});

	it('counts the facilities of a sum that was made before', () => {
		const { whole } = chooseBasis({
			...empty,
			visits,
			visitsOfCounting: new Map([['LPLPO', new Map([['32.75.01', 10]])]]),
			own: [{ reporter: 'LPLPO', area: '32.75', value: 40, facilities: 12 }]
		});
		expect(whole).toMatchObject({ value: 45, kind: 'mixed', ownCounts: 12 });
	});

	it('does not guess where the cases of a count for the whole city live', () => {
		const { whole, parts } = chooseBasis({
			...empty,
			visits,
			visitsOfCounting: new Map([['3275013', new Map([['32.75.01', 4]])]]),
			own: [{ reporter: '3275013', area: '32.75', value: 7 }]
		});
		expect(whole?.value).toBe(18);
		expect(parts.get('32.75.01')?.value).toBe(6);
		expect(parts.get('00.00.00')?.value).toBe(7);
	});
});

describe('before visits cover the period', () => {
	it('takes the city-wide count alone, without the visits and own counts that also exist', () => {
		const { whole } = chooseBasis({
			...empty,
			isCovered: false,
			visits,
			own: [{ reporter: '3275013', area: '32.75', value: 7 }],
			cityWide: [{ reporter: 'dinkes', area: '32.75', value: 100 }]
		});
		expect(whole).toMatchObject({ value: 100, kind: 'tally', reporter: 'dinkes', ownCounts: 0 });
	});

	it('chooses by precedence and names the others (dengue in Bekasi, 2021)', () => {
		const { whole } = chooseBasis({
			...empty,
			isCovered: false,
			cityWide: [
				{ reporter: 'open-data-jabar', area: '32.75', value: 1844 },
				{ reporter: 'dinkes-press', area: '32.75', value: 2004 }
			]
		});
		expect(whole).toMatchObject({
			value: 2004,
			reporter: 'dinkes-press',
			others: [{ reporter: 'open-data-jabar', value: 1844 }]
		});
	});

	it('sums the kecamatan only where the reporter gives no city value', () => {
		const parts = [
			{ reporter: 'dinkes', area: '32.75.01', value: 3 },
			{ reporter: 'dinkes', area: '32.75.02', value: 4 }
		];
		const before = { ...empty, isCovered: false };
		expect(chooseBasis({ ...before, cityWide: parts }).whole?.value).toBe(7);
		const both = [...parts, { reporter: 'dinkes', area: '32.75', value: 9 }];
		const chosen = chooseBasis({ ...before, cityWide: both });
		expect(chosen.whole?.value).toBe(9);
		expect(chosen.parts.get('32.75.02')?.value).toBe(4);
		expect(chosen.parts.has('32.75')).toBe(false);
	});

	it('takes the kecamatan of the next reporter where the first gives none', () => {
		const { whole, parts } = chooseBasis({
			...empty,
			isCovered: false,
			cityWide: [
				{ reporter: 'dinkes', area: '32.75', value: 9 },
				{ reporter: 'puskesmas-list', area: '32.75.02', value: 2 }
			]
		});
		expect(whole).toMatchObject({ value: 9, reporter: 'dinkes' });
		expect(parts.get('32.75.02')).toMatchObject({ value: 2, reporter: 'puskesmas-list' });
	});

	it('says that visits which began within the period are only a part of it', () => {
		expect(chooseBasis({ ...empty, isCovered: false, visits }).whole).toMatchObject({
			value: 15,
			isPartial: true
		});
	});

	it('knows nothing where nobody counted', () => {
		const { whole, parts } = chooseBasis({ ...empty, isCovered: false });
		expect(whole).toBeNull();
		expect(parts.size).toBe(0);
	});
});

it('orders unknown reporters after the stated ones, by name', () => {
	expect(['b', 'open-data-jabar', 'a', 'dinkes', 'dinkes-press'].sort(compareReporters)).toEqual([
		'dinkes',
		'dinkes-press',
		'open-data-jabar',
		'a',
		'b'
	]);
});

it('adds up: the parts of a figure from facilities are the whole', () => {
	const areas = ['32.75.01', '32.75.02', '32.75'];
	const own = fc.array(
		fc.record({
			reporter: fc.constantFrom('A', 'B'),
			area: fc.constantFrom(...areas),
			value: fc.nat(50)
		}),
		{ maxLength: 6 }
	);
	fc.assert(
		fc.property(own, fc.nat(90), fc.nat(90), (counts, first, second) => {
			const { whole, parts } = chooseBasis({
				...empty,
				visits: new Map([
					['32.75.01', first + 5],
					['32.75.02', second]
				]),
				visitsOfCounting: new Map([['A', new Map([['32.75.01', 5]])]]),
				own: counts
			});
			const total = [...parts.values()].reduce((sum, { value }) => sum + value, 0);
			expect(total).toBe(whole?.value);
		})
	);
});
