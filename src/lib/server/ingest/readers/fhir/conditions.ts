/** What a sender asks of the state before its own comes: a search that says which resource it means, or the version it read. */
import { FhirRefusal } from './refusals.ts';

/** The one search that is understood: by an identifier. */
export type Searched = { system: string; value: string };

export type Condition = {
	/** What it is known by, beside its id. */
	searched: Searched | null;
	/** Left as it is where it is there already. */
	isOnlyNew: boolean;
	/** The version that must stand. */
	version: number | null;
};

export const unconditional: Condition = { searched: null, isOnlyNew: false, version: null };

/** `identifier=system|value`, as a query says it; undefined for any other search. */
export function searchedIn(query: string): Searched | undefined {
	const [only, ...more] = [...new URLSearchParams(query)];
	if (only === undefined || more.length > 0 || only[0] !== 'identifier') return undefined;
	const [, system, value] = /^(?:([^|]*)\|)?([^|,]+)$/.exec(only[1].trim()) ?? [];
	return value === undefined ? undefined : { system: system ?? '', value };
}

/** @param path where the search was written; null for a header or an address. */
export function searchedBy(query: string, path: string | null): Searched {
	const found = searchedIn(query);
	if (found === undefined) throw new FhirRefusal('bad-condition', path);
	return found;
}

/** @throws FhirRefusal for what is no ETag of ours, such as `W/"3"`. */
export function versionIn(etag: string, path: string | null): number {
	const version = /^(?:W\/)?"(\d{1,9})"$/.exec(etag.trim())?.[1];
	if (version === undefined) throw new FhirRefusal('bad-condition', path);
	return Number(version);
}
