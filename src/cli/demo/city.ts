/**
 * Every parameter of the demo city, with its reason. The rest of this folder is mechanism: pure functions of (seed,
 * scale, day). "Assumption" means that no source for this city was at hand; it is then the order of magnitude that
 * Indonesian practice would call ordinary, and nothing on a page should be read as a finding about Kota Bekasi.
 *
 * Scale multiplies people, visits, claims, medicines and money. Facilities, rooms and bed reports are the full
 * city's at every scale, because a bed page of a twentieth of the hospitals would show nothing.
 */
import type { HospitalClass } from '../../lib/domain/facility.ts';
import type { WardClassId } from '../../lib/domain/ward.ts';

export const defaults = {
	seed: 17,
	/** What two shared cores take in about 40 s for a year (measured: 290,000 events, 7,000 a second). */
	scale: 0.03,
	days: 365
} as const;

// ---- People ------------------------------------------------------------------------------------------------

export const people = {
	/** Members in May 2017 (design §2, press). */
	members: 1_370_000,
	/** Assumption near Bekasi's household size of members: a card is a family, not every relative is on it. */
	personsPerFamily: 2.64,
	/** Registered during the first year instead of before it (assumption). */
	joiningShare: 0.06,
	/** Whose register entry changes in a year: moved away, died, joined JKN (assumption; deaths as the crude rate, 6 ‰). */
	movingShare: 0.016,
	dyingShare: 0.006,
	joiningJknShare: 0.012,
	unknownShare: 0.004,
	/** Grown-ups without a recorded e-KTP (assumption; the programme refuses such cards). */
	withoutEktpShare: 0.04,
	/**
	 * JKN beside the card. `pbi-apbn` is double financing, which the programme suffered from (design §2); its size is
	 * an assumption.
	 */
	jknShares: { 'pbi-apbn': 0.031, active: 0.05, inactive: 0.08 },
	segment: 'ks-nik'
} as const;

/** What only the registers themselves show (assumptions, so that each reason of the Members page has people). */
export const registerDefects = {
	secondHeadShare: 0.002,
	/** Of those who joined within the year: who had come to the city a few days before. */
	newcomerShare: 0.3,
	secondCardShare: 0.0015,
	malformedShare: 0.0005
} as const;

/** Per cent of people by five-year age group from 0, the last one 80–94 (assumption shaped as West Java 2020). */
export const agePyramidPercent = [
	8.0, 8.2, 8.1, 8.0, 8.2, 8.3, 8.4, 8.3, 8.0, 7.2, 6.1, 4.8, 3.5, 2.4, 1.3, 0.7, 0.5
] as const;

/**
 * NIK areas of first registration outside the city, taken when a kecamatan's own numbers run out: every NIK here
 * ends in serial 0000, which no person has, so area × birth date × sex is all there is (from scale 0.2 up).
 * Jakarta Timur, Selatan, Utara, Pusat and Kabupaten Bekasi, where such people come from.
 */
export const foreignNikAreas: readonly string[] = [
	...numbered('3175', 10),
	...numbered('3174', 10),
	...numbered('3216', 23),
	...numbered('3172', 6),
	...numbered('3171', 8)
];

function numbered(prefix: string, count: number): string[] {
	return Array.from({ length: count }, (_, index) => prefix + String(index + 1).padStart(2, '0'));
}

// ---- Facilities --------------------------------------------------------------------------------------------

/** 41 hospitals (design §2): class as in the 2021 register of 36 (`domain/hospitals.ts`: B 7, C 21, D 8, rounded up). */
export const hospitalClasses: readonly { readonly hospitalClass: HospitalClass; readonly count: number }[] = [
	{ hospitalClass: 'B', count: 8 },
	{ hospitalClass: 'C', count: 23 },
	{ hospitalClass: 'D', count: 10 }
];
/** Beds by class: range of the same register, the one hospital of 554 beds kept apart. */
export const bedsByClass = { A: [500, 600], B: [90, 250], C: [42, 128], D: [14, 70] } as const;
export const largestHospitalBeds = 554;

