/**
 * *Penyakit katastropik*: the eight groups of diseases whose care costs most, as the national scheme reports them every year
 * (BPJS Kesehatan and DJSN, Statistik JKN: heart, kidney failure, cancer, stroke, cirrhosis, thalassaemia, leukaemia,
 * haemophilia). The reports name groups, not codes; the ICD-10 categories below are this product's reading of the names, with
 * leukaemia taken out of cancer so that no case counts twice.
 */
export const catastrophicIds = [
	'heart',
	'kidney',
	'cancer',
	'stroke',
	'cirrhosis',
	'thalassaemia',
	'leukaemia',
	'haemophilia'
] as const;
export type CatastrophicId = (typeof catastrophicIds)[number];

export interface CatastrophicDisease {
	readonly id: CatastrophicId;
	readonly names: { readonly id: string; readonly en: string };
	/** Categories of ICD-10, both ends included. */
	readonly categories: readonly (readonly [from: string, to: string])[];
}

export const catastrophicDiseases: readonly CatastrophicDisease[] = [
	{
		id: 'heart',
		names: { id: 'Jantung', en: 'Heart' },
		categories: [
			['I05', 'I09'],
			['I11', 'I11'],
			['I20', 'I52']
		]
	},
	{ id: 'kidney', names: { id: 'Gagal ginjal', en: 'Kidney failure' }, categories: [['N17', 'N19']] },
	{
		id: 'cancer',
		names: { id: 'Kanker', en: 'Cancer' },
		categories: [
			['C00', 'C90'],
			['C96', 'C97']
		]
	},
	{ id: 'stroke', names: { id: 'Strok', en: 'Stroke' }, categories: [['I60', 'I69']] },
	{ id: 'cirrhosis', names: { id: 'Sirosis hati', en: 'Cirrhosis' }, categories: [['K74', 'K74']] },
	{ id: 'thalassaemia', names: { id: 'Talasemia', en: 'Thalassaemia' }, categories: [['D56', 'D56']] },
	{ id: 'leukaemia', names: { id: 'Leukemia', en: 'Leukaemia' }, categories: [['C91', 'C95']] },
	{ id: 'haemophilia', names: { id: 'Hemofilia', en: 'Haemophilia' }, categories: [['D66', 'D67']] }
];

/** The group of a diagnosis by its first three characters; undefined where it is in none. */
export function findCatastrophic(icd10: string): CatastrophicDisease | undefined {
	const category = icd10.slice(0, 3).toUpperCase();
	return catastrophicDiseases.find(({ categories }) =>
		categories.some(([from, to]) => category >= from && category <= to)
	);
}
