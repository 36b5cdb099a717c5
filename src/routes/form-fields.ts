/** The named fields of a sent form, as text: empty where one is missing or a file, and cut at `longest` characters. */
export async function readFields<Name extends string>(
	request: Request,
	names: readonly Name[],
	longest: number
): Promise<Record<Name, string>> {
	const data = await request.formData();
	const pairs = names.map((name) => {
		const value = data.get(name);
		return [name, typeof value === 'string' ? value.slice(0, longest) : ''];
	});
	return Object.fromEntries(pairs) as Record<Name, string>;
}
