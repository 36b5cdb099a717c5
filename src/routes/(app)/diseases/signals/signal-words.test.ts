import { afterEach, describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '$lib/i18n/paraglide/runtime.js';
import type { SignalWeek } from '$lib/protocol/views/signals';
import { methodName, oddsText, weekSentence } from './signal-words';

afterEach(() => overwriteGetLocale(() => 'id'));

const week: SignalWeek = {
	...{ week: '2026-11-15', rule: 'statistics', method: 'earsC1', basis: 'visits', cases: 21 },
	...{ expected: 4.57, threshold: 14.9, chance: 0.000432, falseShare: 0.3 }
};

describe('the sentence of a signal', () => {
	it('says in Indonesian what was counted, what is usual, and how likely chance is', () => {
		overwriteGetLocale(() => 'id');
		expect(weekSentence('id', week)).toBe(
			'21 kunjungan pada pekan 46 (15 Nov – 21 Nov 2026). Biasanya sekitar 4,6; lebih dari 14 sudah tidak biasa. ' +
				'Peluang sebanyak ini tanpa ada apa-apa: 1 banding 2.300.'
		);
	});

	it('and in English', () => {
		overwriteGetLocale(() => 'en');
		expect(weekSentence('en', week)).toBe(
			'21 visits in week 46 (15 Nov – 21 Nov 2026). About 4.6 are usual; more than 14 is unusual. ' +
				'Chance of as many with nothing going on: 1 in 2,300.'
		);
	});

	it('says of a first case why it is one, from where on SKDR asks', () => {
		overwriteGetLocale(() => 'en');
		const first: SignalWeek = { ...week, rule: 'first-case', cases: 1, threshold: 0 };
		expect(weekSentence('en', first)).toBe(
			'1 visit in week 46 (15 Nov – 21 Nov 2026): the first in this kecamatan for a year. ' +
				'SKDR asks for a check from case 1 on.'
		);
	});

	it('says of an absolute count from where on SKDR asks, and what is usual where that is known', () => {
		const counted: SignalWeek = { ...week, rule: 'threshold', cases: 2, expected: 0.14, threshold: 1 };
		overwriteGetLocale(() => 'en');
		expect(weekSentence('en', counted)).toBe(
			'2 visits in week 46 (15 Nov – 21 Nov 2026). SKDR asks for a check from 2 a week on. ' +
				'About 0.1 a week are usual in this kecamatan.'
		);
		expect(methodName(counted)).toBe('SKDR rule');
		overwriteGetLocale(() => 'id');
		expect(weekSentence('id', { ...counted, method: null, expected: null, chance: null })).toBe(
			'2 kunjungan pada pekan 46 (15 Nov – 21 Nov 2026). SKDR meminta pemeriksaan mulai 2 kasus sepekan. ' +
				'Berapa yang biasa belum diketahui: riwayatnya terlalu pendek.'
		);
	});

	it('says of a rise what it rose from', () => {
		const risen: SignalWeek = {
			...week,
			...{ rule: 'rise', method: null, cases: 18, expected: 12, chance: null, threshold: 17 }
		};
		overwriteGetLocale(() => 'en');
		expect(weekSentence('en', risen)).toBe(
			'18 visits in week 46 (15 Nov – 21 Nov 2026), 12 in the week before. SKDR’s rule for a rise speaks from 18 on; ' +
				'the history is too short for statistics.'
		);
	});

	it('tells odds by two figures, and very long ones as such', () => {
		overwriteGetLocale(() => 'en');
		expect([0.3, 0.0021, 1 / 12_345, 1e-9].map((chance) => oddsText('en', chance))).toEqual([
			...['1 in 3', '1 in 480', '1 in 12,000', 'less than 1 in 1,000,000']
		]);
	});
});
