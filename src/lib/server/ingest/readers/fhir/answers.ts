/** What became of resources, in FHIR's own words. */
import type { Locale } from '../../../../protocol/refusals.ts';
import type { Slot } from './bundle.ts';
import { issueOf, noteOf, operationOutcome, statusOf, type Issue } from './issues.ts';
import type { Reading } from './read-entries.ts';
import type { Fate } from './turn.ts';

export type Place = { type: string; id: string; version: number | null };
/** One resource's address, status and what is said of it. */
export type Answer = {
	status: number;
	place: Place | null;
	issues: Issue[];
	/** Of the resource that was sent, where one was. */
	type: string | null;
};

const reasons: Readonly<Record<number, string>> = {
	200: 'OK',
	201: 'Created',
	400: 'Bad Request',
	404: 'Not Found',
	405: 'Method Not Allowed',
	412: 'Precondition Failed',
	413: 'Content Too Large',
	415: 'Unsupported Media Type',
	422: 'Unprocessable Content'
};

export function answerOf(reading: Reading, fate: Fate | undefined, locale: Locale): Answer {
	if (!reading.ok) return refused([issueOf(reading.refusal, locale)], reading.type);
	const { type, id } = reading.entry;
	if (fate === undefined || fate.merged === 'refused') return refused(fate?.issues ?? [], type);
	const status = fate.merged === 'created' ? 201 : 200;
	return { status, place: { type, id, version: fate.version }, issues: fate.issues, type };
}

const refused = (issues: Issue[], type: string | null): Answer => ({
	...{ status: statusOf(issues), place: null },
	...{ issues, type }
});

/** The entries without a resource to read: wrong in themselves, or of a type that is passed over. */
export function answerOfSlot(slot: Exclude<Slot, { sent: unknown }>, locale: Locale): Answer {
	if ('refusal' in slot) return refused([issueOf(slot.refusal, locale)], null);
	return { status: 200, place: null, issues: [noteOf('unused', locale)], type: slot.other };
}

export const pathOf = ({ type, id, version }: Place) =>
	version === null ? `${type}/${id}` : `${type}/${id}/_history/${version}`;
/** None for what is not kept: of that no version can be told from another. */
export const etagOf = ({ version }: Place) => (version === null ? null : `W/"${version}"`);

export function bundleResponse(type: 'transaction' | 'batch', answers: readonly Answer[], at: Date) {
	return {
		resourceType: 'Bundle',
		type: `${type}-response`,
		// R4 forbids empty arrays.
		...(answers.length > 0 && { entry: answers.map((answer) => ({ response: responseOf(answer, at) })) })
	};
}

function responseOf({ status, place, issues }: Answer, at: Date) {
	return {
		status: `${status} ${reasons[status] ?? ''}`.trim(),
		...(place !== null && {
			location: pathOf(place),
			...(place.version !== null && { etag: etagOf(place) }),
			lastModified: at.toISOString()
		}),
		outcome: operationOutcome(issues)
	};
}

/** Why a transaction was refused: each error with its entry's place. */
export function transactionIssues(answers: readonly Answer[]): Issue[] {
	return answers.flatMap(({ type, issues }, i) =>
		issues
			.filter(({ severity }) => severity === 'error')
			.map((issue) => ({ ...issue, expression: withinEntry(issue.expression, type, i) }))
	);
}

/** What lies in another resource than the entry's own has no place in it. */
function withinEntry(expression: string | null, type: string | null, index: number): string {
	if (expression?.startsWith('Bundle.')) return expression;
	const [first, ...rest] = expression?.split('.') ?? [];
	if (first === undefined || first !== type) return `Bundle.entry[${index}]`;
	return [`Bundle.entry[${index}].resource`, ...rest].join('.');
}
