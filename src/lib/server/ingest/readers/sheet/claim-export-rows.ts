/**
 * Columns of the two exports of claims. e-Klaim: the file that its report page gives (`KODE_RS … PTD ADMISSION_DATE … SEP …
 * OBAT_KEMO`; as read by public import programs, e.g. id 4935678515 of the stored code), and the fields of `set_claim_data`.
 * VClaim: the fields of an item of `Monitoring/Klaim`, as tables made of it call them. Names of persons, record numbers,
 * procedures, the grouper's tariffs and the totals are on no list: they are not read.
 */
import { tariffItems, type TariffItem } from '../../../../domain/tariff-items.ts';
import type { Row } from './sheet-fields.ts';

const itemNames: Readonly<Record<TariffItem, readonly [id: string, en: string, aliases: string]>> = {
	prosedur_non_bedah: ['Prosedur non bedah', 'Non-surgical procedures', ''],
	prosedur_bedah: ['Prosedur bedah', 'Surgical procedures', ''],
	konsultasi: ['Konsultasi', 'Consultation', ''],
	tenaga_ahli: ['Tenaga ahli', 'Specialist staff', ''],
	keperawatan: ['Keperawatan', 'Nursing', ''],
	penunjang: ['Penunjang', 'Supporting services', ''],
	radiologi: ['Radiologi', 'Radiology', ''],
	laboratorium: ['Laboratorium', 'Laboratory', 'lab'],
	pelayanan_darah: ['Pelayanan darah', 'Blood services', ''],
	rehabilitasi: ['Rehabilitasi', 'Rehabilitation', ''],
	kamar: ['Kamar/akomodasi', 'Room and board', 'kamar akomodasi|akomodasi'],
	rawat_intensif: ['Rawat intensif', 'Intensive care', ''],
	obat: ['Obat', 'Medicines', ''],
	obat_kronis: ['Obat kronis', 'Medicines, chronic', ''],
	obat_kemoterapi: ['Obat kemoterapi', 'Medicines, chemotherapy', 'obat kemo'],
	alkes: ['Alkes', 'Medical devices', 'alat kesehatan'],
	bmhp: ['BMHP', 'Consumables', 'bahan medis habis pakai'],
	sewa_alat: ['Sewa alat', 'Equipment rental', '']
};

// prettier-ignore
export const eklaimRows: readonly Row[] = [
	['nomor_sep', 'text*', 'Nomor SEP', 'SEP number', 'sep|no sep|nosep', 'CONTOH-1'],
	['jenis_rawat', 'choice:eklaim-care*', 'Jenis rawat', 'Kind of care', 'ptd|jenis pelayanan|jns pelayanan|layanan', 1],
	['tgl_masuk', 'day*', 'Tanggal masuk', 'Admission date', 'tgl masuk|admission date', '01/10/2026'],
	['tgl_pulang', 'day*', 'Tanggal pulang', 'Discharge date', 'tgl pulang|tanggal keluar|discharge date', '03/10/2026'],
	['diagnosa', 'diagnoses', 'Diagnosis (ICD-10)', 'Diagnoses (ICD-10)', 'diaglist|diagnosa|diagnosis|icd 10|icd10|kode diagnosa', 'A91;E86'],
	['grouper', 'text', 'Kode INA-CBG', 'INA-CBG code', 'inacbg|kode inacbg|ina cbg|kode cbg|cbg', 'A-4-13-II'],
	['nik', 'nik', 'NIK', 'NIK', 'nik pasien|no nik|no ktp|no induk kependudukan', ''],
	['nomor_kartu', 'nik', 'Nomor kartu', 'Card number', 'nokartu|no kartu|no kartu peserta|no bpjs|no peserta', ''],
	['nomor_kartu_t', 'text', 'Jenis nomor kartu', 'Kind of card number', '', ''],
	...tariffItems.map((item): Row => {
		const [id, en, aliases] = itemNames[item];
		return [item, 'whole', `${id} (Rp)`, `${en} (Rp)`, `${item}|${id}|${en}|${aliases}`, item === 'kamar' ? 900_000 : 0];
	})
];

// prettier-ignore
export const vclaimRows: readonly Row[] = [
	['noSEP', 'text*', 'Nomor SEP', 'SEP number', 'sep|no sep|nosep', 'CONTOH-1'],
	['status', 'text*', 'Status', 'State', 'status klaim|status verifikasi', 'Proses Verifikasi'],
	['tglSep', 'day*', 'Tanggal SEP', 'SEP date', 'tglsep|tgl sep|tanggal masuk|tgl masuk', '01/10/2026'],
	['tglPulang', 'day', 'Tanggal pulang', 'Discharge date', 'tglpulang|tgl pulang|tanggal keluar', '03/10/2026'],
	['poli', 'text', 'Poliklinik', 'Clinic', 'nama poli|poli tujuan', ''],
	['kode', 'text', 'Kode INA-CBG', 'INA-CBG code', 'inacbg kode|inacbgkode|kodeinacbg|kode inacbg|inacbg|kode cbg', 'A-4-13-II'],
	['byPengajuan', 'whole*', 'Biaya pengajuan (Rp)', 'Amount asked (Rp)', 'bypengajuan|biaya bypengajuan|biaya pengajuan|biaya diajukan|diajukan|pengajuan|jumlah pengajuan', 3_500_000],
	['bySetujui', 'whole', 'Biaya disetujui (Rp)', 'Amount granted (Rp)', 'bysetujui|biaya bysetujui|biaya disetujui|disetujui|setujui|jumlah disetujui', '']
];
