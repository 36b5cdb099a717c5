/** What a URL of the list of people asks for; its file is asked for in the same words. */
export function peopleQuery({ searchParams }: URL) {
	const given = (name: string) => searchParams.get(name) || null;
	return {
		reason: given('reason'),
		kecamatan: given('kecamatan'),
		page: given('page'),
		asOf: given('asOf')
	};
}