/** Share of a hospital's beds by ward class, and the class from which on it has such a ward (assumption). */
export const wards: readonly {
	readonly ward: WardClassId;
	readonly share: number;
	readonly classes: string;
	/** Usual occupancy. Assumption: class 3 is fullest, as the programme pays for nothing else. */
	readonly occupancy: number;
}[] = [
	{ ward: 'inpatient-3', share: 0.38, classes: 'BCD', occupancy: 0.8 },
	{ ward: 'inpatient-2', share: 0.16, classes: 'BCD', occupancy: 0.66 },
	{ ward: 'inpatient-1', share: 0.13, classes: 'BCD', occupancy: 0.6 },
	{ ward: 'vip', share: 0.07, classes: 'BC', occupancy: 0.45 },
	{ ward: 'igd', share: 0.07, classes: 'BCD', occupancy: 0.58 },
	{ ward: 'icu', share: 0.045, classes: 'BC', occupancy: 0.82 },
	{ ward: 'hcu', share: 0.03, classes: 'B', occupancy: 0.7 },
	{ ward: 'picu', share: 0.012, classes: 'B', occupancy: 0.76 },
	{ ward: 'nicu', share: 0.02, classes: 'BC', occupancy: 0.8 },
	{ ward: 'perinatal', share: 0.035, classes: 'BC', occupancy: 0.6 },
	{ ward: 'isolation', share: 0.025, classes: 'BC', occupancy: 0.4 },
	{ ward: 'dialysis', share: 0.04, classes: 'BC', occupancy: 0.85 }
];
/** A ward with more beds than this has several rooms. */
export const bedsPerRoom = 24;
/** Room names: flowers, as Indonesian wards have them. */
export const roomNames = [
	'Anggrek',
	'Melati',
	'Mawar',
	'Dahlia',
	'Kenanga',
	'Cempaka',
	'Teratai',
	'Flamboyan'
] as const;

/**
 * How hospitals report beds. Fitted to 1,318 stated ages of SIRANAP readings for the city's hospitals, 12 July – 24
 * August 2021 (GitHub jswsean/siranap_hospital_data): median 11–12 h, 73–75 % over 6 h, 95th percentile 36 h.
 */
export const bedReporting = {
	automatic: { hospitals: 5, everyMinutes: 2 },
	twiceDaily: { hospitals: 2, hours: [7, 16] },
	/** The rest reports once a day at its own hour; this share of days it forgets. */
	dailySkipShare: 0.06,
	/** Say nothing for days at a time. */
	silent: { hospitals: 6, everyDays: [2, 5] },
	/** Seeded in full for so many days; before, one report of each hospital a week, and the automatic ones hourly. */
	detailDays: 16,
	automaticHistoryMinutes: 180
} as const;

// ---- Visits ------------------------------------------------------------------------------------------------

/**
 * Visits a year at full size: about 2 million (issue 2), split by assumption. Primary care is the larger half since
 * referral came back in August 2018; ~48 % of hospital outpatients come on a fresh referral, ~38 % for a control visit
 * (each needs its own referral number), the rest bypasses.
 */
export const visitsPerYear = {
	puskesmas: 1_250_000,
	outpatient: 520_000,
	emergency: 120_000,
	'inpatient-3': 60_000,
	icu: 3_500,
	picu: 800,
	nicu: 2_000,
	dialysis: 32_000,
	ambulance: 8_000
} as const;
export type Stream = keyof typeof visitsPerYear;

export const referral = {
	/** Of puskesmas visits (national target: under 15 % non-specialist; big cities exceed it; assumption). */
	referredShare: 0.2,
	/** Days until the hospital sees a referred patient. */
	waitDays: [1, 7],
	/** Of hospital outpatients: without any referral. */
	bypassShare: 0.13
} as const;

/** IGD visits that were no emergency, which the card does not cover (design §2; size assumed). */
export const notEmergencyShare = 0.14;
/** Residents of other districts treated here on the card. */
export const outsideResidentShare = 0.01;
/** Chronic patients: a tenth of grown-ups makes these visits, so people return. */
export const chronicPoolEvery = 10;

/** Length of stay in days: log-normal median and sigma (assumption near Indonesian AvLOS of 3–5 days, ICU 5–6). */
export const stayDays = {
	'inpatient-3': { median: 3.1, sigma: 0.5 },
	icu: { median: 4.5, sigma: 0.65 },
	picu: { median: 4.2, sigma: 0.6 },
	nicu: { median: 6.5, sigma: 0.7 }
} as const;
/** Deaths in hospital by service (assumption: gross death rate below the standard of 45 ‰, intensive care far above). */
export const deathShare = {
	'inpatient-3': 0.018,
	icu: 0.22,
	picu: 0.12,
	nicu: 0.1,
	emergency: 0.006
} as const;
export const againstAdviceShare = 0.02;
/** Newborns who get their own visit at a delivery: they have no NIK yet and are known by their mother. */
export const newbornVisitShare = 0.25;

