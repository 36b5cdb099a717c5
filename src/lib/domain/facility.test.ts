import { describe, expect, it } from 'vitest';
import { findKecamatan } from './area.ts';
import { matchHospitalName } from './hospital-name.ts';
import { findHospital, hospitalAliases, hospitals } from './hospitals.ts';
import { puskesmas } from './puskesmas.ts';

describe('real facilities', () => {
	it('are 36 hospitals and 48 puskesmas with codes of their own, none of them demo', () => {
		expect(hospitals).toHaveLength(36);
		expect(puskesmas).toHaveLength(48);
		const all = [...hospitals, ...puskesmas];
		expect(new Set(all.map(({ code }) => code)).size).toBe(84);
		expect(all.some(({ demo }) => demo)).toBe(false);
	});

	it('stand in a kecamatan of the city and inside its bounding box', () => {
		for (const { kecamatan, location } of [...hospitals, ...puskesmas]) {
			if (kecamatan !== null) expect(findKecamatan(kecamatan)).toBeDefined();
			if (location === null) continue;
			expect(location[0]).toBeGreaterThan(106.88);
			expect(location[0]).toBeLessThan(107.06);
			expect(location[1]).toBeGreaterThan(-6.41);
			expect(location[1]).toBeLessThan(-6.16);
		}
	});

	it('hold the published class and beds of the city hospital', () => {
		expect(findHospital('3275013')).toMatchObject({ hospitalClass: 'B', owner: 'city', beds: 554 });
		expect(hospitals.reduce((sum, { beds }) => sum + (beds ?? 0), 0)).toBe(3201);
	});
});

describe('matchHospitalName', () => {
	it('finds every hospital of the register by its own name and by its aliases', () => {
		for (const { name, code } of hospitals) expect(matchHospitalName(name)).toEqual({ code });
		for (const [name, code] of hospitalAliases) expect(matchHospitalName(name)).toEqual({ code });
	});

	it('takes RS, RSU, RS Umum and Rumah Sakit as the same, and double blanks as one', () => {
		for (const name of ['RS Anna', 'RSU Anna', 'RS  Umum  Anna', 'Rumah Sakit Umum Anna']) {
			expect(matchHospitalName(name)).toEqual({ code: '3275229' });
		}
		expect(matchHospitalName('RSUD dr Chasbullah Abdulmadjid')).toEqual({ code: '3275013' });
	});

	it('keeps the city hospital of Jatisampurna apart from the private one', () => {
		expect(matchHospitalName('RS Umum Daerah Jatisampurna')).toEqual({ code: '3275066' });
		expect(matchHospitalName('RS Umum Jati Sampurna')).toEqual({ code: '3275274' });
	});

	it('takes a known renaming', () => {
		expect(matchHospitalName('RS Siloam Sentosa')).toEqual({ code: '3275035' });
		expect(matchHospitalName('RS Primaya Bekasi Timur')).toEqual({ code: '3275063' });
	});

	it('refuses a hospital outside the register and names the three nearest', () => {
		const unknown = ['RS Umum Anna Medika', 'RS OMNI Pekayon', 'RS Umum Hermina Galaxy', 'RS Umum Ananda'];
		for (const name of [...unknown, '', 'RS', '💥']) {
			const match = matchHospitalName(name);
			if (!('candidates' in match)) throw new Error(`matched: ${name}`);
			expect(match.candidates).toHaveLength(3);
			const distances = match.candidates.map(({ distance }) => distance);
			expect(distances).toEqual([...distances].sort((left, right) => left - right));
		}
	});

	it('offers the three Primaya hospitals for a bare "RS Primaya", which may be any of them', () => {
		const match = matchHospitalName('RS Primaya');
		const codes = 'candidates' in match ? match.candidates.map(({ code }) => code) : [];
		expect(codes.sort()).toEqual(['3275063', '3275065', '3275392']);
	});
});
