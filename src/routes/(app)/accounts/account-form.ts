/** What the forms of the two pages have in common on the server. */
import { fail, type RequestEvent } from '@sveltejs/kit';
import type { AccountAnswer } from '$lib/server/services/accounts';

const longestField = 200;

export async function fieldsOf<Name extends string>(
	{ request }: RequestEvent,
	...names: Name[]
): Promise<Record<Name, string>> {
	return readFields(await request.formData(), ...names);
}

export function readFields<Name extends string>(data: FormData, ...names: Name[]): Record<Name, string> {
	const pairs = names.map((name) => {
		const value = data.get(name);
		return [name, typeof value === 'string' ? value.slice(0, longestField) : ''];
	});
	return Object.fromEntries(pairs) as Record<Name, string>;
}

/** A password stands in an answer once, and in no cache. What was typed comes back where it was refused. */
export function answerTo(
	{ setHeaders }: RequestEvent,
	answer: AccountAnswer,
	typed: Readonly<Record<string, string>> = {}
) {
	setHeaders({ 'cache-control': 'no-store' });
	if (answer.outcome === 'refused') return fail(400, { answer, typed });
	return { answer, typed: {} as Readonly<Record<string, string>> };
}
