/** What the address asks of the trail, for the page and for its export. */
export function trailQuery({ searchParams }: URL) {
	const filter = (name: string) => searchParams.get(name) || null;
	return {
		asOf: filter('asOf'),
		who: filter('who'),
		action: filter('action'),
		from: filter('from'),
		to: filter('to'),
		text: filter('text'),
		page: filter('page')
	};
}