/** Relative load Sunday–Saturday: puskesmas and clinics of hospitals close on Sunday, emergencies do not. */
export const weekdayLoad: Readonly<Record<Stream, readonly number[]>> = {
	puskesmas: [0.02, 1.35, 1.15, 1.05, 1, 0.8, 0.55],
	outpatient: [0.03, 1.3, 1.15, 1.1, 1.05, 0.9, 0.6],
	emergency: [1.2, 1.05, 0.95, 0.92, 0.93, 0.95, 1.05],
	'inpatient-3': [0.85, 1.15, 1.05, 1, 1, 0.98, 0.92],
	icu: [1, 1, 1, 1, 1, 1, 1],
	picu: [1, 1, 1, 1, 1, 1, 1],
	nicu: [1, 1, 1, 1, 1, 1, 1],
	dialysis: [0.1, 1.15, 1.15, 1.15, 1.15, 1.15, 1.15],
	ambulance: [1.1, 1, 1, 1, 1, 1, 1]
};
/** Public holidays: load of the planned services relative to an ordinary day. */
export const holidayLoad: Readonly<Record<Stream, number>> = {
	puskesmas: 0.02,
	outpatient: 0.04,
	emergency: 1.15,
	'inpatient-3': 0.8,
	icu: 1,
	picu: 1,
	nicu: 1,
	dialysis: 0.9,
	ambulance: 1
};
/**
 * Fixed national holidays, and Idul Fitri (five days' closing), Idul Adha, Waisak and Nyepi of the years a demo may
 * touch, by the joint decrees (SKB) where issued, else by the astronomical calendar.
 */
export const fixedHolidays = ['01-01', '05-01', '06-01', '08-17', '12-25'] as const;
export const movingHolidays: readonly string[] = [
	...['2023-04-21', '2023-04-22', '2023-04-23', '2023-04-24', '2023-04-25', '2023-06-29'],
	...['2024-04-08', '2024-04-09', '2024-04-10', '2024-04-11', '2024-04-12', '2024-06-17'],
	...['2025-03-31', '2025-04-01', '2025-04-02', '2025-04-03', '2025-04-04', '2025-06-06'],
	...['2026-03-18', '2026-03-19', '2026-03-20', '2026-03-21', '2026-03-22', '2026-03-23', '2026-05-27'],
	...['2027-03-08', '2027-03-09', '2027-03-10', '2027-03-11', '2027-03-12', '2027-05-17'],
	...['2028-02-25', '2028-02-26', '2028-02-27', '2028-02-28', '2028-05-05']
];
/** Arrivals by hour of day (assumption): morning queues; evening clinics; emergencies peak after the puskesmas close. */
export const hourLoad = {
	puskesmas: [0, 0, 0, 0, 0, 0, 0, 3, 9, 10, 9, 7, 4, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0],
	outpatient: [0, 0, 0, 0, 0, 0, 0, 2, 6, 9, 9, 8, 5, 5, 5, 4, 4, 5, 5, 3, 1, 0, 0, 0],
	around: [2, 2, 1, 1, 1, 2, 3, 4, 5, 6, 6, 5, 5, 5, 5, 5, 5, 6, 7, 8, 8, 6, 5, 3]
} as const;

// ---- Diseases ----------------------------------------------------------------------------------------------

/**
 * Cases a year in the whole city, laid on the demo's years so that the newest year repeats 2024: Open Data Jabar
 * od_18509 v3 (Dinas Kesehatan Provinsi Jawa Barat), Kota Bekasi: 1,844 (2021), 2,442 (2022), 1,220 (2023), 4,167 (2024).
 * Index 0 = the year in which the demo ends, 1 = the year before …
 */
export const dengueCasesByYearsBack = [4_167, 1_220, 2_442, 1_844] as const;

/**
 * Per cent by month: the mean of the city's own 2021 (Dinkes: 29, 78, 199, 330, 471, 217, 117, 113, 76, 35 in Jan–Oct;
 * kilasbekasi.id, kompas.com 2021-11-12; the rest of that year's 2,004 laid on November 130 and December 209) and West
 * Java's mean over complete years (OpenDengue 1.3, CC BY-SA 4.0: 12.7, 11.01, 10.16 … 5.76).
 */
