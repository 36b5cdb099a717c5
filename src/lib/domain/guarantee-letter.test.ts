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
	standingOf,
	type ClaimOfLetter,
	type LetterFault,
	type LetterOfClaim
} from './guarantee-letter.ts';

const size = letterAlphabet.length;
const draws = fc.array(fc.nat(size - 1), { minLength: 12, maxLength: 12 });
const numberOf = (symbols: readonly number[]) => {
	let at = 0;
	return drawLetterNumber(() => symbols[at++] ?? 0);
};

/** Whom a visit was for. */
const seen = (personId: string | null, motherId: string | null = null) => ({ personId, motherId });

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
				const marks = ['-', ' ', '', '.', '/', '\u2011', '\u2013', '\u00a0 '].map((mark) =>
					number.replaceAll('-', mark)
				);
				const mistaken = number.replaceAll('0', 'o').replaceAll('1', 'l');
				for (const typed of [...marks, number.toLowerCase(), ` ${number}\n`, number.slice(4), mistaken])
					expect(readLetterNumber(typed), typed).toBe(number);
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

	const letter: LetterOfClaim = {
		...{ facility: 'a', personId: 'p', motherId: null, service: 'outpatient', emergency: null },
		...{ validFrom: '2026-11-10', validTo: '2026-11-17', cancelledOn: null, isUsed: false }
	};
	const ofNewborn = { ...letter, personId: null, motherId: 'm', service: 'nicu' };
	const claim: ClaimOfLetter = {
		...{ facility: 'a', personId: 'p', service: 'outpatient', letter: 'SJP' },
		...{ serviceFrom: '2026-11-12', visit: null }
	};
	const ofChild = { personId: null, service: 'nicu' };
	it.each<[string, Partial<ClaimOfLetter>, LetterOfClaim | null, LetterFault | null]>([
		['fits', {}, letter, null],
		['is missing', { letter: null }, letter, 'none-named'],
		['nobody issued', {}, null, 'unknown'],
		['another hospital got', { facility: 'b' }, letter, 'other-facility'],
		['another person got', { personId: 'q' }, letter, 'other-person'],
		['fits whom the visit was for', { personId: null, visit: seen('p') }, letter, null],
		['fits not whom the visit was for', { personId: null, visit: seen('q') }, letter, 'other-person'],
		['the mother got', { personId: null, visit: seen(null, 'p') }, letter, 'other-person'],
		['nobody can compare', { personId: null }, letter, 'unproven'],
		['is the child’s', { ...ofChild, visit: seen(null, 'm') }, ofNewborn, null],
		[
			'is the child’s, billed in the mother’s name',
			{ ...ofChild, personId: 'm', visit: seen(null, 'm') },
			ofNewborn,
			null
		],
		[
			'is the child’s, which has its own number by now',
			{ ...ofChild, personId: 'c', visit: seen('c', 'm') },
			ofNewborn,
			null
		],
		['is another child’s', { ...ofChild, visit: seen(null, 'n') }, ofNewborn, 'other-person'],
		['is the child’s and not the mother’s', { ...ofChild, personId: 'm' }, ofNewborn, 'other-person'],
		['is a child’s, for a visit of the mother', { ...ofChild, visit: seen('m') }, ofNewborn, 'other-person'],
		[
			'is a child’s, for just anybody',
			{ ...ofChild, personId: 'p', visit: seen('p') },
			ofNewborn,
			'unproven'
		],
		['is a child’s, for nobody named', ofChild, ofNewborn, 'unproven'],
		['is for another service', { service: 'dialysis' }, letter, 'other-service'],
		['was cancelled before', {}, { ...letter, cancelledOn: '2026-11-12' }, 'cancelled'],
		['was cancelled afterwards', {}, { ...letter, cancelledOn: '2026-11-13' }, null],
		['had ended', { serviceFrom: '2026-11-18' }, letter, 'outside'],
		['holds on its last day', { serviceFrom: '2026-11-17' }, letter, null],
		['came a day later', { serviceFrom: '2026-11-09' }, letter, 'outside'],
		[
			'came three days after an emergency',
			{ serviceFrom: '2026-11-07' },
			{ ...letter, emergency: true },
			null
		],
		[
			'came four days after an emergency',
			{ serviceFrom: '2026-11-06' },
			{ ...letter, emergency: true },
			'outside'
		],
		[
			'came three days after the emergency ward',
			{ serviceFrom: '2026-11-07', service: 'emergency' },
			{ ...letter, service: 'emergency' },
			null
		],
		['another claim stands on', {}, { ...letter, isUsed: true }, 'used'],
		[
			'another claim stands on, and that was for another',
			{ personId: 'q' },
			{ ...letter, isUsed: true },
			'other-person'
		]
	])('that %s', (_, change, found, fault) =>
		expect(findLetterFault({ ...claim, ...change }, found)).toBe(fault)
	);
});
