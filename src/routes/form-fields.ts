/** The named fields of a sent form, as text: empty where one is missing or a file, and cut at `longest` characters. */
export function pickFields<Name extends string>(
	data: FormData,
	names: readonly Name[],
	longest: number
): Record<Name, string> {
	const pairs = names.map((name) => {
		const value = data.get(name);
		return [name, typeof value === 'string' ? value.slice(0, longest) : ''];
	});
	return Object.fromEntries(pairs) as Record<Name, string>;
}

/** Of a request, whose body is read thereby. */
export async function readFields<Name extends string>(
	request: Request,
	names: readonly Name[],
	longest: number
): Promise<Record<Name, string>> {
	return pickFields(await request.formData(), names, longest);
}
