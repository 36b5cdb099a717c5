import { sumWardRows, wardRows } from '../../../domain/bed-summary.ts';
import { cutPage } from '../../../protocol/api/cursor.ts';
import { readRooms } from '../beds.ts';
import { readView, type ServiceContext } from '../context.ts';
import { readBedHospitals } from '../../store/beds-queries.ts';
import { facilitiesIn, whereOf, type Reader } from './reader.ts';

/** The page's own rooms, summed by the page's own rules. */
export function bedReader(context: ServiceContext): Reader<'beds'> {
	return async ({ query, moment, cut }) => {
		const { rooms, hospitals } = await readView(context, moment, async (tx) => ({
			rooms: await readRooms(tx, moment),
			hospitals: await readBedHospitals(tx, moment.asOf)
		}));
		const register = new Map(hospitals.map((hospital) => [hospital.code, hospital]));
		const facilities = facilitiesIn(context, query);
		const wards = wardRows(rooms, moment.now).filter(
			({ facility, ward }) =>
				(facilities === null || facilities.includes(facility)) &&
				(query.ward === undefined || query.ward === ward)
		);
		const sums = sumWardRows(wards);
		const all = wards.map(({ facility, rooms: own, ...row }) => {
			const { name = facility, kecamatan = null, demo = false } = register.get(facility) ?? {};
			return { facility, name, kecamatan, demo, ...row, rooms: own.length };
		});
		return {
			rows: cutPage('beds', all, cut),
			at: moment.now.toISOString(),
			evidence: {
				completeness: { reported: sums.hospitalsFresh, expected: sums.hospitals },
				rows: { table: moment.asOf === null ? 'bed_now' : 'bed_report', where: whereOf(query) },
				demo: all.some(({ demo }) => demo)
			}
		};
	};
}
