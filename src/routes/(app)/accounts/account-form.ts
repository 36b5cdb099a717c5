/** What the forms of the two pages have in common on the server. */
import { fail, type RequestEvent } from '@sveltejs/kit';
import type { AccountAnswer } from '$lib/server/services/accounts';
import { pickFields, readFields } from '../../form-fields';

const longestField = 200;

export const fieldsOf = <Name extends string>({ request }: RequestEvent, ...names: Name[]) =>
	readFields(request, names, longestField);

export const fieldsIn = <Name extends string>(data: FormData, ...names: Name[]) =>
	pickFields(data, names, longestField);

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
