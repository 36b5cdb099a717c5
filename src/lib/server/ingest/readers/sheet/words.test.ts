import { describe, expect, it } from 'vitest';
import { medicines } from '../../../../domain/medicines.ts';
import { findAreaCode, findDiseaseId, findItemId, findWardId, readYesNo, slugOf } from './words.ts';

describe('medicines', () => {
	it.each(medicines.map(({ id, names }) => [id, names.id, names.en] as const))(
		'%s is found by its names',
		(id, ...names) => {
			for (const name of [id, ...names]) expect(findItemId(name)).toBe(id);
		}
	);

	it('are found without their form, and another form of one name is not taken for it', () => {
		expect(findItemId('PARASETAMOL TABLET 500 MG')).toBe('paracetamol-500');
		expect(findItemId('Parasetamol')).toBeUndefined();
	});
});

it.each([
	['Kelas III', 'inpatient-3'],
	['rawat inap kelas 3', 'inpatient-3'],
	['KL3', 'inpatient-3'],
	['icu', 'icu'],
	['loteng', undefined]
])('the ward %j is %j', (text, id) => expect(findWardId(text)).toBe(id));

it.each([
	['Kec. Jatiasih', '32.75.09'],
	['327509', '32.75.09'],
	['32.75', '32.75'],
	['Kota Bekasi', '32.75'],
	['Bogor', undefined]
])('the area %j is %j', (text, code) => expect(findAreaCode(text)).toBe(code));

it.each([
	['C', 'dengue'],
	['C. Suspek dengue', 'dengue'],
	['Diare akut', 'diare'],
	['entah', undefined]
])('the disease %j is %j', (text, id) => expect(findDiseaseId(text)).toBe(id));

it('says yes and no as offices do, and nothing of other words', () => {
	expect(['Ya', 'V', '✓', '1', 'sudah'].map(readYesNo)).toEqual([true, true, true, true, true]);
	expect(['Tidak', '0', 'belum'].map(readYesNo)).toEqual([false, false, false]);
	expect(readYesNo('mungkin')).toBeUndefined();
});

it('makes a name of the wire out of any name', () => {
	expect(slugOf('Vitamin B Kompleks (tablet)')).toBe('vitamin-b-kompleks-tablet');
	expect(slugOf('—')).toBe('');
});
