import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdsIdentityNumber } from './nik.ts';
import {
	areChecked,
	drawLetterNumber,
	drawSymbols,
	findLetterFault,
	lastDayOf,
	letterAlphabet,
	readLetterNumber,
	standingOf
} from './guarantee-letter.ts';

const size = letterAlphabet.length;
const draws = fc.array(fc.nat(size - 1), { minLength: 12, maxLength: 12 });
const numberOf = (symbols: readonly number[]) => {
	let at = 0;
	return drawLetterNumber(() => symbols[at++] ?? 0);
};

describe('the number of a letter', () => {
	it('holds more than 59 bits of chance, each symbol as likely as the next', () => {
		let drawn = 0;
		drawLetterNumber((below) => {
			expect(below).toBe(size);
			drawn += 1;
			return 0;
		});
		expect(drawn * Math.log2(size)).toBeGreaterThan(59);
	});

	it('is read back as people write it', () => {
		fc.assert(
			fc.property(draws, (symbols) => {
				const number = numberOf(symbols);
				expect(number).toMatch(/^SJP-.{4}-.{4}-.{5}$/);
				for (const typed of [number, number.toLowerCase(), number.replaceAll('-', ' '), number.slice(4)])
					expect(readLetterNumber(typed)).toBe(number);
			})
		);
	});

	it('is told from one with a wrong symbol, or with two neighbours that changed places', () => {
		fc.assert(
			fc.property(draws, fc.nat(11), fc.integer({ min: 1, max: size - 1 }), (symbols, at, by) => {
				const wrong = [...numberOf(symbols).replaceAll('-', '').slice(3)];
				const place = letterAlphabet.indexOf(wrong[at] ?? '');
				wrong[at] = letterAlphabet.charAt((place + by) % size);
				expect(readLetterNumber(wrong.join(''))).toBeUndefined();
			})
		);
		fc.assert(
			fc.property(draws, fc.nat(10), (symbols, at) => {
				fc.pre(symbols[at] !== symbols[at + 1]);
				const text = numberOf(symbols).replaceAll('-', '').slice(3);
				const swapped = text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2);
				expect(readLetterNumber(swapped)).toBeUndefined();
			})
		);
	});

	it('never looks like an identity number', () => {
		fc.assert(
			fc.property(draws, (symbols) => {
				expect(holdsIdentityNumber(numberOf(symbols))).toBe(false);
			})
		);
	});

	it.each(['', 'SJP', 'SJP-0000', '0'.repeat(12), '0'.repeat(14), 'SJP-UUUU-UUUU-UUUUU'])(
		'is not «%s»',
		(text) => expect(readLetterNumber(text)).toBeUndefined()
	);

	it('has a shorter sister that is checked alike', () => {
		const receipt = drawSymbols(9, (below) => below - 1);
		expect(areChecked(receipt, 9)).toBe(true);
		expect(areChecked(receipt, 8)).toBe(false);
		expect(areChecked(`0${receipt.slice(1)}`, 9)).toBe(false);
	});
});

describe('a letter', () => {
	it('holds to the end of its last day, unless it was cancelled', () => {
		const validTo = lastDayOf('outpatient', '2026-11-25');
		expect(validTo).toBe('2026-12-02');
		expect(standingOf({ validTo, isCancelled: false }, validTo)).toBe('valid');
		expect(standingOf({ validTo, isCancelled: false }, '2026-12-03')).toBe('expired');
		expect(standingOf({ validTo, isCancelled: true }, validTo)).toBe('cancelled');
		expect(standingOf({ validTo, isCancelled: true }, '2026-12-03')).toBe('cancelled');
	});

	const letter = {
		...{ facility: 'a', personId: 'p', validFrom: '2026-11-10', validTo: '2026-11-17', cancelledOn: null }
	};
	const claim = { facility: 'a', personId: 'p', letter: 'SJP', serviceFrom: '2026-11-12' };
	it.each([
		['fits', {}, letter, null],
		['is missing', { letter: null }, letter, 'none-named'],
		['nobody issued', {}, null, 'unknown'],
		['another hospital got', { facility: 'b' }, letter, 'other-facility'],
		['another person got', { personId: 'q' }, letter, 'other-person'],
		['nobody can compare', { personId: null }, letter, null],
		['was cancelled before', {}, { ...letter, cancelledOn: '2026-11-12' }, 'cancelled'],
		['was cancelled afterwards', {}, { ...letter, cancelledOn: '2026-11-13' }, null],
		['had ended', { serviceFrom: '2026-11-18' }, letter, 'outside'],
		['came three days later', { serviceFrom: '2026-11-07' }, letter, null],
		['came four days later', { serviceFrom: '2026-11-06' }, letter, 'outside']
	] as const)('that %s', (_, change, found, fault) =>
		expect(findLetterFault({ ...claim, ...change }, found)).toBe(fault)
	);
});