export const dengueMonthPercent = [7.1, 7.5, 10.0, 13.2, 16.9, 10.0, 6.7, 6.2, 4.6, 3.5, 6.1, 8.1] as const;

/** Cases January–June 2022 by kecamatan (Dinkes, pospublik.co.id 2022-06): where dengue is, in the demo too. */
export const dengueCasesByKecamatan: Readonly<Record<string, number>> = {
	'32.75.01': 223,
	'32.75.02': 190,
	'32.75.03': 348,
	'32.75.04': 159,
	'32.75.05': 57,
	'32.75.06': 100,
	'32.75.07': 23,
	'32.75.08': 63,
	'32.75.09': 127,
	'32.75.10': 45,
	'32.75.11': 175,
	'32.75.12': 19
};

/**
 * ISPA: 10,129 9,198 11,611 9,308 10,296 8,065 7,565 in January–July 2023 (Dinkes, bakabar.com); August–December are
 * not published and assumed near the dry season's level.
 */
export const ispaCasesByMonth = [
	10_129, 9_198, 11_611, 9_308, 10_296, 8_065, 7_565, 7_400, 7_900, 8_600, 9_400, 10_000
] as const;

/**
 * Diarrhoea treated at facilities: the ministry's planning figure, 10 % of 270 episodes per 1,000 people a year, for
 * 2.57 million people; two weak peaks, at the turn of the seasons (assumption).
 */
export const diarrhoeaCasesPerYear = 69_400;
export const diarrhoeaMonthPercent = [9.6, 9.2, 8.6, 8.0, 7.6, 7.2, 7.0, 7.4, 8.2, 8.8, 9.0, 9.4] as const;

/** Slow noise of a disease's week around its season, as sigma of a log-normal. */
export const weeklyNoiseSigma = 0.1;
export const dengueKecamatanNoiseSigma = 0.3;

/**
 * The one outbreak: dengue in Mustika Jaya, from five weeks before the demo's end, growing to `peakFactor` times its
 * season within five weeks, gone after thirteen. Large enough to be found, small enough to need finding.
 */
export const outbreak = {
	kecamatan: '32.75.11',
	startsDaysBeforeEnd: 35,
	peakFactor: 9,
	daysToPeak: 35,
	daysOfDecline: 56
} as const;

export type Season = 'dengue' | 'ispa' | 'diarrhoea' | 'wet' | 'dry' | 'flat';
/** Factors by month of the weaker seasons (assumption): typhoid, leptospirosis … in the rains, eyes and skin in the dry. */
export const weakSeasons: Readonly<Record<'wet' | 'dry' | 'flat', readonly number[]>> = {
	wet: [1.3, 1.3, 1.15, 1.05, 0.95, 0.85, 0.8, 0.8, 0.85, 0.9, 1, 1.15],
	dry: [0.85, 0.85, 0.9, 0.95, 1, 1.05, 1.1, 1.2, 1.2, 1.1, 1, 0.9],
	flat: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]
};

export type AgeProfile = 'any' | 'child' | 'infant' | 'young' | 'adult' | 'older' | 'mother' | 'chronic';

/**
 * Diseases with a level of their own: where their cases are seen. One case is one visit, so that a year's visits
 * with the diagnosis are the year's cases.
 */
export const levelled: readonly {
	readonly season: 'dengue' | 'ispa' | 'diarrhoea';
	readonly codes: readonly (readonly [icd10: string, share: number])[];
	readonly age: AgeProfile;
	readonly streams: Partial<Record<Stream, number>>;
}[] = [
	{
		season: 'dengue',
		codes: [
			['A91', 0.68],
			['A90', 0.27],
			['A97.0', 0.05]
		],
		age: 'young',
		streams: {
			puskesmas: 0.14,
			outpatient: 0.1,
			emergency: 0.18,
			'inpatient-3': 0.56,
			icu: 0.012,
			picu: 0.008
		}
	},
	{
		season: 'ispa',
		codes: [
			['J06.9', 0.58],
			['J00', 0.2],
			['J02.9', 0.13],
			['J03.9', 0.06],
			['J01.9', 0.03]
		],
		age: 'child',
		streams: { puskesmas: 0.84, outpatient: 0.07, emergency: 0.085, 'inpatient-3': 0.005 }
	},
	{
		season: 'diarrhoea',
		codes: [
			['A09.9', 0.92],
			['A08.4', 0.05],
			['A04.9', 0.03]
		],
		age: 'child',
		streams: { puskesmas: 0.8, outpatient: 0.05, emergency: 0.09, 'inpatient-3': 0.058, picu: 0.002 }
	}
];

