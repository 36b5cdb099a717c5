/**
 * SKDR, the ministry's early warning and response system: the diseases that every puskesmas and hospital
 * reports weekly (form W2, Sunday to Saturday), each with the rule that raises an alert; and the disease
 * groups that pages count by, which are these and the common ones around them.
 *
 * Codes, names and rules: a W2 catalogue after the 2025 working tool of Kemenkes/PAEI; codes A–H agree with
 * two other public documents, whose thresholds were older. The ICD-10 categories are our reading: SKDR
 * defines syndromes, not codes, so the counts of visits by code and of W2 forms differ by nature, and are
 * never added.
 */
export type SkdrRule =
	/** Alert at this many cases in a week. */
	| { readonly kind: 'threshold'; readonly minimum: number }
	/** Alert when a week has this many times the cases of the week before. */
	| { readonly kind: 'ratio'; readonly ratio: number }
	/** No alert, its trend is watched. */
	| { readonly kind: 'watch' };

export interface SkdrDisease {
	/** Letter code on form W2. */
	readonly code: string;
	/** Disease group of the same cases. */
	readonly group: string;
	readonly names: { readonly id: string; readonly en: string };
	/** Three-character categories; empty where none is specific enough and only the form counts. */
	readonly icd10: readonly string[];
	readonly rule: SkdrRule;
}

type Row = readonly [code: string, group: string, id: string, en: string, icd10: string, rule: SkdrRule];

const rise: SkdrRule = { kind: 'ratio', ratio: 1.5 };
const atLeast = (minimum: number): SkdrRule => ({ kind: 'threshold', minimum });

// HFMD is B08.4, but its category B08 is mostly molluscum, which would raise the alert every week: form only.
const skdrRows: readonly Row[] = [
	['A', 'diare', 'Diare akut', 'Acute diarrhoea', 'A02 A04 A07 A08 A09', rise],
	['B', 'malaria', 'Malaria konfirmasi', 'Confirmed malaria', 'B50 B51 B52 B53 B54', atLeast(1)],
	['C', 'dengue', 'Suspek dengue', 'Suspected dengue', 'A90 A91 A97', atLeast(2)],
	['D', 'pneumonia', 'Pneumonia', 'Pneumonia', 'J12 J13 J14 J15 J16 J17 J18', rise],
	['E', 'disentri', 'Diare berdarah/disentri', 'Bloody diarrhoea/dysentery', 'A03 A06', atLeast(1)],
	['F', 'tifoid', 'Suspek demam tifoid', 'Suspected typhoid fever', 'A01', rise],
	['G', 'jaundice', 'Sindrom jaundice akut', 'Acute jaundice syndrome', 'B15 B16 B17 B19 R17', atLeast(1)],
	['H', 'chikungunya', 'Suspek chikungunya', 'Suspected chikungunya', 'A92', rise],
	['J', 'flu-burung', 'Suspek flu burung pada manusia', 'Suspected human avian influenza', 'J09', atLeast(1)],
	['K', 'campak', 'Suspek campak', 'Suspected measles', 'B05', atLeast(1)],
	['L', 'difteri', 'Kasus observasi difteri', 'Diphtheria under observation', 'A36', atLeast(1)],
	['M', 'pertusis', 'Suspek pertusis', 'Suspected whooping cough', 'A37', atLeast(1)],
	['N', 'afp', 'AFP (lumpuh layu mendadak)', 'Acute flaccid paralysis', 'A80 G61', atLeast(1)],
	['P', 'ghpr', 'Kasus GHPR', 'Bite of a rabies-carrying animal', 'A82 W54 W55', atLeast(1)],
	['Q', 'antraks', 'Suspek antraks', 'Suspected anthrax', 'A22', atLeast(1)],
	['R', 'leptospirosis', 'Suspek leptospirosis', 'Suspected leptospirosis', 'A27', atLeast(1)],
	['S', 'kolera', 'Suspek kolera', 'Suspected cholera', 'A00', atLeast(1)],
	[
		'U',
		'meningitis',
		'Suspek meningitis/ensefalitis',
		'Suspected meningitis/encephalitis',
		'A39 A83 A84 A85 A86 A87 G00 G01 G02 G03 G04 G05',
		atLeast(3)
	],
	['V', 'tetanus-neonatorum', 'Suspek tetanus neonatorum', 'Suspected neonatal tetanus', 'A33', atLeast(1)],
	['W', 'tetanus', 'Suspek tetanus', 'Suspected tetanus', 'A34 A35', atLeast(1)],
	['Y', 'ili', 'ILI (influenza-like illness)', 'Influenza-like illness', 'J10 J11', { kind: 'watch' }],
	['Z', 'hfmd', 'Suspek HFMD', 'Suspected hand, foot and mouth disease', '', atLeast(1)],
	['AA', 'ispa', 'ISPA', 'Acute respiratory infection', 'J00 J01 J02 J03 J04 J05 J06', rise],
	['AC', 'covid-19', 'COVID-19 konfirmasi', 'Confirmed COVID-19', 'U07', atLeast(1)]
];

