import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findKecamatan } from './area.ts';
import type { BedHospital, WardRow } from './bed-summary.ts';
import { kilometresBetween } from './distance.ts';
import { findSorts, rankBeds, type FindSort } from './find-bed.ts';

const now = new Date('2026-11-23T05:00:00.000Z');
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();

const bekasiTimur = '32.75.01';
const jatisampurna = '32.75.10';
const hospital = (code: string, kecamatan: string | null, location: BedHospital['location'] = null) =>
	({ code, name: `RS ${code}`, kecamatan, location, demo: true }) as const;

const row = (facility: string, free: number, minutes: number | null, fresh = true): WardRow => ({
	...{ facility, ward: 'icu', rooms: [], free, capacity: 10, occupied: 10 - free, queue: 0, fresh },
	reportedAt: minutes === null ? null : minutesAgo(minutes)
});

const register = new Map(
	[
		hospital('near', bekasiTimur),
		hospital('far', jatisampurna),
		hospital('point', jatisampurna, [107.02149, -6.24326]),
		hospital('nowhere', null)
	].map((one) => [one.code, one])
);
const rank = (rows: WardRow[], sort: FindSort = 'best', kecamatan: string | null = bekasiTimur) =>
	rankBeds(Object.freeze(rows), register, { ward: 'icu', kecamatan, sort, now });
const codes = (...of: Parameters<typeof rank>) => rank(...of).map(({ hospital: { code } }) => code);

describe('rankBeds', () => {
	it('puts what is confirmed before what is possible, and that before full houses', () => {
		expect(codes([row('near', 0, 1), row('far', 9, 1, false), row('nowhere', 1, 50)])).toEqual([
			'nowhere',
			'far',
			'near'
		]);
	});

	it('puts the younger report first, and within one band of ages the nearer hospital', () => {
		expect(codes([row('near', 1, 70), row('far', 1, 5)])).toEqual(['far', 'near']);
		expect(codes([row('far', 9, 3), row('near', 1, 50)])).toEqual(['near', 'far']);
	});

	it('puts the nearest first, or the fullest list of free beds, where the reader asks so', () => {
		const rows = [row('near', 1, 170), row('far', 9, 1)];
		expect(codes(rows, 'near')).toEqual(['near', 'far']);
		expect(codes(rows, 'free')).toEqual(['far', 'near']);
	});

	it('measures to the hospital where its point is known, else to the middle of its kecamatan', () => {
		const [from, to] = [findKecamatan(bekasiTimur)?.centre, findKecamatan(jatisampurna)?.centre];
		if (!from || !to) throw new Error('no centre');
		const found = rank([row('far', 1, 1), row('point', 1, 1), row('nowhere', 1, 1)]);
		expect(found.map(({ distanceKm, distanceTo }) => [distanceKm, distanceTo])).toEqual([
			[0, 'hospital'],
			[kilometresBetween(from, to), 'kecamatan'],
			[null, null]
		]);
	});

	it('knows no distance where nobody chose from where', () => {
		expect(rank([row('near', 1, 1)], 'near', null)[0]).toMatchObject({ distanceKm: null, distanceTo: null });
	});

	it('leaves other classes out, names an unknown hospital by its code and puts unknown ages last', () => {
		const rows = [
			row('x', 1, null, false),
			row('far', 1, 9_000, false),
			{ ...row('near', 5, 1), ward: 'nicu' }
		];
		expect(rank(rows).map(({ hospital: { name } }) => name)).toEqual(['RS far', 'x']);
	});

	it('says the same whatever the order in which hospitals reported', () => {
		const one = fc.record({
			place: fc.constantFrom('near', 'far', 'point', 'nowhere'),
			free: fc.nat(3),
			minutes: fc.option(fc.nat(5_000)),
			fresh: fc.boolean()
		});
		fc.assert(
			fc.property(
				fc.uniqueArray(one, { selector: ({ place }) => place, maxLength: 4 }),
				fc.constantFrom(...findSorts),
				(hospitals, sort) => {
					const rows = hospitals.map(({ place, free, minutes, fresh }) => row(place, free, minutes, fresh));
					expect(codes([...rows].reverse(), sort)).toEqual(codes(rows, sort));
				}
			)
		);
	});
});
