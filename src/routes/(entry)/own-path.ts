/** A path of ours out of an address that anybody may have written; null where it leads anywhere else. */
export function ownPath(next: string | null): string | null {
	if (next === null || !/^\/(?![/\\])/.test(next) || !URL.canParse(next, base)) return null;
	const url = new URL(next, base);
	// Dots are resolved by now: what stood behind them may have become the beginning of another host.
	return url.origin === base && !url.pathname.startsWith('//') ? `${url.pathname}${url.search}` : null;
}

const base = 'http://own.invalid';
