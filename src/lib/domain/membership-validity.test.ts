import { describe, expect, it } from 'vitest';
import {
	addWholeMonths,
	isDoublyFinanced,
	jknStatuses,
	judgeValidity,
	reasonBit,
	reasonsOfMask,
	validityReasons,
	type PersonFacts
} from './membership-validity.ts';

const today = '2026-11-22';
const told = {
	status: 'active',
	ektp: true,
	families: 1,
	isHead: false,
	headsInFamily: 1,
	registeredSince: '2015-03-01'
} as const;
const sound: PersonFacts = {
	nikDefect: false,
	birthYear: 1990,
	cardFamilies: 1,
	register: told,
	jkn: 'none',
	jknSince: null
};
const of = (facts: Partial<PersonFacts>, day = today) => judgeValidity({ ...sound, ...facts }, day);
const saying = (register: Partial<Record<keyof typeof told, unknown>>, day = today) =>
	of({ register: { ...told, ...register } as PersonFacts['register'] }, day);

describe('a card', () => {
	it('counts where nothing speaks against it', () => {
		expect(of({})).toEqual([]);
		expect(of({ register: 'unread' })).toEqual([]);
	});

	it('does not count for each reason by itself', () => {
		expect(of({ nikDefect: true })).toEqual(['nik-malformed']);
		expect(of({ cardFamilies: 2 })).toEqual(['two-families']);
		expect(of({ register: 'absent' })).toEqual(['not-in-register']);
		expect(saying({ status: 'not-found' })).toEqual(['not-in-register']);
		expect(saying({ status: 'moved' })).toEqual(['moved']);
		expect(saying({ status: 'deceased' })).toEqual(['deceased']);
		expect(saying({ families: 2 })).toEqual(['two-families']);
		expect(saying({ isHead: true, headsInFamily: 2 })).toEqual(['two-heads']);
		expect(saying({ ektp: false })).toEqual(['ektp-missing']);
	});

	it.each([
		['none', []],
		['inactive', []],
		['active', ['jkn-active']],
		['pbi-apbn', ['jkn-active']],
		['pbi-apbd', ['jkn-active']]
	] as const)('of somebody whose JKN is %s', (jkn, reasons) => expect(of({ jkn })).toEqual(reasons));

	it('does not ask the dead and the moved for an e-KTP or for their residence', () => {
		const gone = { ektp: false, registeredSince: today, families: 2, isHead: true, headsInFamily: 3 };
		expect(saying({ ...gone, status: 'deceased' })).toEqual(['deceased']);
		expect(saying({ ...gone, status: 'moved' })).toEqual(['moved']);
	});

	it('asks only grown-ups for an e-KTP, and nobody whose birth year is unknown', () => {
		const without = { register: { ...told, ektp: false } };
		expect(of({ ...without, birthYear: 2009 })).toEqual([]);
		expect(of({ ...without, birthYear: 2008 })).toEqual(['ektp-missing']);
		expect(of({ ...without, birthYear: null })).toEqual([]);
	});

	it('counts from the day on which six months of residence are full', () => {
		expect(saying({ registeredSince: '2026-05-23' })).toEqual(['residence-under-six-months']);
		expect(saying({ registeredSince: '2026-05-22' })).toEqual([]);
		expect(saying({ registeredSince: '2025-08-31' }, '2026-02-27')).toEqual(['residence-under-six-months']);
		expect(saying({ registeredSince: '2025-08-31' }, '2026-02-28')).toEqual([]);
	});

	it('has its reasons in the order of their weight', () => {
		const all = of({
			...{ nikDefect: true, cardFamilies: 2, jkn: 'active' },
			register: { ...told, isHead: true, headsInFamily: 2, ektp: false, registeredSince: today }
		});
		expect(all).toEqual(validityReasons.filter((reason) => all.includes(reason)));
		expect(all).toHaveLength(6);
	});
});

describe('double financing', () => {
	it('is any JKN that pays for care, whoever pays the premium', () => {
		expect(jknStatuses.filter((jkn) => isDoublyFinanced(jkn, null, today))).toEqual([
			...['active', 'pbi-apbn', 'pbi-apbd']
		]);
	});

	it('begins on the day on which JKN did', () => {
		expect(isDoublyFinanced('active', '2026-11-22', '2026-11-21')).toBe(false);
		expect(isDoublyFinanced('active', '2026-11-22', '2026-11-22')).toBe(true);
		expect(of({ jkn: 'active', jknSince: '2026-11-23' })).toEqual([]);
		expect(of({ jkn: 'active', jknSince: '2026-11-22' })).toEqual(['jkn-active']);
	});
});

it('adds months as a calendar does', () => {
	expect(addWholeMonths('2025-08-31', 6)).toBe('2026-02-28');
	expect(addWholeMonths('2023-08-31', 6)).toBe('2024-02-29');
	expect(addWholeMonths('2026-07-01', 6)).toBe('2027-01-01');
});

it('reads a mask back as it was written', () => {
	for (const reason of validityReasons) expect(reasonsOfMask(reasonBit(reason))).toEqual([reason]);
	expect(reasonsOfMask(0)).toEqual([]);
	expect(reasonsOfMask(2 ** validityReasons.length - 1)).toEqual(validityReasons);
});