export const skdrDiseases: readonly SkdrDisease[] = skdrRows.map(([code, group, id, en, icd10, rule]) => ({
	code,
	group,
	names: { id, en },
	icd10: words(icd10),
	rule
}));

export interface DiseaseGroup {
	/** Slug on the wire and in URLs: `dengue`, `ispa`, `diare`. */
	readonly id: string;
	readonly names: { readonly id: string; readonly en: string };
	readonly icd10: readonly string[];
	/** Its SKDR code, null where the disease is not under weekly alert. */
	readonly skdr: string | null;
}

/** Short names for groups whose SKDR name says "suspected", which a visit's diagnosis is not. */
const shortNames: Readonly<Record<string, { readonly id: string; readonly en: string }>> = {
	diare: { id: 'Diare', en: 'Diarrhoea' },
	malaria: { id: 'Malaria', en: 'Malaria' },
	dengue: { id: 'Dengue', en: 'Dengue' },
	disentri: { id: 'Disentri', en: 'Dysentery' },
	tifoid: { id: 'Demam tifoid', en: 'Typhoid fever' },
	jaundice: { id: 'Ikterus akut', en: 'Acute jaundice' },
	chikungunya: { id: 'Chikungunya', en: 'Chikungunya' },
	'flu-burung': { id: 'Flu burung', en: 'Avian influenza' },
	campak: { id: 'Campak', en: 'Measles' },
	difteri: { id: 'Difteri', en: 'Diphtheria' },
	pertusis: { id: 'Pertusis', en: 'Whooping cough' },
	ghpr: { id: 'Gigitan hewan penular rabies', en: 'Bite of a rabies-carrying animal' },
	antraks: { id: 'Antraks', en: 'Anthrax' },
	leptospirosis: { id: 'Leptospirosis', en: 'Leptospirosis' },
	kolera: { id: 'Kolera', en: 'Cholera' },
	meningitis: { id: 'Meningitis/ensefalitis', en: 'Meningitis/encephalitis' },
	'tetanus-neonatorum': { id: 'Tetanus neonatorum', en: 'Neonatal tetanus' },
	tetanus: { id: 'Tetanus', en: 'Tetanus' },
	ili: { id: 'Influenza', en: 'Influenza' },
	hfmd: { id: 'HFMD', en: 'Hand, foot and mouth disease' },
	'covid-19': { id: 'COVID-19', en: 'COVID-19' }
};

