/**
 * A city's claims with known defects, so that audit rules can be held against the truth. Everything is
 * invented; clean claims carry honest near misses (a second visit on one day, intensive care within a stay, a
 * late referral in an emergency).
 */
import { type AuditRule, type ClaimRow, type MemberRow } from '../../src/lib/analytics/audit/audit-rows.ts';
import { createGenerator, type Generator } from '../../src/lib/analytics/stats/generator.ts';
import { type HospitalClass } from '../../src/lib/domain/facility.ts';
import { addDays } from '../../src/lib/domain/period.ts';

export interface DefectiveCity {
	readonly claims: readonly ClaimRow[];
	readonly members: readonly MemberRow[];
	/** Ids of the claims that have the defect. */
	readonly truth: Readonly<Record<AuditRule, ReadonlySet<string>>>;
	/** Ids by how much too dear they are. */
	readonly priceFactor: ReadonlyMap<string, number>;
}

export const defectShares = {
	duplicate: 0.01,
	overlap: 0.005,
	/** Half of them × 1.5, half × 2. */
	price: 0.02,
	bypass: 0.05,
	doubleFinancing: 0.03,
	notResident: 0.01
} as const;

const primaryCare = ['A09', 'I10', 'K29.7', 'J02.9', 'N39.0', 'E11', 'J18.9', 'A01.0'];
const hospitalCare = [
	'I50.0',
	'N18.5',
	'C50.9',
	'I63.9',
	'K35.8',
	'O82.0',
	'S72.0',
	'I21.9',
	'D56.1',
	'A97.2',
	'J44.1',
	'P07.1'
];
const classes: readonly HospitalClass[] = ['A', 'B', 'C', 'D'];
const facilityCount = 40;
const clean: Omit<
	ClaimRow,
	'id' | 'facility' | 'personId' | 'visitNo' | 'serviceFrom' | 'serviceTo' | 'amountRupiah'
> = {
	hospitalClass: null,
	service: 'outpatient',
	diagnoses: [],
	tariffCode: null,
	hasReferral: true,
	emergency: false
};

const pick = <T>(items: readonly T[], { index }: Generator): T => items[index(items.length)] as T;

/** What a case costs: by diagnosis, class and days, and a spread that has no reason. */
function price(
	diagnosis: string,
	hospitalClass: HospitalClass,
	days: number,
	spread: number,
	draw: Generator
): number {
	const place = [...primaryCare, ...hospitalCare].indexOf(diagnosis);
	const base = 400_000 * 1.25 ** place * 0.85 ** classes.indexOf(hospitalClass);
	return Math.round(base * days ** 0.6 * Math.exp(spread * draw.normal()));
}

/**
 * @param spread standard deviation of log cost among peers: 0.15 = prices mostly within a third of each other
 */
export function createDefectiveCity(seed: number, count: number, spread: number): DefectiveCity {
	const draw = createGenerator(seed);
	const honest = createClean(count, spread, draw);
	const chosen = (share: number, ids: readonly string[]) => new Set(ids.filter(() => draw.uniform() < share));
	const ids = honest.map(({ id }) => id);
	const persons = [...new Set(honest.map(({ personId }) => personId ?? ''))];
	const doubly = chosen(defectShares.doubleFinancing, persons);
	const gone = chosen(defectShares.notResident, persons);
	const bypassed = chosen(defectShares.bypass, ids);
	const dear = [...chosen(defectShares.price, ids)].filter((id) => !bypassed.has(id));
	const priceFactor = new Map(dear.map((id) => [id, draw.uniform() < 0.5 ? 1.5 : 2]));
	const claims = honest.map((claim) => {
		if (bypassed.has(claim.id)) return bypassOf(claim, spread, draw);
		return { ...claim, amountRupiah: Math.round(claim.amountRupiah * (priceFactor.get(claim.id) ?? 1)) };
	});
	const again = chosen(defectShares.duplicate, ids);
	const duplicates = claims.filter(({ id }) => again.has(id)).map((claim) => duplicateOf(claim, draw));
	const stays = claims.filter(isLongStay);
	const overlaps = stays
		.filter(() => draw.uniform() < (defectShares.overlap * count) / stays.length)
		.map(overlapOf);
	const all = shuffle([...claims, ...duplicates, ...overlaps].map(plain), draw);
	const idsWhere = (has: (claim: ClaimRow) => boolean) => new Set(all.filter(has).map(({ id }) => id));
	// A copy shares its original's defect.
	const original = ({ id }: ClaimRow) => id.replace(/\D$/, '');
	return {
		claims: all,
		members: persons.flatMap((personId) => rowsOf(personId, doubly.has(personId), gone.has(personId))),
		truth: {
			'duplicate-claim': new Set(duplicates.map(({ id }) => id)),
			'overlapping-stay': new Set(overlaps.map(({ id }) => id)),
			'cost-outlier': idsWhere((claim) => priceFactor.has(original(claim))),
			'primary-care-bypass': idsWhere((claim) => bypassed.has(original(claim))),
			'double-financing': idsWhere(({ personId }) => doubly.has(personId ?? '')),
			'not-resident': idsWhere(
				({ personId, serviceFrom }) => gone.has(personId ?? '') && serviceFrom >= movedOn
			)
		},
		priceFactor
	};
}

