/** The evaluation as the one text that is stored, hashed and verified. */
import type { FrozenContents } from './views/evaluation.ts';

/** JSON with its keys in order and no space: the same contents are the same text, whoever wrote the object. */
export function canonicalText(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
	if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
	const entries = Object.entries(value)
		.filter(([, one]) => one !== undefined)
		.sort(([a], [b]) => (a < b ? -1 : 1));
	return `{${entries.map(([name, one]) => `${JSON.stringify(name)}:${canonicalText(one)}`).join(',')}}`;
}

/** Null for a text that no evaluation was stored as. */
export function readContents(text: string): FrozenContents | null {
	try {
		const found = JSON.parse(text) as Partial<FrozenContents> | null;
		const isOne =
			found?.document?.form === 1 &&
			Array.isArray(found.document.tables) &&
			Array.isArray(found.document.figures);
		return isOne ? (found as FrozenContents) : null;
	} catch {
		return null;
	}
}
