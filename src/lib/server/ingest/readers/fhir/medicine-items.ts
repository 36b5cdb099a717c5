/**
 * A medicine of the ministry's catalogue (KFA) → an item of ours. Known by its code, else by its name, where name, strength
 * and form all agree with exactly one of ours and no second substance is named. Every other one keeps its KFA code as an
 * item of its own (`kfa-93001019`): it is counted, under a name that somebody can still map.
 */
import { medicines, type Medicine, type MedicineUnit } from '../../../../domain/medicines.ts';
import type { Coding } from './element.ts';

/** Fixed-dose combination for tuberculosis, 150/75/400/275 mg; a day's dose is counted by the tablet. */
const byKfa: Readonly<Record<string, string>> = { 93001019: 'oat-fdc-1' };
const kfaSystem = /\/kfa$/i;
const byId = new Map(medicines.map((medicine) => [medicine.id, medicine]));

export function itemOf(codings: readonly Coding[], text: string): string | null {
	const own = codings.find(({ code }) => byId.has(code));
	if (own !== undefined) return own.code;
	const kfa = codings.find(({ system }) => kfaSystem.test(system));
	const known = kfa === undefined ? undefined : byKfa[kfa.code];
	if (known !== undefined) return known;
	const names = [text, ...codings.map(({ display }) => display)].filter((name) => name !== '');
	for (const name of names) {
		const item = itemByName(name);
		if (item !== undefined) return item;
	}
	if (kfa !== undefined) return slugOf(`kfa-${kfa.code}`);
	return slugOf(codings[0]?.code ?? '') ?? slugOf(names[0] ?? '');
}

const maxSlugLength = 64;

function slugOf(words: string): string | null {
	const slug = words
		.toLowerCase()
		.replace(/[^a-z0-9.]+/g, '-')
		.replace(/^[-.]+/, '')
		.slice(0, maxSlugLength)
		.replace(/[-.]+$/, '');
	return slug === '' ? null : slug;
}

/** Words that say a form, in both languages; the unit that such a form is counted by. */
const formUnits: Readonly<Record<string, readonly MedicineUnit[]>> = {
	tablet: ['tablet'],
	kaplet: ['tablet'],
	kunyah: ['tablet'],
	chewable: ['tablet'],
	kapsul: ['capsule'],
	capsule: ['capsule'],
	sirup: ['bottle'],
	syrup: ['bottle'],
	suspensi: ['bottle'],
	infus: ['bottle'],
	infusion: ['bottle'],
	tetes: [],
	suppositoria: [],
	injeksi: ['ampoule', 'vial', 'piece'],
	injection: ['ampoule', 'vial', 'piece'],
	krim: ['tube'],
	cream: ['tube'],
	salep: ['tube'],
	ointment: ['tube'],
	serbuk: ['sachet', 'bottle', 'vial']
};

const wordsIn = (name: string) =>
	name
		.toLowerCase()
		.replace(/(\d),(\d)/g, '$1.$2')
		.replace(/\([^)]*\)/g, ' ')
		.split(/[^a-z0-9.%]+/)
		.filter((word) => word !== '');

const isForm = (word: string) => Object.hasOwn(formUnits, word);

/** What a name must hold to mean this one: every word but those of its form. */
const needs = medicines.flatMap((medicine) =>
	[medicine.names.id, medicine.names.en].map((name) => ({
		medicine,
		words: wordsIn(name).filter((word) => !isForm(word))
	}))
);

/** Between two substances stands a stroke with blanks, or a plus; within a strength (120 mg/5 ml) there are none. */
const isCombination = (name: string) => / [/+] /.test(name);

function itemByName(name: string): string | undefined {
	if (isCombination(name)) return undefined;
	const words = wordsIn(name);
	const held = new Set(words);
	const forms = words.filter(isForm);
	const fits = needs.filter(
		(need) => need.words.some((word) => /\d/.test(word)) && need.words.every((word) => held.has(word))
	);
	const found = new Set(
		fits.filter(({ medicine }) => isOfForm(medicine, forms)).map((one) => one.medicine.id)
	);
	return found.size === 1 ? [...found][0] : undefined;
}

function isOfForm({ unit }: Medicine, forms: readonly string[]): boolean {
	return forms.every((form) => formUnits[form]?.includes(unit) ?? true);
}
