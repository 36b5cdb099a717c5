/** What a URL of the page asks for; the file of the drug plan is asked for in the same words. */
export function drugQuery({ searchParams }: URL) {
	const filter = (name: string) => searchParams.get(name) || null;
	return {
		item: filter('item'),
		ven: filter('ven'),
		kecamatan: filter('kecamatan'),
		facility: filter('facility'),
		asOf: filter('asOf')
	};
}
