/**
 * Ward classes: the kinds of bed that a patient is sent to, one list for every way in. Each foreign code
 * belongs to exactly one class, so the same bed is never counted twice because two systems name it
 * differently.
 *
 * Codes: SIRS Online `id_tt` (GitHub dnaftali/siranap_RSOnline; 1–37 agree with SIMRS Khanza), SIRANAP v2
 * `kode_ruang` (kelas), Aplicares `kodekelas` (GitHub ssecd/jkn, MIT; SIMRS Khanza). Choices where the codes
 * leave room: RICU (respiratory intensive care) is counted as ICU; KRIS JKN, the standard class that takes
 * the place of classes 1–3, as class 3, since that is what a class-3 patient is given; "Intermediate Ward
 * (IGD)" as IGD; COVID isolation of newborns as isolation, since no other newborn may use it; dialysis has no
 * code in either system and comes by its own name.
 */
export type WardClassId =
	| 'inpatient-1'
	| 'inpatient-2'
	| 'inpatient-3'
	| 'vip'
	| 'igd'
	| 'igd-covid'
	| 'icu'
	| 'hcu'
	| 'iccu'
	| 'picu'
	| 'nicu'
	| 'isolation'
	| 'perinatal'
	| 'dialysis'
	| 'delivery'
	| 'other';

export interface WardClass {
	readonly id: WardClassId;
	readonly names: { readonly id: string; readonly en: string };
	readonly sirsIdTt: readonly string[];
	readonly siranapKelas: readonly string[];
	readonly aplicaresKodekelas: readonly string[];
	/** As the public SIRANAP page writes them; compared without case. */
	readonly siranapNames: readonly string[];
	/**
	 * A report older than this is stale: its free beds are called possible, not confirmed. 6 h where a place
	 * turns over within a shift (emergency, intensive care), 12 h for ordinary wards, whose beds change
	 * mostly at the two ward rounds, 24 h for dialysis, which runs on a daily timetable. Our rule, no
	 * decree's.
	 */
	readonly staleAfterHours: number;
	/** Paid by the programme: class 3, IGD, ICU, PICU, NICU, dialysis. */
	readonly covered: boolean;
}

