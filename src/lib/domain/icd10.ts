import { icd10CategoryRows } from './icd10-names.ts';

/**
 * ICD-10 (WHO) codes: a category of three characters, which trends are counted by, and up to two digits below
 * it, which are stored. Hospitals write them with and without the dot and in either case.
 */
export interface Icd10 {
	/** Upper case, with the dot: `A97.0`. */
	readonly code: string;
	/** `A97`. */
	readonly category: string;
}

const pattern = /^([A-Z][0-9]{2})(?:\.?([0-9]{1,2}))?$/;

export function parseIcd10(text: string): Icd10 | undefined {
	const [, category, rest] = pattern.exec(text.trim().toUpperCase()) ?? [];
	if (category === undefined) return undefined;
	return { code: rest === undefined ? category : `${category}.${rest}`, category };
}

const nameByCategory = new Map(icd10CategoryRows.map(([category, id, en]) => [category, { id, en }]));

/** The name of a category that is common here; undefined for the rest, where the code itself is shown. */
export function findIcd10Name(category: string): { readonly id: string; readonly en: string } | undefined {
	return nameByCategory.get(category);
}
