import { describe, expect, it } from 'vitest';
import { coveredByJkn, jknStatuses } from '../../domain/membership-validity.ts';
import { type ClaimRow, type MemberRow } from './audit-rows.ts';
import { readClaims } from './claim-table.ts';
import { findCostOutliers } from './cost-outliers.ts';
import { findDuplicateClaims } from './duplicate-claims.ts';
import { buildFacilityFunnel } from './facility-funnel.ts';
import { findDoubleFinancing, findNonResidents, indexMembers } from './membership-findings.ts';
import { findOverlappingStays } from './overlapping-stays.ts';
import { findPrimaryCareBypass } from './primary-care-bypass.ts';
import { createGenerator } from '../stats/generator.ts';

const visit: ClaimRow = {
	id: 'C1',
	facility: 'RS Demo 1',
	hospitalClass: 'C',
	personId: 'P1',
	visitNo: 'V1',
	service: 'outpatient',
	diagnoses: ['I50.0'],
	serviceFrom: '2026-03-02',
	serviceTo: '2026-03-02',
	tariffCode: null,
	amountRupiah: 500_000,
	hasReferral: true,
	emergency: false
};
const stay: ClaimRow = { ...visit, service: 'inpatient-3', serviceTo: '2026-03-06', amountRupiah: 4_000_000 };
const table = (...rows: ClaimRow[]) => readClaims(rows);

describe('findDuplicateClaims', () => {
	it('holds the later number against the first, whichever comes first in the file', () => {
		const again = { ...visit, id: 'C2', amountRupiah: 450_000 };
		for (const rows of [
			[visit, again],
			[again, visit]
		])
			expect(findDuplicateClaims(table(...rows))).toEqual([
				{
					rule: 'duplicate-claim',
					claim: rows.indexOf(again),
					others: [rows.indexOf(visit)],
					atStakeRupiah: 450_000,
					evidence: { first: 'C1', sameAmount: 0, sameVisit: 1 }
				}
			]);
	});

	it.each([
		['another person', { personId: 'P2' }],
		['another hospital', { facility: 'RS Demo 2' }],
		['another day', { serviceTo: '2026-03-03' }],
		['another service', { service: 'dialysis' as const }],
		['another diagnosis', { diagnoses: ['I10'] }]
	])('lets %s pass', (_, other) => {
		expect(findDuplicateClaims(table(visit, { ...visit, id: 'C2', ...other }))).toEqual([]);
	});

	it('compares claims without person by their visit', () => {
		const newborn = { ...visit, personId: null };
		expect(findDuplicateClaims(table(newborn, { ...newborn, id: 'C2' }))).toHaveLength(1);
		expect(findDuplicateClaims(table(newborn, { ...newborn, id: 'C2', visitNo: 'V2' }))).toEqual([]);
		const nameless = { ...newborn, visitNo: null };
		expect(findDuplicateClaims(table(nameless, { ...nameless, id: 'C2' }))).toEqual([]);
	});
});

describe('findOverlappingStays', () => {
	const elsewhere = {
		...stay,
		id: 'C2',
		facility: 'RS Demo 2',
		serviceFrom: '2026-03-04',
		serviceTo: '2026-03-08'
	};

	it('finds a person in two hospitals and counts the nights', () => {
		expect(findOverlappingStays(table(stay, elsewhere))).toEqual([
			{
				rule: 'overlapping-stay',
				claim: 1,
				others: [0],
				atStakeRupiah: 2_000_000,
				evidence: { other: 'C1', otherFacility: 'RS Demo 1', sharedNights: 2, nights: 4 }
			}
		]);
	});

	it('finds a short stay far behind a long one that it lies within', () => {
		const long = { ...stay, serviceTo: '2026-03-20' };
		const before = {
			...stay,
			id: 'C0',
			facility: 'RS Demo 3',
			serviceFrom: '2026-03-01',
			serviceTo: '2026-03-03'
		};
		const late = { ...elsewhere, serviceFrom: '2026-03-15', serviceTo: '2026-03-17' };
		expect(
			findOverlappingStays(table(late, long, before)).map(({ claim, others }) => [claim, others])
		).toEqual([
			[1, [2]],
			[0, [1]]
		]);
	});

	it.each([
		['a move on the day of discharge', { ...elsewhere, serviceFrom: '2026-03-06' }],
		['intensive care within a stay of the same hospital', { ...stay, id: 'C2', service: 'icu' as const }],
		['an exact duplicate, which is another rule’s', { ...stay, id: 'C2' }],
		['an outpatient visit', { ...visit, id: 'C2', facility: 'RS Demo 2' }],
		['another person', { ...elsewhere, personId: 'P2' }]
	])('lets %s pass', (_, other) => {
		expect(findOverlappingStays(table(stay, other))).toEqual([]);
	});
});

