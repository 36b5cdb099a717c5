/**
 * An address with some of its parameters changed and the others kept; null takes one away.
 * @param path another page that takes the same parameters
 */
export function changedHref(
	{ pathname, searchParams }: Pick<URL, 'pathname' | 'searchParams'>,
	change: Readonly<Record<string, string | null>>,
	path = pathname
): string {
	const query = new URLSearchParams(searchParams);
	for (const [name, value] of Object.entries(change)) {
		if (value === null) query.delete(name);
		else query.set(name, value);
	}
	return query.size > 0 ? `${path}?${query}` : path;
}
