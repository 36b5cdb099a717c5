/** A path of ours out of an address that anybody may have written; null where it leads anywhere else. */
export function ownPath(next: string | null): string | null {
	if (next === null || !/^\/(?![/\\])/.test(next) || !URL.canParse(next, base)) return null;
	const url = new URL(next, base);
	return url.origin === base ? `${url.pathname}${url.search}` : null;
}

const base = 'http://own.invalid';
