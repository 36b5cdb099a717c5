/** What a URL of the line list asks for; its file is asked for in the same words. */
export function linesQuery({ searchParams }: URL) {
	const given = (name: string) => searchParams.get(name) || null;
	return {
		...{ disease: given('disease'), kecamatan: given('kecamatan'), asOf: given('asOf') },
		...{ from: given('from'), to: given('to'), page: given('page') }
	};
}
