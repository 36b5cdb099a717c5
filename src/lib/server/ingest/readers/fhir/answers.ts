/** What became of resources, in FHIR's own words. */
import type { Locale } from '../../../../protocol/refusals.ts';
import type { Slot } from './bundle.ts';
import { issueOf, noteOf, operationOutcome, statusOf, type Issue } from './issues.ts';
import type { Reading } from './read-entries.ts';
import type { Fate } from './turn.ts';

/** One resource's address, status and what is said of it. */
export type Answer = {
	status: number;
	place: { type: string; id: string; version: number } | null;
	issues: Issue[];
};

const reasons: Readonly<Record<number, string>> = {
	200: 'OK',
	201: 'Created',
	400: 'Bad Request',
	404: 'Not Found',
	405: 'Method Not Allowed',
	413: 'Content Too Large',
	415: 'Unsupported Media Type',
	422: 'Unprocessable Content'
};

export function answerOf(reading: Reading, fate: Fate | undefined, locale: Locale): Answer {
	if (!reading.ok) return refused([issueOf(reading.refusal, locale)]);
	if (fate === undefined || fate.merged === 'refused') return refused(fate?.issues ?? []);
	const { type, id } = reading.entry;
	const status = fate.merged === 'created' ? 201 : 200;
	return { status, place: { type, id, version: fate.version }, issues: fate.issues };
}

const refused = (issues: Issue[]): Answer => ({ status: statusOf(issues), place: null, issues });

/** The entries without a resource to read: wrong in themselves, or of a type that is passed over. */
export function answerOfSlot(slot: Exclude<Slot, { sent: unknown }>, locale: Locale): Answer {
	if ('refusal' in slot) return refused([issueOf(slot.refusal, locale)]);
	return { status: 200, place: null, issues: [noteOf('unused', locale)] };
}

export const versionedPath = ({ type, id, version }: { type: string; id: string; version: number }) =>
	`${type}/${id}/_history/${version}`;
export const etagOf = ({ version }: { version: number }) => `W/"${version}"`;

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
			location: versionedPath(place),
			etag: etagOf(place),
			lastModified: at.toISOString()
		}),
		outcome: operationOutcome(issues)
	};
}

/** Why a transaction was refused: each error with its entry's place. */
export function transactionIssues(answers: readonly Answer[]): Issue[] {
	return answers.flatMap(({ issues }, i) =>
		issues
			.filter(({ severity }) => severity === 'error')
			.map((issue) => ({ ...issue, expression: withinEntry(issue.expression, i) }))
	);
}

function withinEntry(expression: string | null, index: number): string {
	if (expression === null) return `Bundle.entry[${index}]`;
	if (expression.startsWith('Bundle.')) return expression;
	const [, ...rest] = expression.split('.');
	return [`Bundle.entry[${index}].resource`, ...rest].join('.');
}
