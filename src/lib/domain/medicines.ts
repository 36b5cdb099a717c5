/**
 * About sixty essential medicines of puskesmas and hospital: what one is, what it roughly costs and what it
 * is used for. Names and units: the 150-item availability form of a West Java health office (GitHub
 * hitamcoklat/emosi-pharmacy-district-health) and, for hospital items, the national formulary's generic
 * names.
 *
 * Prices: order of magnitude of public e-katalog prices, plausible, not official; never pay by them. VEN
 * classes and quantities per episode are our working assumptions after common practice; a planner overrides
 * them.
 */
export type Ven = 'V' | 'E' | 'N';

export interface MedicineUse {
	/** Disease group id. */
	readonly group: string;
	/** Units for one treated episode; for chronic disease, for one month. An average over all its episodes. */
	readonly quantity: number;
}

export interface Medicine {
	/** Slug on the wire: `paracetamol-500`. */
	readonly id: string;
	readonly names: { readonly id: string; readonly en: string };
	readonly unit: MedicineUnit;
	readonly unitPriceRupiah: number;
	/** Vital (lives depend on it), essential, non-essential. */
	readonly ven: Ven;
	/** For the morbidity method (need = episodes × quantity) and the demo city. */
	readonly perEpisode: readonly MedicineUse[];
}

export type MedicineUnit = 'tablet' | 'capsule' | 'bottle' | 'ampoule' | 'vial' | 'sachet' | 'tube' | 'piece';

/** `uses` is written "group:quantity", separated by blanks. */
type Row = readonly [
	id: string,
	nameId: string,
	nameEn: string,
	unit: MedicineUnit,
	unitPriceRupiah: number,
	ven: Ven,
	uses: string
];

