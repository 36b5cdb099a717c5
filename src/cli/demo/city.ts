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
	days: 365,
	/** Of a reconstructed year: one for fifty. Its rupiah are whole, so each claim of it stands for as many. */
	presetScale: 0.02
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
	...['2017-06-23', '2017-06-26', '2017-06-27', '2017-06-28', '2017-06-29', '2017-06-30', '2017-09-01'],
	...['2018-06-11', '2018-06-12', '2018-06-13', '2018-06-14', '2018-06-15', '2018-06-18', '2018-06-19'],
	...['2018-06-20', '2018-08-22'],
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

// ---- Medicines -------------------------------------------------------------------------------------------

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
	/** Facilities whose report names the earliest expiry; months between lots, and which part of the stock such a lot is. */
	expiryShare: 0.7,
	lotMonths: 9,
	lotPart: [0.1, 0.4],
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
