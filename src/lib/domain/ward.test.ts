import { describe, expect, it } from 'vitest';
import { findService, services } from './service.ts';
import {
	findWardClass,
	findWardClassByIdTt,
	findWardClassByKodekelas,
	findWardClassBySiranapName,
	wardClasses
} from './ward.ts';

/** All id_tt of the SIRS Online reference list. */
const allIdTt =
	'1 2 3 4 5 6 7 8 9 10 11 12 14 24 25 26 27 28 29 30 31 32 33 34 36 37 38 39 40 50 51 52'.split(' ');
const allKodekelas = 'NON VVP VIP UTM KL1 KL2 KL3 ICU ICC NIC PIC IGD UGD SAL HCU ISO'.split(' ');
const allSiranapKelas = '0001 0002 0003 0004 0005 0006 0007 0008 0009'.split(' ');

describe('ward classes', () => {
	it('take every foreign code exactly once', () => {
		const sorted = (codes: readonly string[]) => [...codes].sort();
		expect(sorted(wardClasses.flatMap(({ sirsIdTt }) => sirsIdTt))).toEqual(sorted(allIdTt));
		expect(sorted(wardClasses.flatMap(({ aplicaresKodekelas: codes }) => codes))).toEqual(
			sorted(allKodekelas)
		);
		expect(sorted(wardClasses.flatMap(({ siranapKelas }) => siranapKelas))).toEqual(allSiranapKelas);
		const names = wardClasses.flatMap(({ siranapNames }) => siranapNames.map((name) => name.toLowerCase()));
		expect(new Set(names).size).toBe(names.length);
		expect(new Set(wardClasses.map(({ id }) => id)).size).toBe(wardClasses.length);
	});

	it('agree with the mapping between Aplicares and id_tt that the ministry gives', () => {
		const pairs = {
			VIP: '2',
			KL1: '3',
			KL2: '4',
			KL3: '5',
			ICU: '6',
			HCU: '7',
			ICC: '8',
			NIC: '10',
			PIC: '11',
			ISO: '12'
		};
		for (const [kodekelas, idTt] of Object.entries(pairs)) {
			expect(findWardClassByKodekelas(kodekelas)).toBe(findWardClassByIdTt(idTt));
		}
	});

	it('know the four names on the public page of 2021, whatever the case', () => {
		expect(findWardClassBySiranapName('IGD COVID-19')?.id).toBe('igd-covid');
		expect(findWardClassBySiranapName('Kelas I')?.id).toBe('inpatient-1');
		expect(findWardClassBySiranapName(' kelas  ii ')?.id).toBe('inpatient-2');
		expect(findWardClassBySiranapName('KELAS III')?.id).toBe('inpatient-3');
		expect(findWardClassBySiranapName('Kelas IV')).toBeUndefined();
	});

	it('do not find what an object inherits', () => {
		expect(findWardClass('__proto__')).toBeUndefined();
		expect(findWardClassByIdTt('toString')).toBeUndefined();
	});
});

describe('services', () => {
	it('are eight, and the ward class behind each is covered', () => {
		expect(new Set(services.map(({ id }) => id)).size).toBe(8);
		for (const { wardClass } of services) {
			if (wardClass !== null) expect(findWardClass(wardClass)?.covered).toBe(true);
		}
		expect(findService('inpatient-1')).toBeUndefined();
	});
});