/**
 * All other diseases: ICD-10, season, age, then relative weight in puskesmas, hospital outpatients, emergency,
 * inpatients, ICU. Order and size follow what top-ten lists of Indonesian puskesmas and class B–C hospitals usually show
 * (hypertension, dyspepsia, myalgia, diabetes, skin, teeth ahead); the weights themselves are assumptions.
 */
export const diseaseMix: readonly string[] = [
	'I10 flat chronic 150 70 45 20 10',
	'I11.9 flat chronic 4 35 8 12 14',
	'E11.9 flat chronic 62 75 22 34 22',
	'E10.9 flat adult 1 3 1 1 1',
	'E78.5 flat chronic 18 12 0 0 0',
	'E79.0 flat chronic 16 4 0 0 0',
	'M10.9 flat older 9 7 1 0 0',
	'K30 flat adult 62 22 40 14 0',
	'K29.7 flat adult 34 18 36 20 0',
	'K21.9 flat adult 8 14 8 4 0',
	'M79.1 flat adult 66 14 6 0 0',
	'M54.5 flat adult 22 38 8 4 0',
	'M25.5 flat older 18 12 2 0 0',
	'M17.9 flat older 10 26 0 3 0',
	'M13.9 flat older 14 6 0 0 0',
	'M19.9 flat older 6 9 0 0 0',
	'R50.9 wet child 42 12 60 22 4',
	'B34.9 wet any 14 4 16 9 0',
	'R51 flat adult 36 10 14 4 0',
	'G44.2 flat adult 10 6 4 1 0',
	'G43.9 flat adult 4 8 5 2 0',
	'R42 flat older 14 9 16 5 0',
	'R05 wet child 26 4 2 0 0',
	'R10.4 flat any 12 8 34 10 0',
	'R11 wet any 6 2 15 5 0',
	'L23.9 dry any 24 8 1 0 0',
	'L20.9 flat child 10 5 0 0 0',
	'L30.9 dry any 28 10 1 0 0',
	'L50.9 flat any 8 5 12 2 0',
	'L02.9 flat any 9 7 3 4 0',
	'L03.9 flat any 5 5 4 7 0',
	'L08.9 wet any 14 4 1 2 0',
	'B86 wet young 13 3 0 0 0',
	'B35.4 wet adult 12 4 0 0 0',
	'B36.0 wet adult 6 2 0 0 0',
	'K04.1 flat any 34 16 0 0 0',
	'K04.7 flat any 10 5 2 1 0',
	'K02.9 flat young 20 8 0 0 0',
	'K05.1 flat adult 12 4 0 0 0',
	'K08.3 flat adult 7 3 0 0 0',
	'H10.9 dry any 14 8 1 0 0',
	'H25.9 flat older 5 26 0 6 0',
	'H52.1 flat young 3 18 0 0 0',
	'H60.9 flat any 5 6 1 0 0',
	'H61.2 flat any 9 10 0 0 0',
	'H66.9 flat child 6 9 2 1 0',
	'J18.9 wet child 10 16 26 42 46',
	'J45.9 wet any 12 20 40 14 8',
	'J44.9 flat older 4 16 14 12 14',
	'J20.9 wet child 14 8 10 6 0',
	'J11.1 wet any 14 2 3 1 0',
	'J30.4 flat any 8 9 0 0 0',
	'J32.9 flat adult 4 12 1 3 0',
	'A15.0 flat adult 12 26 4 11 6',
	'A16.2 flat adult 8 16 4 8 5',
	'A01.0 wet young 14 11 18 44 3',
	'A01.4 wet young 3 2 3 6 0',
	'A03.9 wet child 1 0.4 0.6 0.8 0',
	'A06.0 wet any 0.8 0.4 0.4 0.5 0',
	'B01.9 dry child 4 3 1 1 0',
	'B05.9 flat child 0.7 0.5 0.5 0.8 0',
	'B08.4 wet child 2.2 1.6 0.6 0.4 0',
	'A37.9 flat infant 0.1 0.1 0.1 0.1 0',
	'A36.9 flat child 0.04 0.05 0.08 0.1 0.05',
	'A27.9 wet adult 0.1 0.2 0.4 1.2 0.8',
	'A92.0 wet adult 0.6 0.3 0.4 0.4 0',
	'A35 flat adult 0.02 0.02 0.1 0.2 0.4',
	'G03.9 flat any 0.05 0.5 0.6 1.4 4',
	'B15.9 wet young 0.8 1.2 0.8 1.6 0',
	'B54 wet adult 0.05 0.05 0.1 0.15 0.1',
	'B20 flat adult 4 12 1 4 4',
	'B77.9 flat child 2.4 0.2 0 0 0',
	'W54 flat young 0.6 0.2 1.6 0.05 0',
	'U07.1 wet adult 0.8 0.5 0.6 0.8 1',
	'N39.0 flat any 12 18 14 20 4',
	'N30.9 flat adult 7 5 3 1 0',
	'N18.9 flat older 2 40 8 26 26',
	'N20.0 flat adult 2 20 11 9 1',
	'N40 flat older 1 13 4 7 0',
	'I20.9 flat older 1 22 15 14 22',
	'I25.1 flat older 2 62 7 14 20',
	'I21.9 flat older 0 3 10 9 44',
	'I50.0 flat older 2 46 22 32 52',
	'I48 flat older 0.4 8 3 4 6',
	'I63.9 flat older 1 34 22 30 50',
	'I64 flat older 2 9 8 10 22',
	'I61.9 flat older 0 3 5 6 30',
	'I69.4 flat older 2 24 1 2 0',
	'I84.9 flat adult 4 8 3 4 0',
	'I95.9 flat adult 8 1 2 1 0',
	'D50.9 flat mother 7 5 3 4 0',
	'D64.9 flat any 7 8 9 16 4',
	'D56.1 flat young 0.2 14 0.6 13 0',
	'C50.9 flat older 0.4 26 1 8 3',
	'C53.9 flat older 0.3 10 1 5 2',
	'D24 flat mother 0.8 8 0 6 0',
	'E04.9 flat mother 0.8 10 0 4 0',
	'E05.9 flat adult 1.2 10 1 1 1',
	'E86 wet child 1 0 9 2 3',
	'E16.2 flat older 0.1 0.3 8 4 5',
	'F20.9 flat adult 5 22 1.5 3 0',
	'F41.9 flat adult 5 10 3 0.4 0',
	'F32.9 flat adult 2 9 0.4 0.4 0',
	'G40.9 flat young 3 22 6 6 4',
	'R56.0 flat infant 0.5 1.2 12 10 4',
	'Z34.9 flat mother 58 20 0 0 0',
	'O80.9 flat mother 0 0 6 62 0',
	'O82.9 flat mother 0 0 4 54 2',
	'O42.9 flat mother 0.4 1.4 6 12 0',
	'O14.9 flat mother 1 3 4 11 12',
	'O21.0 flat mother 5 3 4 3 0',
	'O03.9 flat mother 0.2 1.4 5 9 0',
	'N92.1 flat mother 2 7 3 2 0',
	'D25.9 flat mother 0.4 9 1 7 0',
	'N80.9 flat mother 0.3 7 0.5 3 0',
	'K35.9 flat young 0.6 4 13 20 2',
	'K40.9 flat older 1 10 2 13 0',
	'K80.2 flat adult 0.6 11 6 8 2',
	'K74.6 flat older 0.3 7 3 6 6',
	'K92.2 flat older 0 1 7 7 9',
	'S06.0 flat young 0.2 3 20 10 12',
	'S52.5 flat young 0.5 9 9 10 0',
	'S82.2 flat young 0.3 8 7 10 1',
	'S72.0 flat older 0 4 4 6 2',
	'T14.1 flat young 12 4 52 3 0',
	'T14.0 flat young 8 3 30 1 0',
	'T30.0 flat any 1 0.8 4 2 2',
	'M51.2 flat adult 0.6 22 2 2 0',
	'J35.0 flat child 2 7 0.5 5 0',
	'Z09.8 flat any 2 60 0 0 0',
	'Z50.1 flat older 0 58 0 0 0',
	'Z47.8 flat young 0 16 0 2 0',
	'A41.9 flat older 0 1 5 9 60',
	'J96.0 flat older 0 0.5 5 3 42'
];
/** Intensive care of children and newborns, dialysis, ambulance: ICD-10 and share. */
export const specialMix: Readonly<
	Record<'picu' | 'nicu' | 'dialysis' | 'ambulance', readonly (readonly [string, number])[]>
