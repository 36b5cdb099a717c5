/** Which diseases the demo city has, when and where, of whom they are and by how much: parameters as in city.ts, with their reasons. */
import type { Stream } from './city.ts';

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
