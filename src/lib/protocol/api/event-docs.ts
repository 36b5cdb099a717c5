/** What the document says of each type of event: a sentence, its natural key and an example that is taken as it is. */
import type { EventInput, EventType } from '../events.ts';
import type { Sentence } from './said.ts';

type EventDoc = Sentence & { readonly example: EventInput['data'] };

/** Serial 0000: no person has such a NIK. */
const nik = '3275015203890000';

export const eventDocs: Record<EventType, EventDoc> = {
	'id.denyut.visit.v1': {
		en: 'A visit or stay. One for each facility and visit number; a newer one replaces it as a whole.',
		id: 'Kunjungan atau rawat inap. Satu per fasilitas dan nomor kunjungan; yang lebih baru menggantikan seluruhnya.',
		example: {
			visit: 'V-1001',
			nik,
			kecamatan: '32.75.01',
			service: 'outpatient',
			diagnoses: ['A91'],
			arrivedAt: '2026-11-21T23:10:00Z',
			dischargedAt: null,
			outcome: null,
			referral: 'R-77',
			drugs: [{ item: 'paracetamol-500', quantity: 10 }]
		}
	},
	'id.denyut.bed.v1': {
		en: 'A room of a ward class. One for each facility, ward class and room; `free` alone is allowed.',
		id: 'Kamar satu kelas ruang. Satu per fasilitas, kelas ruang, dan kamar; `free` saja boleh.',
		example: {
			ward: 'inpatient-3',
			room: 'Anggrek',
			capacity: 20,
			occupied: 16,
			queue: 2,
			reportedAt: '2026-11-22T01:00:00Z'
		}
	},
	'id.denyut.claim.v1': {
		en: 'State of a claim. One for each facility and claim number; a hospital may only submit.',
		id: 'Status klaim. Satu per fasilitas dan nomor klaim; rumah sakit hanya boleh mengajukan.',
		example: {
			claim: 'C-9',
			visit: 'V-1001',
			nik,
			state: 'submitted',
			diagnoses: ['A91'],
			service: 'inpatient-3',
			serviceFrom: '2026-10-01',
			serviceTo: '2026-10-03',
			billedRupiah: 3_500_000
		}
	},
	'id.denyut.member.v1': {
		en: 'Membership of a person.',
		id: 'Kepesertaan seseorang.',
		example: {
			nik,
			kecamatan: '32.75.01',
			segment: 'umum',
			registerStatus: 'active',
			ektp: true,
			jkn: 'none'
		}
	},
	'id.denyut.stock.v1': {
		en: 'Monthly drug report (LPLPO). One for each facility, item and month.',
		id: 'Laporan obat bulanan (LPLPO). Satu per fasilitas, obat, dan bulan.',
		example: {
			item: 'paracetamol-500',
			month: '2026-10',
			opening: 5_000,
			received: 1_000,
			used: 2_400,
			closing: 3_600,
			stockoutDays: 0,
			expiring: [{ month: '2027-03', quantity: 400 }]
		}
	},
	'id.denyut.tally.v1': {
		en: 'A count reported ready-made, such as the weekly W2 form.',
		id: 'Hitungan yang dilaporkan jadi, misalnya formulir mingguan W2.',
		example: {
			measure: 'cases',
			code: 'dengue',
			area: '32.75.01',
			period: '2026-11-15',
			grain: 'week',
			value: 12
		}
	}
};

export const eventExample = (type: EventType) =>
	({
		specversion: '1.0',
		id: `${type.split('.')[2]}-1`,
		source: '/simrs/rsud',
		type,
		time: '2026-11-22T01:00:00Z',
		data: eventDocs[type].example
	}) as EventInput;