> = {
	picu: [
		['J18.9', 0.34],
		['A41.9', 0.2],
		['G03.9', 0.14],
		['R56.0', 0.14],
		['Q21.0', 0.1],
		['E86', 0.08]
	],
	nicu: [
		['P07.1', 0.34],
		['P22.0', 0.24],
		['P36.9', 0.16],
		['P21.9', 0.12],
		['P59.9', 0.14]
	],
	dialysis: [['N18.5', 1]],
	ambulance: [
		['I63.9', 0.22],
		['S06.0', 0.2],
		['I21.9', 0.18],
		['O14.9', 0.14],
		['J96.0', 0.14],
		['S72.0', 0.12]
	]
};
/** People on dialysis at full size: two sessions a week each. */
export const dialysisPatients = 310;
/** A second diagnosis, for grown-up inpatients. */
export const comorbidity = {
	share: 0.35,
	codes: ['I10', 'E11.9', 'D64.9', 'N39.0', 'E78.5', 'K30']
} as const;

/** A medicine's units for an average episode become a course for some: the usual length of a course. */
export const courseUnits = { tablet: 10, capsule: 10, other: 1.5 } as const;
/** Emergency and inpatient hospitals dispense too; ambulances do not. Share of visits whose drugs are written down. */
export const drugsRecordedShare = 0.9;

