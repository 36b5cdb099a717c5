import { describe, expect, it } from 'vitest';
import { usualLevers, type ChainLevers } from '$lib/domain/chain';
import type { ChainView } from '$lib/protocol/views/chain';
import { answerOf, detailOf } from './chain-answer';

const interval = (value: number) => ({ value, lower80: value * 0.8, upper80: value * 1.3 });
const arrow = (key: string, value: number) => ({
	...{ from: 'disease' as const, to: 'beds' as const, key: `scenario.${key}` },
	...{ result: interval(value), assumptions: [] }
});
const money = (median: string | null, lower80 = '2026-09-01') => ({
	...{ probability: 0.9, date: { lower80, median, upper80: median === null ? null : '2026-12-01' } },
	...{ yearEnd: { p10: 1, p50: 2, p90: 3 }, months: [] }
});
const levers: ChainLevers = { ...usualLevers, disease: 'dengue' };
const view: ChainView = {
	snapshot: { change: 1, now: '2026-08-20T03:00:00.000Z', asOf: null, demo: false },
	...{ levers, diseases: [], eventGap: null, usual: null, ceilingRupiah: 1, scenarios: [], modelVersion: 1 },
	window: {
		...{ from: '2026-01-01', to: '2026-06-30', computedAt: '2026-10-29T00:00:00.000Z', paidShare: 0.9 },
		...{ complianceNow: 0.4, delayDays: null }
	},
	cases: interval(240),
	arrows: [
		...[arrow('peak-beds', 4.5), arrow('claims', 192), arrow('outbreak-cost', 264e6)],
		arrow('year-difference', 264e6)
	],
	baseline: {
		...money('2026-11-11'),
		...{
			computedAt: '',
			from: '',
			to: '',
			visitMonths: 0,
			simulations: 1,
			notReported: { p10: 1, p50: 1, p90: 1 }
		},
		months: []
	},
	money: money('2026-11-01'),
	...{ drugs: null, projectionVersion: 3 },
	evidence: {} as ChainView['evidence']
};

describe('the answer of the chain', () => {
	it('says what follows from an event, when the money ends, and how much sooner', () => {
		expect(answerOf('id', view)).toBe(
			'Jika Dengue di seluruh kota 2 kali biasanya selama 8 pekan: sekitar 240 kasus tambahan, 5 tempat tidur lagi ' +
				'pada puncaknya, 192 klaim dan Rp\u00a0264,0\u00a0jt; tahun ini perlu Rp\u00a0264,0\u00a0jt lebih banyak. ' +
				'Anggaran habis sekitar 1 November 2026; 80 % antara 1 September 2026 dan 1 Desember 2026. ' +
				'Itu 10 hari lebih awal daripada tanpa perubahan.'
		);
	});

	it('names policies together, and what they save', () => {
		const said = answerOf('id', {
			...{ ...view, cases: null, arrows: [arrow('year-difference', -5e9)], money: money('2026-11-21') },
			levers: { ...usualLevers, referralPercent: 90, tariffPercent: -5, membersPercent: 10 }
		});
		expect(said).toMatch(
			/^Jika rawat jalan dengan rujukan menjadi 90\s%, tarif berubah −5\s%, dan peserta berubah \+10\s%: /
		);
		expect(said).toContain('perlu Rp\u00a05,0\u00a0M lebih sedikit');
		expect(said).toMatch(/10 hari lebih lambat daripada tanpa perubahan\.$/);
	});

	it('without levers is the budget’s own sentence', () => {
		const said = answerOf('id', { ...view, levers: usualLevers, arrows: [], cases: null });
		expect(said).toMatch(/^Tanpa perubahan: Anggaran habis sekitar 1 November 2026/);
	});

	it('says why an event is not reckoned, and does not pretend that it was', () => {
		const gap = { ...view, eventGap: 'no-rates' as const, cases: null, arrows: [] };
		expect(answerOf('id', gap)).toMatch(/^Tanpa perubahan/);
		expect(detailOf('id', gap)).toContain('kurang dari 100 kunjungan');
	});

	it('ends at the claims where no end of the money is known', () => {
		const said = answerOf('id', { ...view, money: null, arrows: view.arrows.slice(0, 3) });
		expect(said).toMatch(/192 klaim dan Rp\s264,0\sjt\.$/);
		expect(detailOf('id', { ...view, money: null })).toContain('pagu belum diisi');
	});

	it('says which half-year is missing where there are no rates', () => {
		expect(answerOf('id', { ...view, window: null })).toBe('Rantai belum dapat dihitung.');
		expect(detailOf('id', { ...view, window: null })).toContain('1 Jul 2025');
	});
});