/** Common diseases outside the alert list: chronic ones, and those that fill hospital beds. Our grouping. */
const otherRows: readonly (readonly [id: string, nameId: string, nameEn: string, icd10: string])[] = [
	['hipertensi', 'Hipertensi', 'Hypertension', 'I10 I11 I12 I13'],
	['diabetes', 'Diabetes melitus', 'Diabetes', 'E10 E11 E12 E13 E14'],
	['tb', 'Tuberkulosis', 'Tuberculosis', 'A15 A16 A17 A18 A19'],
	['dispepsia', 'Dispepsia dan gastritis', 'Dyspepsia and gastritis', 'K21 K25 K26 K27 K29 K30'],
	['ginjal-kronik', 'Penyakit ginjal kronik', 'Chronic kidney disease', 'N18 N19 Z49'],
	['jantung-iskemik', 'Penyakit jantung iskemik', 'Ischaemic heart disease', 'I20 I21 I22 I23 I24 I25'],
	['gagal-jantung', 'Gagal jantung', 'Heart failure', 'I50'],
	['strok', 'Strok', 'Stroke', 'I60 I61 I62 I63 I64 I69'],
	['asma', 'Asma', 'Asthma', 'J45 J46'],
	['ppok', 'PPOK', 'COPD', 'J44'],
	['bronkitis', 'Bronkitis akut', 'Acute bronchitis', 'J20 J21 J22 J40'],
	['dislipidemia', 'Dislipidemia', 'High blood lipids', 'E78'],
	['asam-urat', 'Asam urat dan gout', 'Uric acid and gout', 'E79 M10'],
	['nyeri-otot-sendi', 'Nyeri otot dan sendi', 'Muscle and joint pain', 'M13 M15 M17 M19 M25 M54 M79'],
	['kulit', 'Dermatitis dan alergi kulit', 'Dermatitis and skin allergy', 'L20 L21 L22 L23 L24 L25 L30 L50'],
	['infeksi-kulit', 'Infeksi dan jamur kulit', 'Skin infections', 'A46 B35 B36 B37 B86 L01 L02 L03 L08'],
	['saluran-kemih', 'Infeksi saluran kemih', 'Urinary-tract infection', 'N10 N30 N39'],
	['anemia', 'Anemia', 'Anaemia', 'D50 D51 D52 D53 D64'],
	['talasemia', 'Talasemia', 'Thalassaemia', 'D56'],
	['demam', 'Demam tanpa sebab jelas', 'Fever of unclear cause', 'B34 R50'],
	['kehamilan', 'Kehamilan dan persalinan', 'Pregnancy and delivery', 'O14 O80 O81 O82 O83 O84 Z34'],
	['neonatus', 'Penyakit bayi baru lahir', 'Newborn conditions', 'P07 P21 P22 P36 P59'],
	['gigi', 'Penyakit gigi dan gusi', 'Teeth and gums', 'K02 K04 K05'],
	['mata', 'Katarak dan konjungtivitis', 'Cataract and conjunctivitis', 'H10 H25 H26'],
	['telinga', 'Infeksi telinga', 'Ear infection', 'H60 H65 H66'],
	['epilepsi', 'Epilepsi dan kejang', 'Epilepsy and convulsions', 'G40 R56'],
	['skizofrenia', 'Skizofrenia', 'Schizophrenia', 'F20'],
	['hiv', 'HIV', 'HIV', 'B20 B21 B22 B23 B24 Z21'],
	['kecacingan', 'Kecacingan', 'Worm infection', 'B76 B77 B78 B79 B80'],
	['cedera', 'Cedera dan luka', 'Injuries and wounds', 'S06 S52 S72 S82 T14 T30']
];

export const diseaseGroups: readonly DiseaseGroup[] = [
	...skdrDiseases.map(({ group, names, icd10, code }) => ({
		id: group,
		names: shortNames[group] ?? names,
		icd10,
		skdr: code
	})),
	...otherRows.map(([id, nameId, nameEn, icd10]) => ({
		id,
		names: { id: nameId, en: nameEn },
		icd10: words(icd10),
		skdr: null
	}))
];

function words(text: string): readonly string[] {
	return text === '' ? [] : text.split(' ');
}

const groupById = new Map(diseaseGroups.map((group) => [group.id, group]));
const groupByCategory = new Map(diseaseGroups.flatMap((group) => group.icd10.map((code) => [code, group])));
const skdrByCode = new Map(skdrDiseases.map((disease) => [disease.code, disease]));

export function findDiseaseGroup(id: string): DiseaseGroup | undefined {
	return groupById.get(id);
}

/** The one group that a three-character ICD-10 category is counted in, if any. */
export function findDiseaseGroupByCategory(category: string): DiseaseGroup | undefined {
	return groupByCategory.get(category);
}

export function findSkdrDisease(code: string): SkdrDisease | undefined {
	return skdrByCode.get(code);
}

/** As a tally names it: by our group id or by the letter of the W2 form. */
export function findReportedDisease(code: string): DiseaseGroup | undefined {
	return groupById.get(code) ?? groupById.get(skdrByCode.get(code)?.group ?? '');
}