// ---- Reporting delay ---------------------------------------------------------------------------------------

/**
 * From the visit to its event with us. Assumption: most are sent within hours, some the next day, a tail of days; some
 * hospitals have an interface that sends within minutes, some send a week at a time.
 */
export const visitDelay = {
	puskesmas: { sameDayShare: 0.66, nextDayShare: 0.22, tailMeanDays: 3.5 },
	hospital: { sameDayShare: 0.7, nextDayShare: 0.18, tailMeanDays: 3 },
	sameDayMeanHours: 1.5,
	/** Of hospitals: interfaces that send within minutes. */
	immediateHospitalShare: 0.3,
	/** Of hospitals: send everything on one weekday. */
	weeklyHospitalShare: 0.08
} as const;

// ---- Claims ------------------------------------------------------------------------------------------------

/**
 * Mean bill by service in rupiah, log-normal around it. Assumption near INA-CBG tariffs of class C hospitals, class 3,
 * chosen so that a year of verified claims is about Rp 420 bn at full size (the 2018 budget after two revisions, Rp 419.7 bn).
 */
export const claimCost: Readonly<
	Record<Exclude<Stream, 'puskesmas'>, { readonly mean: number; readonly sigma: number }>
> = {
	outpatient: { mean: 228_000, sigma: 0.45 },
	emergency: { mean: 335_000, sigma: 0.6 },
	'inpatient-3': { mean: 2_880_000, sigma: 0.6 },
	icu: { mean: 11_500_000, sigma: 0.6 },
	picu: { mean: 11_000_000, sigma: 0.6 },
	nicu: { mean: 10_500_000, sigma: 0.7 },
	dialysis: { mean: 900_000, sigma: 0.08 },
	ambulance: { mean: 380_000, sigma: 0.3 }
};
/** INA-CBG groups by service: the everyday ones, for the look of the field (GitHub ssecd/jkn examples, SIMRS Khanza). */
export const tariffCodes: Partial<Record<Stream, readonly string[]>> = {
	outpatient: ['Q-5-44-0', 'Q-5-42-0', 'Q-5-35-0'],
	dialysis: ['N-3-15-0'],
	emergency: ['Q-5-43-0']
};

