import { findHospital, hospitalAliases, hospitals } from './hospitals.ts';

/** A hospital that a name might mean. `distance` 0 = same letters, 1 = nothing in common. */
export interface HospitalCandidate {
	readonly code: string;
	readonly name: string;
	readonly distance: number;
}

export type HospitalMatch = { readonly code: string } | { readonly candidates: readonly HospitalCandidate[] };

/**
 * A name split into what kind of hospital it says it is and the letters of its proper name. "RS", "RSU",
 * "RS Umum" and "Rumah Sakit" say the same; RSUD (the city's own) and RSIA (mother and child) do not: RS Umum
 * Jati Sampurna and RS Umum Daerah Jatisampurna are two hospitals.
 */
function normaliseName(name: string): { kind: 'rs' | 'rsud' | 'rsia'; letters: string } {
	const words = name
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, ' ')
		.trim()
		.replace(/^rumah sakit\b/, 'rs')
		.replace(/^rs umum daerah\b/, 'rsud')
		.replace(/^rs(u| umum)\b/, 'rs')
		.replace(/^rs(ia| ibu dan anak)\b/, 'rsia')
		.replace(/\bdr\b/g, ' ');
	const [, kind, rest] = /^(rsud|rsia|rs)\b(.*)$/.exec(words) ?? [undefined, 'rs', words];
	const letters = (rest ?? '').replace(/ /g, '');
	return { kind: kind === 'rsud' || kind === 'rsia' ? kind : 'rs', letters };
}

function nameKey(name: string): string {
	const { kind, letters } = normaliseName(name);
	return `${kind}|${letters}`;
}

const knownNames: readonly (readonly [name: string, code: string])[] = [
	...hospitals.map(({ name, code }) => [name, code] as const),
	...hospitalAliases
];
const codeByKey = new Map(knownNames.map(([name, code]) => [nameKey(name), code]));

function bigrams(letters: string): Set<string> {
	const pairs = new Set<string>();
	for (let index = 0; index + 2 <= letters.length; index++) pairs.add(letters.slice(index, index + 2));
	return pairs;
}

/** One minus Dice's coefficient over letter pairs: kind to missing and added words, unlike edit distance. */
function nameDistance(left: string, right: string): number {
	const leftPairs = bigrams(normaliseName(left).letters);
	const rightPairs = bigrams(normaliseName(right).letters);
	const total = leftPairs.size + rightPairs.size;
	if (total === 0) return 1;
	let shared = 0;
	for (const pair of leftPairs) if (rightPairs.has(pair)) shared++;
	return Math.round((1 - (2 * shared) / total) * 100) / 100;
}

/**
 * The hospital that a public bed page means by a name. Only the same name or a known renaming matches: a near
 * miss would put beds on the wrong door ("RS Umum Anna" and "RS Umum Anna Medika" are two), so it answers
 * with the three nearest instead, for a person to choose from.
 */
export function matchHospitalName(name: string): HospitalMatch {
	const code = codeByKey.get(nameKey(name));
	return code === undefined ? { candidates: nearestHospitals(name) } : { code };
}

function nearestHospitals(name: string): HospitalCandidate[] {
	const nearestByCode = new Map<string, number>();
	for (const [known, code] of knownNames) {
		const distance = nameDistance(name, known);
		if (distance < (nearestByCode.get(code) ?? Infinity)) nearestByCode.set(code, distance);
	}
	return [...nearestByCode]
		.map(([code, distance]) => ({ code, name: findHospital(code)?.name ?? code, distance }))
		.sort((left, right) => left.distance - right.distance || left.code.localeCompare(right.code))
		.slice(0, 3);
}