export const wardClasses: readonly WardClass[] = [
	{
		id: 'inpatient-1',
		names: { id: 'Rawat inap kelas 1', en: 'Inpatient class 1' },
		sirsIdTt: ['3'],
		siranapKelas: ['0003'],
		aplicaresKodekelas: ['KL1'],
		siranapNames: ['Kelas I', 'Kelas 1'],
		staleAfterHours: 12,
		covered: false
	},
	{
		id: 'inpatient-2',
		names: { id: 'Rawat inap kelas 2', en: 'Inpatient class 2' },
		sirsIdTt: ['4'],
		siranapKelas: ['0004'],
		aplicaresKodekelas: ['KL2'],
		siranapNames: ['Kelas II', 'Kelas 2'],
		staleAfterHours: 12,
		covered: false
	},
	{
		id: 'inpatient-3',
		names: { id: 'Rawat inap kelas 3', en: 'Inpatient class 3' },
		sirsIdTt: ['5', '52'],
		siranapKelas: ['0005'],
		aplicaresKodekelas: ['KL3'],
		siranapNames: ['Kelas III', 'Kelas 3', 'KRIS JKN'],
		staleAfterHours: 12,
		covered: true
	},
	{
		id: 'vip',
		names: { id: 'VIP dan VVIP', en: 'VIP and VVIP' },
		sirsIdTt: ['1', '2'],
		siranapKelas: ['0001', '0002'],
		aplicaresKodekelas: ['VVP', 'VIP', 'UTM'],
		siranapNames: ['VVIP', 'VIP', 'Super VIP', 'VVIP/ Super VIP'],
		staleAfterHours: 12,
		covered: false
	},
	{
		id: 'igd',
		names: { id: 'IGD (gawat darurat)', en: 'Emergency (IGD)' },
		sirsIdTt: ['37'],
		siranapKelas: [],
		aplicaresKodekelas: ['IGD', 'UGD'],
		siranapNames: ['IGD', 'UGD', 'IGD Non COVID-19', 'Intermediate Ward (IGD)'],
		staleAfterHours: 6,
		covered: true
	},
	{
		id: 'igd-covid',
		names: { id: 'IGD COVID-19', en: 'Emergency, COVID-19' },
		sirsIdTt: ['32'],
		siranapKelas: [],
		aplicaresKodekelas: [],
		siranapNames: ['IGD COVID-19', 'IGD Khusus Covid'],
		staleAfterHours: 6,
		covered: true
	},
	{
		id: 'icu',
		names: { id: 'ICU', en: 'Intensive care (ICU)' },
		sirsIdTt: ['6', '9', '24', '25', '26', '27', '38', '50'],
		siranapKelas: [],
		aplicaresKodekelas: ['ICU'],
		siranapNames: ['ICU', 'RICU', 'ICU Dengan Ventilator', 'ICU Tanpa Ventilator'],
		staleAfterHours: 6,
		covered: true
	},
	{
		id: 'hcu',
		names: { id: 'HCU', en: 'High care (HCU)' },
		sirsIdTt: ['7'],
		siranapKelas: ['0006'],
		aplicaresKodekelas: ['HCU'],
		siranapNames: ['HCU', 'Intermediate'],
		staleAfterHours: 6,
		covered: false
	},
	{
		id: 'iccu',
		names: { id: 'ICCU (jantung)', en: 'Cardiac care (ICCU)' },
		sirsIdTt: ['8', '51'],
		siranapKelas: [],
		aplicaresKodekelas: ['ICC'],
		siranapNames: ['ICCU', 'ICVCU', 'ICCU/ICVCU'],
		staleAfterHours: 6,
		covered: false
	},
	{
		id: 'picu',
		names: { id: 'PICU (anak)', en: 'Paediatric intensive care (PICU)' },
		sirsIdTt: ['11', '31', '40'],
		siranapKelas: [],
		aplicaresKodekelas: ['PIC'],
		siranapNames: ['PICU'],
		staleAfterHours: 6,
		covered: true
	},
	{
		id: 'nicu',
		names: { id: 'NICU (bayi baru lahir)', en: 'Neonatal intensive care (NICU)' },
		sirsIdTt: ['10', '30', '39'],
		siranapKelas: [],
		aplicaresKodekelas: ['NIC'],
		siranapNames: ['NICU'],
		staleAfterHours: 6,
		covered: true
	},
	{
		id: 'isolation',
		names: { id: 'Isolasi', en: 'Isolation' },
		sirsIdTt: ['12', '28', '29', '34'],
		siranapKelas: ['0007'],
		aplicaresKodekelas: ['ISO'],
		siranapNames: ['Isolasi', 'Isolasi Tekanan Negatif', 'Isolasi Tanpa Tekanan Negatif'],
		staleAfterHours: 12,
		covered: false
	},
	{
		id: 'perinatal',
		names: { id: 'Perinatologi', en: 'Perinatal' },
		sirsIdTt: ['14'],
		siranapKelas: [],
		aplicaresKodekelas: [],
		siranapNames: ['Perinatologi'],
		staleAfterHours: 12,
		covered: false
	},
	{
		id: 'dialysis',
		names: { id: 'Hemodialisis', en: 'Dialysis' },
		sirsIdTt: [],
		siranapKelas: [],
		aplicaresKodekelas: [],
		siranapNames: ['Hemodialisa', 'Hemodialisis'],
		staleAfterHours: 24,
		covered: true
	},
	{
		id: 'delivery',
		names: { id: 'Bersalin (VK)', en: 'Delivery' },
		sirsIdTt: ['33', '36'],
		siranapKelas: [],
		aplicaresKodekelas: ['SAL'],
		siranapNames: ['VK', 'Ruang Bersalin', 'Bersalin'],
		staleAfterHours: 12,
		covered: false
	},
	{
		id: 'other',
		names: { id: 'Lainnya', en: 'Other' },
		sirsIdTt: [],
		siranapKelas: ['0008', '0009'],
		aplicaresKodekelas: ['NON'],
		siranapNames: ['Rawat Khusus', 'Stroke Care Unit'],
		staleAfterHours: 24,
		covered: false
	}
];

const byId = new Map<string, WardClass>(wardClasses.map((ward) => [ward.id, ward]));
const byIdTt = new Map(wardClasses.flatMap((ward) => ward.sirsIdTt.map((code) => [code, ward])));
const byKodekelas = new Map(
	wardClasses.flatMap((ward) => ward.aplicaresKodekelas.map((code) => [code, ward]))
);
const bySiranapName = new Map(
	wardClasses.flatMap((ward) => ward.siranapNames.map((name) => [name.toLowerCase(), ward]))
);

export function findWardClass(id: string): WardClass | undefined {
	return byId.get(id);
}

export function findWardClassByIdTt(idTt: string): WardClass | undefined {
	return byIdTt.get(idTt);
}

export function findWardClassByKodekelas(kodekelas: string): WardClass | undefined {
	return byKodekelas.get(kodekelas.toUpperCase());
}

export function findWardClassBySiranapName(name: string): WardClass | undefined {
	return bySiranapName.get(name.trim().replace(/\s+/g, ' ').toLowerCase());
}