const movedOn = '2026-03-01';

/** A visit for what the puskesmas treats, without referral. */
function bypassOf(claim: ClaimRow, spread: number, draw: Generator): ClaimRow {
	const { hospitalClass, serviceFrom } = claim;
	const diagnosis = pick(primaryCare, draw);
	const amountRupiah = price(diagnosis, hospitalClass ?? 'C', 1, spread, draw);
	const visit = { ...clean, hospitalClass, diagnoses: [diagnosis], hasReferral: false };
	return { ...claim, ...visit, amountRupiah, serviceTo: serviceFrom };
}

/** Billed once more under another number, half of them a little cheaper. */
function duplicateOf(claim: ClaimRow, draw: Generator): ClaimRow {
	const factor = draw.uniform() < 0.5 ? 1 : 0.9;
	return { ...claim, id: `${claim.id}D`, amountRupiah: Math.round(claim.amountRupiah * factor) };
}

function isLongStay({ service, serviceFrom, serviceTo }: ClaimRow): boolean {
	return service === 'inpatient-3' && addDays(serviceFrom, 1) < serviceTo;
}

/**
 * Rows as a database hands them over: objects of one shape. Spread ones would be read ten times as slowly.
 */
function plain(row: ClaimRow): ClaimRow {
	return {
		id: row.id,
		facility: row.facility,
		hospitalClass: row.hospitalClass,
		personId: row.personId,
		visitNo: row.visitNo,
		service: row.service,
		diagnoses: row.diagnoses,
		serviceFrom: row.serviceFrom,
		serviceTo: row.serviceTo,
		tariffCode: row.tariffCode,
		amountRupiah: row.amountRupiah,
		hasReferral: row.hasReferral,
		emergency: row.emergency
	};
}

function createClean(count: number, spread: number, draw: Generator): ClaimRow[] {
	const claims: ClaimRow[] = [];
	for (let person = 0; claims.length < count; person++) {
		let day = addDays('2026-01-01', draw.index(120));
		for (let visit = 0; visit <= draw.index(5) && claims.length < count; visit++) {
			const claim = createVisit(`P${person}`, `C${claims.length}`, day, spread, draw);
			claims.push(claim);
			// Some come twice on a day, for something else.
			if (draw.uniform() < 0.01 && claim.service === 'outpatient')
				claims.push({
					...claim,
					id: `C${claims.length}`,
					visitNo: `V${claims.length}`,
					diagnoses: ['Z01.0']
				});
			day = addDays(claim.serviceTo, 1 + draw.index(40));
		}
	}
	return claims;
}

function createVisit(personId: string, id: string, day: string, spread: number, draw: Generator): ClaimRow {
	const isStay = draw.uniform() < 0.3;
	const diagnosis = pick(draw.uniform() < 0.35 ? primaryCare : hospitalCare, draw);
	const place = draw.index(facilityCount);
	const hospitalClass = classes[place % classes.length] ?? 'C';
	const days = isStay ? 2 + Math.floor(draw.gamma(2, 2)) : 1;
	const emergency = draw.uniform() < 0.15;
	return {
		...clean,
		id,
		facility: `RS${place}`,
		hospitalClass,
		personId,
		visitNo: `V${id}`,
		service: isStay ? 'inpatient-3' : 'outpatient',
		diagnoses: [diagnosis],
		serviceFrom: day,
		serviceTo: addDays(day, days - 1),
		amountRupiah: price(diagnosis, hospitalClass, days, spread, draw),
		hasReferral: draw.uniform() < 0.05 ? null : !emergency,
		emergency
	};
}

/** Another hospital bills a stay that begins before this one ends. */
function overlapOf(claim: ClaimRow): ClaimRow {
	const serviceFrom = addDays(claim.serviceFrom, 1);
	return {
		...claim,
		id: `${claim.id}O`,
		facility: `${claim.facility}-other`,
		visitNo: `${claim.visitNo}O`,
		hasReferral: true,
		serviceFrom,
		serviceTo: addDays(claim.serviceTo, 1)
	};
}

function rowsOf(personId: string, doubly: boolean, gone: boolean): MemberRow[] {
	const row: MemberRow = {
		personId,
		fromDay: '2025-06-01',
		registerStatus: 'active',
		jkn: doubly ? 'pbi-apbn' : 'none',
		kecamatan: '32.75.03'
	};
	return gone ? [{ ...row, fromDay: movedOn, registerStatus: 'moved' }, row] : [row];
}

function shuffle<T>(items: T[], { index }: Generator): T[] {
	for (let last = items.length - 1; last > 0; last--) {
		const other = index(last + 1);
		[items[last], items[other]] = [items[other] as T, items[last] as T];
	}
	return items;
}

export interface Detection {
	/** Of what was flagged, how much was defective. */
	readonly precision: number;
	/** Of what was defective, how much was flagged. */
	readonly recall: number;
}

export function measureDetection(flagged: ReadonlySet<string>, defective: ReadonlySet<string>): Detection {
	const hits = [...flagged].filter((id) => defective.has(id)).length;
	return {
		precision: flagged.size ? hits / flagged.size : 1,
		recall: defective.size ? hits / defective.size : 1
	};
}
