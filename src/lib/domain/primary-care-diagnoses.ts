/**
 * The 144 diagnoses that primary care (puskesmas, clinics) must treat itself: a hospital visit for one of
 * them without emergency or complication is a referral that should not have been made.
 *
 * Names as the decree has them, in Indonesian: KMK HK.01.07/MENKES/1186/2022 (SKDI level 4A), with ICD-10, as
 * cited by a public code list; not checked against the decree's own text. `doubtful` marks codes that look
 * wrong there (O92.13 and O92.03 are no WHO codes, ectyma is L08.0 only loosely, S00-S09 stands for blunt and
 * sharp injury alike): show them, but accuse nobody on their ground.
 */
export interface PrimaryCareDiagnosis {
	readonly name: string;
	/** A category (`A15`), a full code (`R56.0`) or a range of categories (`E50-E56`). */
	readonly icd10: string;
	readonly doubtful: boolean;
}

type Row = readonly [name: string, icd10: string, doubtful?: true];

const rows: readonly Row[] = [
	['Kejang Demam', 'R56.0'],
	['Tetanus', 'A35'],
	['HIV/AIDS Tanpa Komplikasi', 'Z21'],
	['Nyeri Kepala Tipe Tegang', 'G44.2'],
	['Migren', 'G43.9'],
	["Bell's Palsy", 'G51.0'],
	['Vertigo (BPPV)', 'R42'],
	['Gangguan Somatoform', 'F45'],
	['Insomnia', 'F51.0'],
	['Benda Asing Konjungtiva', 'T15.9'],
	['Konjungtivitis', 'H10.9'],
	['Perdarahan Subkonjungtiva', 'H11.3'],
	['Mata Kering', 'H04.1'],
	['Blefaritis', 'H01.0'],
	['Hordeolum', 'H00.0'],
	['Trikiasis', 'H02'],
	['Episkleritis', 'H15.1'],
	['Hipermetropia', 'H52.0'],
	['Miopia Ringan', 'H52.1'],
	['Astigmatisme Ringan', 'H52.2'],
	['Presbiopia', 'H52.4'],
	['Buta Senja', 'H53.6'],
	['Otitis Eksterna', 'H60.9'],
	['Otitis Media Akut', 'H65.0'],
	['Serumen Prop', 'H61.2'],
	['Mabuk Perjalanan', 'T75.3'],
	['Furunkel pada Hidung', 'J34.0'],
	['Rinitis Akut / ISPA', 'J00'],
	['Rinitis Vasomotor', 'J30.0'],
	['Rinitis Alergika', 'J30.4'],
	['Benda Asing di Hidung', 'T17.1'],
	['Epistaksis', 'R04.0'],
	['Influenza', 'J11'],
	['Pertusis', 'A37'],
	['Faringitis Akut', 'J02.9'],
	['Tonsilitis Akut', 'J03.9'],
	['Laringitis Akut', 'J04.0'],
	['Asma Bronkial', 'J45.9'],
	['Bronkitis Akut', 'J20.9'],
	['Pneumonia, Bronkopneumonia', 'J18.9'],
	['Tuberkulosis Paru Tanpa Komplikasi', 'A15'],
	['Hipertensi Esensial', 'I10'],
	['Kandidiasis Mulut', 'B37.9'],
	['Ulkus Mulut (Aftosa, Herpes)', 'K12'],
	['Parotitis', 'B26'],
	['Infeksi pada Umbilikus', 'P38'],
	['Gastritis', 'K29.7'],
	['Gastroenteritis (termasuk Kolera, Giardiasis)', 'A09'],
	['Refluks Gastroesofagus', 'K21.9'],
	['Demam Tifoid', 'A01.0'],
	['Intoleransi Makanan', 'K90.4'],
	['Alergi Makanan', 'L27.2'],
	['Keracunan Makanan', 'T62'],
	['Penyakit Cacing Tambang', 'B76.0'],
	['Strongiloidiasis', 'B78.9'],
	['Askariasis', 'B77.9'],
	['Skistosomiasis', 'B65.9'],
	['Taeniasis', 'B68.9'],
	['Hepatitis A', 'B15'],
	['Disentri Basiler, Disentri Amuba', 'A03'],
	['Hemoroid Grade 1-2', 'I84'],
	['Infeksi Saluran Kemih', 'N39.0'],
	['Gonore', 'A54.9'],
	['Pielonefritis Tanpa Komplikasi', 'N10'],
	['Fimosis', 'N47.1'],
	['Parafimosis', 'N47.2'],
	['Sindroma Duh Genital', 'N89'],
	['Infeksi Saluran Kemih Bagian Bawah', 'N30.0'],
	['Vulvitis', 'N76.0'],
	['Vaginitis', 'N76.0'],
	['Vaginosis Bakterialis', 'N76.0'],
	['Salpingitis', 'N70'],
	['Kehamilan Normal', 'Z34'],
	['Abortus Spontan Komplit', 'O03.9'],
	['Anemia Defisiensi Besi pada Kehamilan', 'D50.9'],
	['Ruptur Perineum Tingkat 1-2', 'O70.0'],
	['Abses Folikel Rambut / Kelenjar Sebasea', 'L02.9'],
	['Mastitis', 'N61'],
	['Cracked Nipple', 'O92.13', true],
	['Inverted Nipple', 'O92.03', true],
	['Diabetes Melitus Tipe 1', 'E10'],
	['Diabetes Melitus Tipe 2', 'E11'],
	['Hipoglikemia Ringan', 'E16.2'],
	['Malnutrisi Energi-Protein', 'E44'],
	['Defisiensi Vitamin', 'E50-E56'],
	['Defisiensi Mineral', 'E58-E61'],
	['Dislipidemia', 'E78.5'],
	['Hiperurisemia', 'E79.0'],
	['Obesitas', 'E66.9'],
	['Anemia Defisiensi Besi', 'D50'],
	['Limfadenitis', 'I88'],
	['Demam Dengue, DHF', 'A90'],
	['Malaria', 'B54'],
	['Leptospirosis Tanpa Komplikasi', 'A27.9'],
	['Reaksi Anafilaktik', 'T78.2'],
	['Ulkus pada Tungkai', 'L97'],
	['Lipoma', 'D17'],
	['Veruka Vulgaris', 'B07'],
	['Moluskum Kontagiosum', 'B08.1'],
	['Herpes Zoster Tanpa Komplikasi', 'B02.9'],
	['Morbili Tanpa Komplikasi', 'B05.9'],
	['Varisela Tanpa Komplikasi', 'B01.9'],
	['Herpes Simpleks Tanpa Komplikasi', 'B00.9'],
	['Impetigo', 'L01.0'],
	['Impetigo Ulseratif (Ektima)', 'L08.0', true],
	['Folikulitis Superfisialis', 'L73.9'],
	['Furunkel, Karbunkel', 'L02'],
	['Eritrasma', 'L08.1'],
	['Erisipelas', 'A46'],
	['Skrofuloderma', 'A18.4'],
	['Lepra', 'A30'],
	['Sifilis Stadium 1 dan 2', 'A51'],
	['Tinea Kapitis', 'B35.0'],
	['Tinea Barbae', 'B35.0'],
	['Tinea Fasialis', 'B35.8'],
	['Tinea Korporis', 'B35.4'],
	['Tinea Manus', 'B35.2'],
	['Tinea Unguium', 'B35.1'],
	['Tinea Kruris', 'B35.6'],
	['Tinea Pedis', 'B35.3'],
	['Pitiriasis Versikolor', 'B36.0'],
	['Kandidiasis Mukokutan Ringan', 'B37.2'],
	['Cutaneous Larva Migrans', 'B76.9'],
	['Filariasis', 'B74'],
	['Pedikulosis Kapitis', 'B85.0'],
	['Pedikulosis Pubis', 'B85.3'],
	['Skabies', 'B86'],
	['Reaksi Gigitan Serangga', 'T63.4'],
	['Dermatitis Kontak Iritan', 'L24'],
	['Dermatitis Atopik (Kecuali Rekalsitran)', 'L20'],
	['Dermatitis Numularis', 'L30.0'],
	['Eksema Popok', 'L22'],
	['Dermatitis Seboroik', 'L21'],
	['Pitiriasis Rosea', 'L42'],
	['Akne Vulgaris Ringan', 'L70.0'],
	['Hidradenitis Supuratif', 'L73.2'],
	['Dermatitis Perioral', 'L71.0'],
	['Miliaria', 'L74.3'],
	['Urtikaria Akut', 'L50.9'],
	['Erupsi Obat', 'L27.0'],
	['Vulnus Laseratum, Punctum', 'T14.1'],
	['Luka Bakar Derajat 1 dan 2', 'T30'],
	['Kekerasan Tumpul', 'S00-S09', true],
	['Kekerasan Tajam', 'S00-S09', true]
];

export const primaryCareDiagnoses: readonly PrimaryCareDiagnosis[] = rows.map(
	([name, icd10, doubtful = false]) => ({ name, icd10, doubtful })
);

/**
 * The entries that an ICD-10 code falls under: `A15.3` under `A15`, `E53.8` under `E50-E56`, `R56.0` under
 * itself. A bare category is not under its subdivisions (`R56` may be `R56.8`, which is not on the list).
 */
export function findPrimaryCareDiagnoses(code: string): readonly PrimaryCareDiagnosis[] {
	const category = code.slice(0, 3);
	return primaryCareDiagnoses.filter(({ icd10 }) => {
		const [from = icd10, to] = icd10.split('-');
		if (to !== undefined) return category >= from && category <= to;
		return icd10.length === 3 ? icd10 === category : icd10 === code;
	});
}
