import { describe, expect, it } from 'vitest';
import { findIcd10Name, parseIcd10 } from './icd10.ts';
import { icd10CategoryRows } from './icd10-names.ts';
import { findMedicine, medicines } from './medicines.ts';
import { findPrimaryCareDiagnoses, primaryCareDiagnoses } from './primary-care-diagnoses.ts';
import {
	diseaseGroups,
	findDiseaseGroup,
	findDiseaseGroupByCategory,
	findSkdrDisease,
	skdrDiseases
} from './surveillance-diseases.ts';

describe('parseIcd10', () => {
	it('reads either case, with or without the dot, and gives one form', () => {
		expect(parseIcd10('A91')).toEqual({ code: 'A91', category: 'A91' });
		for (const text of ['a97.0', 'A970', ' A97.0 ']) {
			expect(parseIcd10(text)).toEqual({ code: 'A97.0', category: 'A97' });
		}
		expect(parseIcd10('O92.13')).toEqual({ code: 'O92.13', category: 'O92' });
	});

	it('refuses what is no code', () => {
		for (const text of ['', 'A9', '91A', 'A91.', 'A91.123', 'DBD', 'A91 B01', 'A90-A91', '\u0000A91']) {
			expect(parseIcd10(text), text).toBeUndefined();
		}
	});

	it('names the common categories, each once and each a valid code', () => {
		const categories = icd10CategoryRows.map(([category]) => category);
		expect(categories.length).toBeGreaterThanOrEqual(120);
		expect(new Set(categories).size).toBe(categories.length);
		for (const category of categories) expect(parseIcd10(category)?.category).toBe(category);
		expect(findIcd10Name('A91')?.id).toBe('Demam berdarah dengue');
		expect(findIcd10Name('Q99')).toBeUndefined();
	});
});

describe('SKDR diseases and disease groups', () => {
	it('have codes and slugs of their own', () => {
		expect(skdrDiseases).toHaveLength(24);
		expect(new Set(skdrDiseases.map(({ code }) => code)).size).toBe(24);
		expect(new Set(diseaseGroups.map(({ id }) => id)).size).toBe(diseaseGroups.length);
		for (const { id } of diseaseGroups) expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
	});

	it('count each ICD-10 category in at most one group', () => {
		const categories = diseaseGroups.flatMap(({ icd10 }) => icd10);
		expect(new Set(categories).size).toBe(categories.length);
		for (const category of categories) expect(parseIcd10(category)?.category).toBe(category);
	});

	it('count dengue as A90, A91 and A97 and alert at two cases', () => {
		expect(findDiseaseGroup('dengue')?.icd10).toEqual(['A90', 'A91', 'A97']);
		expect(findDiseaseGroupByCategory('A97')?.id).toBe('dengue');
		expect(findSkdrDisease('C')?.rule).toEqual({ kind: 'threshold', minimum: 2 });
		expect(findSkdrDisease('U')?.rule).toEqual({ kind: 'threshold', minimum: 3 });
		expect(findSkdrDisease('AA')?.rule).toEqual({ kind: 'ratio', ratio: 1.5 });
		expect(findSkdrDisease('Y')?.rule).toEqual({ kind: 'watch' });
	});

	it('give every SKDR disease its group', () => {
		for (const { code, group } of skdrDiseases) expect(findDiseaseGroup(group)?.skdr).toBe(code);
		expect(findDiseaseGroupByCategory('I10')?.skdr).toBeNull();
		expect(findDiseaseGroupByCategory('J06')?.id).toBe('ispa');
		expect(findDiseaseGroupByCategory('Q99')).toBeUndefined();
	});
});

describe('primary-care diagnoses', () => {
	it('are 144 with names of their own, and the doubtful codes are marked', () => {
		expect(primaryCareDiagnoses).toHaveLength(144);
		expect(new Set(primaryCareDiagnoses.map(({ name }) => name)).size).toBe(144);
		const doubtful = primaryCareDiagnoses.filter((diagnosis) => diagnosis.doubtful).map(({ icd10 }) => icd10);
		expect(doubtful).toEqual(['O92.13', 'O92.03', 'L08.0', 'S00-S09', 'S00-S09']);
	});

	it('take a code under its category, its range or itself, and not a bare category under a subdivision', () => {
		const names = (code: string) => findPrimaryCareDiagnoses(code).map(({ name }) => name);
		expect(names('A15.3')).toEqual(['Tuberkulosis Paru Tanpa Komplikasi']);
		expect(names('E53.8')).toEqual(['Defisiensi Vitamin']);
		expect(names('R56.0')).toEqual(['Kejang Demam']);
		expect(names('R56')).toEqual([]);
		expect(names('N76.0')).toHaveLength(3);
		expect(names('N18.5')).toEqual([]);
	});
});

describe('medicines', () => {
	it('are about sixty with slugs of their own, paracetamol among them', () => {
		expect(medicines.length).toBeGreaterThanOrEqual(60);
		expect(new Set(medicines.map(({ id }) => id)).size).toBe(medicines.length);
		expect(findMedicine('paracetamol-500')?.unit).toBe('tablet');
		expect(findMedicine('constructor')).toBeUndefined();
	});

	it('have whole prices and treat groups that exist, each once, with a positive quantity', () => {
		for (const { id, unitPriceRupiah, perEpisode } of medicines) {
			expect(Number.isSafeInteger(unitPriceRupiah) && unitPriceRupiah > 0, id).toBe(true);
			expect(perEpisode.length, id).toBeGreaterThan(0);
			expect(new Set(perEpisode.map(({ group }) => group)).size, id).toBe(perEpisode.length);
			for (const { group, quantity } of perEpisode) {
				expect(findDiseaseGroup(group), `${id} ${group}`).toBeDefined();
				expect(quantity, id).toBeGreaterThan(0);
			}
		}
	});
});
