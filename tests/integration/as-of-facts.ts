/** What a page shows, laid out flat, so that a past day's can be held against what was shown on that day. */

/** All that may differ between a day's page then and afterwards. */
const mayDiffer: readonly RegExp[] = [
	// The newest commit: a page of the past is read later.
	/^snapshot\.change$/,
	// That it is of the past.
	/^snapshot\.asOf$/,
	// Leads back to the view of the past, so it names the day.
	/^(document\.figures\.\d+\.)?evidence\.(\w+\.)?url$/,
	// What may be done is offered of the present only.
	/^moves(\.|$)/,
	// The present is read from compact tables, the past from those that keep the days.
	/^evidence\.\w+\.rows\.table$/,
	// How often an unusable event was sent is counted, not dated: of the past it is left unsaid (null).
	/^held\.rows\.\d+\.times$/,
	// What waits for its partner is known of the present only, and the page says so.
	/^unjoined(\.|$)/
];

/** A view as the browser gets it, by the path of each value. */
function facts(value: unknown, path = '', into: Record<string, unknown> = {}): Record<string, unknown> {
	if (mayDiffer.some((pattern) => pattern.test(path))) return into;
	if (typeof value !== 'object' || value === null) {
		into[path] = value;
		return into;
	}
	const entries = Object.entries(value);
	if (entries.length === 0) into[path] = value;
	for (const [name, one] of entries) facts(one, path === '' ? name : `${path}.${name}`, into);
	return into;
}
export const factsOf = (view: object) => facts(JSON.parse(JSON.stringify(view)) as unknown);