describe('findCostOutliers', () => {
	const peers = (count: number, spread: number, other: Partial<ClaimRow> = {}): ClaimRow[] => {
		const { normal } = createGenerator(11);
		return Array.from({ length: count }, (_, i) => ({
			...visit,
			id: `P${i}`,
			amountRupiah: Math.round(500_000 * Math.exp(spread * normal())),
			...other
		}));
	};

	it('shows what stands far above its peers, with the figures', () => {
		const dear = { ...visit, id: 'dear', amountRupiah: 1_000_000 };
		const [reason, ...more] = findCostOutliers(table(...peers(60, 0.1), dear));
		expect(more).toEqual([]);
		expect(reason?.claim).toBe(60);
		expect(reason?.evidence.peers).toBe(61);
		expect(reason?.evidence.ratio).toBeCloseTo(2, 0);
		expect(reason?.atStakeRupiah).toBeGreaterThan(450_000);
		expect(reason?.atStakeRupiah).toBeLessThan(550_000);
	});

	it('says nothing where peers are few, or as scattered as the claim is dear', () => {
		const dear = { ...visit, id: 'dear', amountRupiah: 1_000_000 };
		expect(findCostOutliers(table(...peers(20, 0.1), dear))).toEqual([]);
		expect(findCostOutliers(table(...peers(60, 0.6), dear))).toEqual([]);
	});

	it('falls back on peers of other classes, and knows that a fixed tariff is no fraud', () => {
		const rare = { ...visit, id: 'rare', hospitalClass: 'A' as const, amountRupiah: 1_500_000 };
		expect(findCostOutliers(table(...peers(60, 0.1), rare))[0]?.evidence.level).toBe('diagnosis+service');
		const tariff = peers(60, 0, { tariffCode: 'I-4-12-I', amountRupiah: 9_000_000 });
		expect(findCostOutliers(table(...peers(60, 0.1), ...tariff))).toEqual([]);
	});

	it('counts long stays as long', () => {
		const stays = Array.from({ length: 90 }, (_, i) => ({
			...stay,
			id: `S${i}`,
			serviceTo: `2026-03-${String(3 + (i % 12)).padStart(2, '0')}`,
			amountRupiah: Math.round(1_000_000 * (2 + (i % 12)) ** 0.8)
		}));
		expect(findCostOutliers(table(...stays))).toEqual([]);
	});

	it('does not depend on the unit of money', () => {
		const rows = [...peers(60, 0.15), { ...visit, id: 'dear', amountRupiah: 1_200_000 }];
		const zOf = (factor: number) =>
			findCostOutliers(
				table(...rows.map((row) => ({ ...row, amountRupiah: row.amountRupiah * factor })))
			).map(({ evidence }) => Number(evidence.z));
		const once = zOf(1);
		expect(once).toHaveLength(1);
		expect(zOf(1000)[0]).toBeCloseTo(once[0] ?? NaN, 9);
	});

	it('passes over claims of nothing and without diagnosis, and refuses a limit of 0', () => {
		const odd = table({ ...visit, amountRupiah: 0 }, { ...visit, diagnoses: [] });
		expect(findCostOutliers(odd)).toEqual([]);
		expect(() => findCostOutliers(odd, { limit: 0 })).toThrow(
			expect.objectContaining({ code: 'bad-option' })
		);
	});
});

describe('buildFacilityFunnel', () => {
	it('puts the hospital above the funnel that is dearer throughout, and no small one for chance', () => {
		const { normal } = createGenerator(3);
		const rows = Array.from({ length: 20 }, (_, hospital) =>
			Array.from({ length: hospital === 19 ? 3 : 120 }, (_, i) => ({
				...visit,
				id: `${hospital}-${i}`,
				facility: `RS Demo ${hospital}`,
				amountRupiah: Math.round(500_000 * Math.exp(0.2 * normal()) * (hospital === 7 ? 1.25 : 1))
			}))
		).flat();
		const funnel = buildFacilityFunnel(table(...rows));
		expect(funnel[0]).toMatchObject({ facility: 'RS Demo 7', standing: 'above-998', claims: 120 });
		expect(funnel[0]?.costRatio).toBeCloseTo(1.25, 1);
		const small = funnel.find(({ facility }) => facility === 'RS Demo 19');
		expect(small?.limit95).toBeGreaterThan(4 * (funnel[0]?.limit95 ?? Infinity));
		expect(funnel.filter(({ standing }) => standing.endsWith('998'))).toHaveLength(1);
	});
});