// prettier-ignore
const rows: readonly Row[] = [
	['paracetamol-500', 'Parasetamol 500 mg', 'Paracetamol 500 mg', 'tablet', 150, 'E', 'dengue:12 ispa:9 demam:10 ili:10 tifoid:12 campak:6 gigi:6 chikungunya:12 covid-19:10'],
	['paracetamol-syrup', 'Parasetamol sirup 120 mg/5 ml', 'Paracetamol syrup 120 mg/5 ml', 'bottle', 3500, 'E', 'ispa:0.4 demam:0.4 dengue:0.3 campak:1'],
	['paracetamol-inf', 'Parasetamol infus 1 g', 'Paracetamol infusion 1 g', 'bottle', 16000, 'E', 'dengue:1.5 pneumonia:1'],
	['ibuprofen-400', 'Ibuprofen 400 mg', 'Ibuprofen 400 mg', 'tablet', 250, 'E', 'nyeri-otot-sendi:6 gigi:4'],
	['mefenamic-500', 'Asam mefenamat 500 mg', 'Mefenamic acid 500 mg', 'tablet', 250, 'N', 'gigi:8 cedera:6'],
	['diclofenac-50', 'Natrium diklofenak 50 mg', 'Diclofenac sodium 50 mg', 'tablet', 200, 'E', 'nyeri-otot-sendi:8 asam-urat:6'],
	['ketorolac-inj', 'Ketorolak injeksi 30 mg', 'Ketorolac injection 30 mg', 'ampoule', 4500, 'E', 'cedera:1'],
	['amoxicillin-500', 'Amoksisilin 500 mg', 'Amoxicillin 500 mg', 'tablet', 450, 'E', 'ispa:4 gigi:8 telinga:12 infeksi-kulit:5'],
	['amoxicillin-syrup', 'Amoksisilin sirup kering 125 mg/5 ml', 'Amoxicillin dry syrup 125 mg/5 ml', 'bottle', 5500, 'E', 'ispa:0.1 telinga:0.5 pneumonia:0.3'],
	['cotrimoxazole-480', 'Kotrimoksazol 480 mg', 'Co-trimoxazole 480 mg', 'tablet', 300, 'E', 'disentri:20 hiv:30'],
	['cefadroxil-500', 'Sefadroksil 500 mg', 'Cefadroxil 500 mg', 'capsule', 900, 'E', 'infeksi-kulit:4 cedera:4'],
	['cefixime-100', 'Sefiksim 100 mg', 'Cefixime 100 mg', 'capsule', 1500, 'E', 'tifoid:14 saluran-kemih:6'],
	['ceftriaxone-inj', 'Seftriakson injeksi 1 g', 'Ceftriaxone injection 1 g', 'vial', 9000, 'V', 'tifoid:3 pneumonia:5 meningitis:14'],
	['ciprofloxacin-500', 'Siprofloksasin 500 mg', 'Ciprofloxacin 500 mg', 'tablet', 400, 'E', 'saluran-kemih:6 disentri:6'],
	['azithromycin-500', 'Azitromisin 500 mg', 'Azithromycin 500 mg', 'tablet', 3500, 'E', 'pneumonia:3 pertusis:5 covid-19:1'],
	['erythromycin-500', 'Eritromisin 500 mg', 'Erythromycin 500 mg', 'tablet', 1200, 'E', 'difteri:56 pertusis:20'],
	['metronidazole-500', 'Metronidazol 500 mg', 'Metronidazole 500 mg', 'tablet', 300, 'E', 'disentri:10 gigi:2'],
	['doxycycline-100', 'Doksisiklin 100 mg', 'Doxycycline 100 mg', 'capsule', 500, 'E', 'leptospirosis:14 kolera:3'],
	['ampicillin-inj', 'Ampisilin injeksi 1 g', 'Ampicillin injection 1 g', 'vial', 6000, 'V', 'neonatus:6 pneumonia:2'],
	['gentamicin-inj', 'Gentamisin injeksi 40 mg/ml', 'Gentamicin injection 40 mg/ml', 'vial', 4000, 'V', 'neonatus:4 meningitis:3'],
	['oat-fdc-1', 'OAT KDT kategori 1 (dosis harian)', 'TB fixed-dose combination, category 1 (daily dose)', 'tablet', 1900, 'V', 'tb:84'],
	['isoniazid-300', 'Isoniazid 300 mg', 'Isoniazid 300 mg', 'tablet', 250, 'V', 'tb:4 hiv:10'],
	['oralit', 'Garam oralit', 'Oral rehydration salts', 'sachet', 700, 'V', 'diare:6 kolera:20 disentri:6'],
	['zinc-20', 'Zinc 20 mg', 'Zinc 20 mg', 'tablet', 450, 'E', 'diare:5'],
	['attapulgite', 'Atapulgit 600 mg', 'Attapulgite 600 mg', 'tablet', 300, 'N', 'diare:4'],
	['ringer-lactate-500', 'Ringer laktat 500 ml', "Ringer's lactate 500 ml", 'bottle', 11000, 'V', 'dengue:6 diare:0.8 kolera:12 kehamilan:0.5'],
	['nacl-500', 'Natrium klorida 0,9% 500 ml', 'Sodium chloride 0.9% 500 ml', 'bottle', 10000, 'V', 'ginjal-kronik:2 pneumonia:3 cedera:0.5'],
	['dextrose-5-500', 'Glukosa 5% 500 ml', 'Dextrose 5% 500 ml', 'bottle', 10500, 'V', 'neonatus:1 tifoid:1'],
	['antacid-tab', 'Antasida DOEN tablet kunyah', 'Antacid chewable tablet', 'tablet', 130, 'E', 'dispepsia:12'],
	['omeprazole-20', 'Omeprazol 20 mg', 'Omeprazole 20 mg', 'capsule', 350, 'E', 'dispepsia:10 tifoid:5'],
	['ranitidine-150', 'Ranitidin 150 mg', 'Ranitidine 150 mg', 'tablet', 250, 'E', 'dispepsia:3'],
	['domperidone-10', 'Domperidon 10 mg', 'Domperidone 10 mg', 'tablet', 250, 'N', 'dispepsia:4 diare:2'],
	['ondansetron-inj', 'Ondansetron injeksi 4 mg', 'Ondansetron injection 4 mg', 'ampoule', 4500, 'E', 'dengue:1 diare:0.3'],
	['amlodipine-5', 'Amlodipin 5 mg', 'Amlodipine 5 mg', 'tablet', 150, 'V', 'hipertensi:24 strok:12 ginjal-kronik:20'],
	['amlodipine-10', 'Amlodipin 10 mg', 'Amlodipine 10 mg', 'tablet', 220, 'V', 'hipertensi:8 ginjal-kronik:8'],
	['captopril-25', 'Kaptopril 25 mg', 'Captopril 25 mg', 'tablet', 180, 'V', 'hipertensi:10 gagal-jantung:30'],
	['candesartan-8', 'Kandesartan 8 mg', 'Candesartan 8 mg', 'tablet', 900, 'E', 'hipertensi:5 gagal-jantung:12'],
	['hct-25', 'Hidroklorotiazid 25 mg', 'Hydrochlorothiazide 25 mg', 'tablet', 180, 'E', 'hipertensi:4'],
	['bisoprolol-5', 'Bisoprolol 5 mg', 'Bisoprolol 5 mg', 'tablet', 600, 'E', 'jantung-iskemik:20 gagal-jantung:15'],
	['furosemide-40', 'Furosemid 40 mg', 'Furosemide 40 mg', 'tablet', 200, 'V', 'gagal-jantung:30 ginjal-kronik:10'],
	['isdn-5', 'Isosorbid dinitrat 5 mg', 'Isosorbide dinitrate 5 mg', 'tablet', 200, 'V', 'jantung-iskemik:20'],
	['aspirin-80', 'Asam asetilsalisilat 80 mg', 'Acetylsalicylic acid 80 mg', 'tablet', 250, 'E', 'jantung-iskemik:28 strok:20'],
	['clopidogrel-75', 'Klopidogrel 75 mg', 'Clopidogrel 75 mg', 'tablet', 1500, 'E', 'jantung-iskemik:15 strok:10'],
	['simvastatin-20', 'Simvastatin 20 mg', 'Simvastatin 20 mg', 'tablet', 350, 'E', 'dislipidemia:25 jantung-iskemik:20 strok:15'],
	['metformin-500', 'Metformin 500 mg', 'Metformin 500 mg', 'tablet', 180, 'V', 'diabetes:60'],
	['glimepiride-2', 'Glimepirid 2 mg', 'Glimepiride 2 mg', 'tablet', 250, 'E', 'diabetes:20'],
	['insulin-pen', 'Insulin analog pena 3 ml', 'Insulin analogue pen 3 ml', 'piece', 95000, 'V', 'diabetes:0.3'],
	['allopurinol-100', 'Alopurinol 100 mg', 'Allopurinol 100 mg', 'tablet', 180, 'E', 'asam-urat:20'],
	['salbutamol-2', 'Salbutamol 2 mg', 'Salbutamol 2 mg', 'tablet', 120, 'E', 'asma:10 bronkitis:5'],
	['salbutamol-neb', 'Salbutamol nebul 2,5 mg', 'Salbutamol nebule 2.5 mg', 'piece', 5500, 'V', 'asma:3 ppok:5'],
	['dexamethasone-05', 'Deksametason 0,5 mg', 'Dexamethasone 0.5 mg', 'tablet', 130, 'E', 'ispa:2 asma:6'],
	['methylprednisolone-4', 'Metilprednisolon 4 mg', 'Methylprednisolone 4 mg', 'tablet', 350, 'E', 'asma:8 ppok:10 kulit:3'],
	['ctm-4', 'Klorfeniramin maleat 4 mg', 'Chlorphenamine 4 mg', 'tablet', 70, 'N', 'ispa:8 kulit:6 ili:6'],
	['cetirizine-10', 'Setirizin 10 mg', 'Cetirizine 10 mg', 'tablet', 250, 'E', 'kulit:6'],
	['ambroxol-30', 'Ambroksol 30 mg', 'Ambroxol 30 mg', 'tablet', 200, 'N', 'ispa:5 bronkitis:10 pneumonia:10'],
	['hydrocortisone-cream', 'Hidrokortison krim 2,5%', 'Hydrocortisone cream 2.5%', 'tube', 4500, 'E', 'kulit:0.7'],
	['miconazole-cream', 'Mikonazol krim 2%', 'Miconazole cream 2%', 'tube', 4500, 'E', 'infeksi-kulit:0.6'],
	['permethrin-cream', 'Permetrin krim 5%', 'Permethrin cream 5%', 'tube', 35000, 'E', 'infeksi-kulit:0.1'],
	['chloramphenicol-eye', 'Kloramfenikol salep mata 1%', 'Chloramphenicol eye ointment 1%', 'tube', 5000, 'E', 'mata:0.7'],
	['albendazole-400', 'Albendazol 400 mg', 'Albendazole 400 mg', 'tablet', 600, 'E', 'kecacingan:1.2'],
	['iron-folate', 'Tablet tambah darah', 'Iron and folic acid tablet', 'tablet', 200, 'E', 'kehamilan:30 anemia:30'],
	['folic-acid-1', 'Asam folat 1 mg', 'Folic acid 1 mg', 'tablet', 100, 'E', 'talasemia:30 ginjal-kronik:15'],
	['deferasirox-500', 'Deferasiroks 500 mg', 'Deferasirox 500 mg', 'tablet', 45000, 'V', 'talasemia:40'],
	['oxytocin-inj', 'Oksitosin injeksi 10 IU/ml', 'Oxytocin injection 10 IU/ml', 'ampoule', 6000, 'V', 'kehamilan:0.6'],
	['mgso4-40', 'Magnesium sulfat 40% 25 ml', 'Magnesium sulphate 40% 25 ml', 'vial', 9000, 'V', 'kehamilan:0.1'],
	['phytomenadione-inj', 'Fitomenadion injeksi 2 mg/ml', 'Phytomenadione injection 2 mg/ml', 'ampoule', 5000, 'V', 'neonatus:1'],
	['epoetin-3000', 'Epoetin alfa 3.000 IU', 'Epoetin alfa 3,000 IU', 'piece', 110000, 'E', 'ginjal-kronik:2'],
	['diazepam-inj', 'Diazepam injeksi 5 mg/ml', 'Diazepam injection 5 mg/ml', 'ampoule', 5500, 'V', 'epilepsi:0.4 tetanus:20'],
	['phenytoin-100', 'Fenitoin 100 mg', 'Phenytoin 100 mg', 'capsule', 500, 'V', 'epilepsi:45'],
	['risperidone-2', 'Risperidon 2 mg', 'Risperidone 2 mg', 'tablet', 450, 'E', 'skizofrenia:45'],
	['epinephrine-inj', 'Epinefrin injeksi 0,1%', 'Epinephrine injection 0.1%', 'ampoule', 5000, 'V', 'difteri:1'],
	['vaccine-rabies', 'Vaksin antirabies', 'Rabies vaccine', 'vial', 190000, 'V', 'ghpr:4'],
	['vitamin-a-200', 'Vitamin A 200.000 IU', 'Vitamin A 200,000 IU', 'capsule', 700, 'E', 'campak:2']
];

export const medicines: readonly Medicine[] = rows.map(([id, nameId, nameEn, unit, price, ven, uses]) => ({
	id,
	names: { id: nameId, en: nameEn },
	unit,
	unitPriceRupiah: price,
	ven,
	perEpisode: uses.split(' ').map(parseUse)
}));

function parseUse(text: string): MedicineUse {
	const [group = '', quantity] = text.split(':');
	return { group, quantity: Number(quantity) };
}

const byId = new Map(medicines.map((medicine) => [medicine.id, medicine]));

export function findMedicine(id: string): Medicine | undefined {
	return byId.get(id);
}
