import { describe, expect, it } from 'vitest';
import { measureRules } from '../../../../tests/support/audit-detection.ts';
import { createDefectiveCity } from '../../../../tests/support/defective-claims.ts';
import { auditDesk, peerKey, type DeskRow } from './audit-desk.ts';

const { claims, members } = createDefectiveCity(3, 3_000, 0.15);
const rows: DeskRow[] = claims.map((row, place) => ({
	...row,
	budgetYear: place % 2 === 0 ? 2025 : 2026,
	isOpen: place % 3 === 0,
	letter: null,
	letterFault: null
}));

describe('auditDesk', () => {
	const result = auditDesk({ claims: Object.freeze(rows), members });

	it('judges every open claim and no other', () => {
		expect(new Set(result.risks.map(({ id }) => id))).toEqual(
			new Set(rows.filter(({ isOpen }) => isOpen).map(({ id }) => id))
		);
	});

	it('names the claims that a finding was held against by their ids', () => {
		const known = new Set(rows.map(({ id }) => id));
		const others = result.risks.flatMap(({ findings }) => findings.flatMap((one) => one.others));
		expect(others.length).toBeGreaterThan(5);
		expect(others.every((id) => known.has(id))).toBe(true);
	});

	it('adds up: hospitals to the year, bins to the peers', () => {
		for (const { rules, byFacility } of result.years)
			for (const { rule, claims: count, atStakeRupiah } of rules) {
				const own = byFacility.filter((one) => one.rule === rule);
				expect(own.reduce((sum, one) => sum + one.claims, 0)).toBe(count);
				expect(own.reduce((sum, one) => sum + one.atStakeRupiah, 0)).toBe(atStakeRupiah);
			}
		for (const { peers, bins, quantiles } of result.peerGroups) {
			expect(bins.reduce((sum, bin) => sum + bin.claims, 0)).toBe(peers);
			expect([...quantiles].sort((a, b) => a - b)).toEqual([...quantiles]);
		}
		const [first] = rows;
		expect(first && result.peerGroups.map(({ key }) => key)).toContain(first && peerKey(first));
	});

	it('holds the whole bill against a letter that does not hold, beside what else was found', () => {
		const letter = 'SJP-1';
		const faulty = rows.map((row, place) =>
			place % 5 === 0 ? { ...row, letter, letterFault: 'other-person' as const } : row
		);
		const plain = new Map(result.risks.map((risk) => [risk.id, risk]));
		const held = auditDesk({ claims: faulty, members });
		for (const { id, atStakeRupiah, findings } of held.risks) {
			const row = faulty.find((one) => one.id === id);
			const before = plain.get(id);
			if (row?.letterFault == null) {
				expect({ id, atStakeRupiah, findings }).toEqual(before);
				continue;
			}
			expect(findings.slice(0, -1)).toEqual(before?.findings);
			expect(findings.at(-1)).toEqual({
				...{ rule: 'guarantee-letter', atStakeRupiah: row.amountRupiah, others: [] },
				evidence: { fault: 'other-person', letter }
			});
			expect(atStakeRupiah).toBe(Math.max(before?.atStakeRupiah ?? 0, row.amountRupiah));
		}
		const counted = held.years.map(
			({ rules }) => rules.find(({ rule }) => rule === 'guarantee-letter')?.claims
		);
		expect(counted.reduce<number>((sum, count) => sum + (count ?? 0), 0)).toBe(Math.ceil(rows.length / 5));
	});

	it('answers nothing out of nothing', () => {
		expect(auditDesk({ claims: [], members: [] })).toEqual({ risks: [], years: [], peerGroups: [] });
	});

	it('finds each kind of defect far above as many claims drawn at random, over 20 seeds', () => {
		const seeds = Array.from({ length: 20 }, (_, n) => n + 1);
		for (const { rule, found, atRandom } of measureRules(seeds, 1_500, 0.15)) {
			expect(found.precision, rule).toBeGreaterThan(5 * atRandom.precision);
			expect(found.recall, rule).toBeGreaterThan(rule === 'cost-outlier' ? 0.4 : 0.99);
		}
	}, 60_000);
});