describe('findPrimaryCareBypass', () => {
	const bypass = { ...visit, diagnoses: ['A09'], hasReferral: false };

	it('names the diagnosis that primary care treats', () => {
		const complicated = { ...bypass, diagnoses: ['A09', 'N17.9'] };
		const [plain, doubtful] = findPrimaryCareBypass(table(bypass, complicated));
		expect(plain).toMatchObject({
			claim: 0,
			atStakeRupiah: 500_000,
			evidence: { diagnosis: 'A09', otherDiagnoses: 0 }
		});
		expect(doubtful?.evidence.otherDiagnoses).toBe(1);
	});

	it('finds a visit to the emergency room that says it was none', () => {
		expect(findPrimaryCareBypass(table({ ...bypass, service: 'emergency' }))).toHaveLength(1);
	});

	it.each([
		['with a referral', { hasReferral: true }],
		['whose visit nobody linked', { hasReferral: null }],
		['in an emergency', { emergency: true }],
		['in the emergency room, emergency or not unsaid', { service: 'emergency' as const, emergency: null }],
		['for what a hospital treats', { diagnoses: ['I50.0'] }],
		['for a code that looks wrong in the list', { diagnoses: ['S01.0'] }],
		['without diagnosis', { diagnoses: [] }]
	])('lets a visit pass %s', (_, other) => {
		expect(findPrimaryCareBypass(table({ ...bypass, ...other }))).toEqual([]);
	});
});

describe('membership', () => {
	const member: MemberRow = {
		personId: 'P1',
		fromDay: '2025-01-01',
		registerStatus: 'active',
		jkn: 'none',
		kecamatan: '32.75.03'
	};
	const ask = (find: typeof findDoubleFinancing, ...rows: MemberRow[]) =>
		find(table(visit), indexMembers(rows)).map(({ evidence }) => evidence);

	it.each(jknStatuses)(
		'finds double financing of JKN %s exactly where the card does not count for it',
		(jkn) => {
			const found = ask(findDoubleFinancing, { ...member, jkn });
			expect(found).toEqual(coveredByJkn.includes(jkn) ? [{ jkn, since: '2025-01-01' }] : []);
		}
	);

	it('names the first day of what it found, where that is earlier than the row', () => {
		const row = { ...member, jkn: 'active', jknSince: '2024-05-01', statusSince: '2024-07-01' } as const;
		expect(ask(findDoubleFinancing, row)).toEqual([{ jkn: 'active', since: '2024-05-01' }]);
		expect(ask(findNonResidents, { ...row, registerStatus: 'moved' })[0]?.since).toBe('2024-07-01');
	});

	it('looks at the status of the day, not of today', () => {
		const later = { ...member, fromDay: '2026-03-03', jkn: 'pbi-apbd' as const };
		expect(ask(findDoubleFinancing, later, member)).toEqual([]);
		expect(ask(findDoubleFinancing, { ...later, fromDay: '2026-03-02' }, member)).toHaveLength(1);
		expect(ask(findDoubleFinancing, later)).toEqual([]);
	});

	it.each([
		['moved', { registerStatus: 'moved' as const }],
		['deceased', { registerStatus: 'deceased' as const }],
		['unknown', { registerStatus: 'unknown' as const }],
		['elsewhere', { kecamatan: '32.16.06' }]
	])('finds a person whom the register calls %s', (status, other) => {
		expect(ask(findNonResidents, { ...member, ...other })[0]?.status).toBe(status);
	});

	it('says nothing of residents, of unknown places and of people the register has not heard of', () => {
		expect(ask(findNonResidents, member)).toEqual([]);
		expect(ask(findNonResidents, { ...member, kecamatan: null })).toEqual([]);
		expect(ask(findNonResidents, { ...member, registerStatus: null, kecamatan: null })).toEqual([]);
		expect(ask(findNonResidents)).toEqual([]);
		expect(findNonResidents(table({ ...visit, personId: null }), indexMembers([member]))).toEqual([]);
	});
});

describe('readClaims', () => {
	it.each([
		['an amount that is no number', { amountRupiah: NaN }, 'not-a-number'],
		['a negative amount', { amountRupiah: -1 }, 'negative'],
		['a day that does not exist', { serviceFrom: '2026-02-30' }, 'bad-shape'],
		['a service that ends before it begins', { serviceTo: '2026-03-01' }, 'bad-shape']
	])('refuses %s with its place', (_, wrong, code) => {
		expect(() => table(visit, { ...visit, ...wrong })).toThrow(expect.objectContaining({ code, index: 1 }));
	});
});