export const claims = {
	/** Visits never billed. */
	unbilledShare: 0.03,
	/** Billed twice under another claim number. */
	duplicateShare: 0.008,
	/** Cost outliers: so many times the bill. */
	outlierShare: 0.005,
	outlierFactor: [4, 9],
	/** Service to bill: months are billed together; median and sigma of the days (design §2: bills come late). */
	submitDays: { median: 17, sigma: 0.75, most: 150 },
	/** Hospitals differ: factor on the delay. */
	hospitalFactor: [0.6, 2],
	verifyDays: { median: 16, sigma: 0.5 },
	returnedShare: 0.11,
	/** Until a returned claim comes back. */
	resubmitDays: { median: 12, sigma: 0.6 },
	rejectedShare: 0.03,
	/** What verification leaves of a bill: most whole, the rest cut. */
	cutShare: 0.35,
	cutTo: [0.7, 0.98],
	approveDays: { median: 9, sigma: 0.5 },
	/** Approval to payment: grows through the fiscal year as money gets short, and stops between years. */
	payDays: { median: 22, sigma: 0.5 },
	paySlowdownByYearEnd: 1.6,
	/** No payments from 20 December to 31 January: the books close and the new budget is not yet open. */
	payPause: { from: '12-20', to: '01-31' },
	/** BPKAD pays on Tuesdays and Thursdays. */
	payWeekdays: [2, 4]
} as const;

/**
 * Guarantee letters that the demo issues: of so many last days, at most about so many (each is a transaction of its own, and the
 * demo should be up within a minute), and never for everybody: that a letter is missing is a finding for the product to make.
 */
export const letters = { days: 30, most: 600, mostShare: 0.6 } as const;

/**
 * The demo's budgets at full size, in rupiah, by years before the year in which it ends: known on a month and day, of
 * that year or the year before. After the real pattern: set too low, revised, still short (2018: 170 → 419.7 bn).
 */
export const budgets: readonly {
	readonly yearsBack: number;
	readonly knownOn: string;
	readonly knownYearsBack: number;
	readonly kind: 'original' | 'revised';
	readonly amountRupiah: number;
}[] = [
	{ yearsBack: 2, knownYearsBack: 3, knownOn: '12-18', kind: 'original', amountRupiah: 300_000_000_000 },
	{ yearsBack: 2, knownYearsBack: 2, knownOn: '09-24', kind: 'revised', amountRupiah: 352_000_000_000 },
	{ yearsBack: 1, knownYearsBack: 2, knownOn: '12-17', kind: 'original', amountRupiah: 320_000_000_000 },
	{ yearsBack: 1, knownYearsBack: 1, knownOn: '09-22', kind: 'revised', amountRupiah: 384_000_000_000 },
	{ yearsBack: 0, knownYearsBack: 1, knownOn: '12-16', kind: 'original', amountRupiah: 340_000_000_000 },
	{ yearsBack: 0, knownYearsBack: 0, knownOn: '09-21', kind: 'revised', amountRupiah: 395_000_000_000 }
];
export const budgetSource = 'Demo: invented after the pattern of 2018';

// ---- Stock, tallies, faults --------------------------------------------------------------------------------

/** Monthly medicine report (LPLPO), filed in the first days of the next month. */
export const stock = {
	filedOnDays: [3, 12],
	missingShare: 0.04,
	/** Puskesmas stock the cheap items, hospitals the dear ones too: items above this price are hospital-only. */
	puskesmasPriceLimitRupiah: 20_000,
	/** Months of use a facility tries to hold, and how well it is supplied (1 = always in full). */
	targetMonths: 1.6,
	supply: [0.75, 1.12],
	/** Items in short supply in a month, city-wide: little is delivered. */
	shortageShare: 0.04,
	lossShare: 0.004,
	/** Items of which a facility expects to use fewer in a month are not kept there. */
	leastMonthlyUse: 4
} as const;

export const tallies = {
	/** Groups that the old weekly forms are kept for: the SKDR diseases that occur, and the two great chronic ones. */
	groups: [
		'dengue',
		'ispa',
		'diare',
		'pneumonia',
		'tifoid',
		'disentri',
		'ili',
		'campak',
		'tb',
		'hipertensi',
		'diabetes'
	],
	/** Years before the seeded days that come ready-made. */
	years: 2,
	reporter: 'dinkes',
	/** Week's end to receipt, days; month's end to receipt. */
	weekDelayDays: [2, 9],
	monthDelayDays: [5, 20]
} as const;

/** Rows that cannot be used: 1–2 % of what facilities send (issue 2). */
export const faults = {
	share: 0.015,
	kinds: { 'bad-nik': 0.4, 'missing-field': 0.3, 'unknown-ward': 0.15, 'wrong-facility': 0.15 }
} as const;
export const wrongFacility = 'D-RS-99';
