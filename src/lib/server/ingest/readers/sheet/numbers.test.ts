import { expect, it } from 'vitest';
import { readNumber } from './numbers.ts';

it.each([
	['1234', 1234],
	['1.234', 1234],
	['1,234', 1234],
	['1.234.567', 1234567],
	['Rp 3.500.000,00', 3500000],
	['Rp. 3.500.000,-', 3500000],
	['3,500,000.00', 3500000],
	['12,0', 12],
	['12,5', 12.5],
	['-3', -3],
	['1 234', 1234],
	[7.5, 7.5],
	[null, null]
])('reads %j as %j', (cell, value) => expect(readNumber(cell)).toBe(value));

it.each(['sepuluh', '1.23.4', '12 tab', '=1+1', '#REF!', ''])('leaves %j as it is', (text) =>
	expect(readNumber(text)).toBe(text)
);
