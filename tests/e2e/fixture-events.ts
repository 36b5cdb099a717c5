/** A small city, the same each time but for its end, which is today: every figure in it can be told by counting here. */
import { addDays, epiWeekStart, jakartaDay } from '../../src/lib/domain/period.ts';
import type { EventInput } from '../../src/lib/protocol/events.ts';
import { nikOf } from '../bench/support/visits.ts';

export const rsud = '3275013';
export const otherHospital = '3275017';
const hourMs = 3_600_000;

/** Free beds confirmed at the end of the past day: of the ward and of the ICU. */
export const freeThen = 9 + 1;
export const daysBack = 10;
export const pastDay = addDays(jakartaDay(new Date()), -daysBack);
const weeks = 8;

export type Room = {
	facility?: string;
	ward: string;
	room: string;
	capacity: number;
	occupied: number;
	at?: Date;
};

let serial = 0;

export function bedEvent({ facility, ward, room, capacity, occupied, at = new Date() }: Room): EventInput {
	return {
		specversion: '1.0',
		id: `bed-${serial++}`,
		source: '/e2e',
		type: 'id.denyut.bed.v1',
		time: at.toISOString(),
		...(facility && { subject: facility }),
		data: { ward, room, capacity, occupied, queue: 1, reportedAt: at.toISOString() }
	};
}

/** A visit at noon of that day, or a moment ago when it is of today. */
export function visitEvent(day: string, diagnosis: string, facility?: string): EventInput {
	const n = serial++;
	const noon = new Date(`${day}T12:00:00+07:00`);
	const at = day === jakartaDay(new Date()) ? new Date(Date.now() - 1_000) : noon;
	return {
		specversion: '1.0',
		id: `visit-${n}`,
		source: '/e2e',
		type: 'id.denyut.visit.v1',
		time: at.toISOString(),
		...(facility && { subject: facility }),
		data: {
			visit: `V-${n}`,
			nik: nikOf(n),
			kecamatan: `32.75.${String(1 + (n % 12)).padStart(2, '0')}`,
			service: 'outpatient',
			diagnoses: [diagnosis],
			arrivedAt: at.toISOString(),
			drugs: [{ item: 'paracetamol-500', quantity: 10 }]
		}
	};
}

/** Told by the importer, who may say when each became known: on its own day. */
export function fixtureEvents(): EventInput[] {
	return [...beds(), ...visits(), ...claims(), ...members(), ...stocks()].map((event) => ({
		...event,
		recordedtime: event.time
	}));
}

function beds(): EventInput[] {
	const now = new Date(Date.now() - 600_000);
	const then = new Date(Date.parse(`${pastDay}T22:00:00+07:00`));
	const ward = { ward: 'inpatient-3', room: 'Anggrek', facility: rsud, capacity: 20 };
	const icu = { ward: 'icu', room: 'ICU', facility: otherHospital, capacity: 5 };
	return [
		bedEvent({ ...ward, occupied: 11, at: then }),
		bedEvent({ ...icu, occupied: 4, at: then }),
		bedEvent({ ...ward, occupied: 16, at: now }),
		bedEvent({ ...icu, occupied: 3, at: now })
	];
}

/** Whole weeks up to the last full one, so that the newest full week counts the same whatever today is. */
function visits(): EventInput[] {
	const thisWeek = epiWeekStart(jakartaDay(new Date()));
	return Array.from({ length: weeks * 7 }, (_, index) => addDays(thisWeek, -1 - index)).flatMap((day) => [
		visitEvent(day, 'A91', rsud),
		visitEvent(day, 'J06.9', otherHospital),
		visitEvent(day, 'A09', rsud)
	]);
}

/** A day of the last full week. */
export const lastWeek = () => addDays(epiWeekStart(jakartaDay(new Date())), -3);

function claims(): EventInput[] {
	const paid = { verifiedRupiah: 3_000_000, approvedRupiah: 3_000_000, paidRupiah: 3_000_000 };
	return Array.from({ length: 24 }, (_, n) => {
		const day = addDays(jakartaDay(new Date()), -7 * (n + 1));
		return {
			specversion: '1.0',
			id: `claim-${n}`,
			source: '/e2e',
			type: 'id.denyut.claim.v1',
			time: `${day}T05:00:00Z`,
			subject: n % 2 === 0 ? rsud : otherHospital,
			data: {
				claim: `C-${n}`,
				nik: nikOf(n),
				state: n < 6 ? 'submitted' : n < 10 ? 'verified' : 'paid',
				service: 'inpatient-3',
				diagnoses: ['A91'],
				serviceFrom: addDays(day, -14),
				serviceTo: addDays(day, -11),
				billedRupiah: 3_500_000,
				...(n >= 6 && n < 10 && { verifiedRupiah: 3_000_000 }),
				...(n >= 10 && paid)
			}
		};
	});
}

function members(): EventInput[] {
	return Array.from({ length: 40 }, (_, n) => ({
		specversion: '1.0',
		id: `member-${n}`,
		source: '/e2e',
		type: 'id.denyut.member.v1',
		time: new Date(Date.now() - 40 * 24 * hourMs).toISOString(),
		data: {
			nik: nikOf(n),
			kecamatan: `32.75.${String(1 + (n % 12)).padStart(2, '0')}`,
			segment: 'umum',
			registerStatus: 'active',
			jkn: 'none'
		}
	}));
}

function stocks(): EventInput[] {
	const month = addDays(`${jakartaDay(new Date()).slice(0, 7)}-01`, -1).slice(0, 7);
	return ['paracetamol-500', 'amoxicillin-500'].map((item, n) => ({
		specversion: '1.0',
		id: `stock-${n}`,
		source: '/e2e',
		type: 'id.denyut.stock.v1',
		time: new Date(Date.now() - 5 * 24 * hourMs).toISOString(),
		subject: rsud,
		data: { item, month, opening: 5_000, received: 1_000, used: 2_400, closing: 3_600, stockoutDays: 0 }
	}));
}
