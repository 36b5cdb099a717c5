import { describe, expect, it } from 'vitest';
import { aplicaresClasses } from './aplicares-classes.ts';
import { findSirsBedTypeByName, sirsBedTypes, typesAtPosition, wardClassNamedIn } from './sirs-bed-types.ts';
import { wardClasses } from './ward.ts';

describe('the reference lists of other systems', () => {
	it('names every kind of bed that a ward class is made of, and no other', () => {
		const mapped = wardClasses.flatMap(({ sirsIdTt }) => sirsIdTt);
		expect(sirsBedTypes.map(({ idTt }) => idTt).sort()).toEqual([...mapped].sort());
	});
	it('names every class of the insurer that a ward class is made of, and no other', () => {
		const mapped = wardClasses.flatMap(({ aplicaresKodekelas }) => aplicaresKodekelas);
		expect(aplicaresClasses.map(({ kodekelas }) => kodekelas).sort()).toEqual([...mapped].sort());
	});
});

describe('wardClassNamedIn', () => {
	it.each([
		['Mawar Kelas III', 'inpatient-3'],
		['Melati Kls. 2', 'inpatient-2'],
		['Anggrek KL 1', 'inpatient-1'],
		['Super VIP Utara', 'vip'],
		['R. NICU', 'nicu'],
		['ICU/ICVCU', undefined],
		['Perinatologi', 'perinatal'],
		['Anggrek', undefined],
		['VIP dan Kelas 3', undefined]
	])('reads «%s» as %s', (text, ward) => expect(wardClassNamedIn(text)).toBe(ward));
});

describe('typesAtPosition', () => {
	it('counts from one behind an empty line, and from nought', () => {
		expect(typesAtPosition(13).map(({ idTt }) => idTt)).toEqual(['14', '24']);
		expect(typesAtPosition(0).map(({ idTt }) => idTt)).toEqual(['1']);
		expect(typesAtPosition(27)).toEqual([]);
	});
});

it('knows a kind by its name, however it is spaced', () => {
	expect(findSirsBedTypeByName('vvip / super vip')?.idTt).toBe('1');
});
