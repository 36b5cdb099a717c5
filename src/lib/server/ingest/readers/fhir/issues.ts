/** What is said of a resource or a request, and how FHIR R4 wants it written. */
import { requestRefusals, type Locale, type RequestRefusalCode } from '../../../../protocol/refusals.ts';
import { fhirRefusals, fhirSentence, type FhirRefusal } from './refusals.ts';

export type Issue = {
	severity: 'error' | 'warning' | 'information';
	/** IssueType of FHIR R4. */
	issue: string;
	/** Our own, for machines. */
	code: string;
	text: string;
	expression: string | null;
};

const notes = {
	taken: { en: 'Taken.', id: 'Diterima.' },
	waiting: {
		en: 'Taken; it waits for: {missing}. It is completed when that comes, in any request.',
		id: 'Diterima; masih menunggu: {missing}. Akan dilengkapi saat itu datang, dalam permintaan mana pun.'
	},
	superseded: {
		en: 'A later state of this was taken before; that one stands.',
		id: 'Keadaan yang lebih baru sudah diterima sebelumnya; itulah yang berlaku.'
	},
	standing: {
		en: 'It was there already, and ifNoneExist says to leave it as it is.',
		id: 'Sudah ada sebelumnya, dan ifNoneExist meminta agar dibiarkan apa adanya.'
	},
	unused: {
		en: 'Nothing is counted by this, so nothing of it is kept.',
		id: 'Tidak ada yang dihitung dari ini, jadi tidak ada yang disimpan.'
	}
} as const;

export function noteOf(code: keyof typeof notes, locale: Locale, missing = ''): Issue {
	const text = notes[code][locale].replace('{missing}', missing);
	return { severity: 'information', issue: 'informational', code, text, expression: null };
}

export function issueOf(refusal: FhirRefusal, locale: Locale): Issue {
	const { code, expression } = refusal;
	return {
		severity: 'error',
		issue: fhirRefusals[code].issue,
		code,
		text: fhirSentence(refusal, locale),
		expression
	};
}

const eventIssues: Readonly<Record<string, string>> = {
	'bad-nik': 'value',
	'identity-number': 'suppressed',
	'future-time': 'business-rule',
	'unknown-facility': 'not-found',
	'facility-missing': 'required',
	'other-facility': 'forbidden',
	'not-allowed': 'forbidden',
	'unknown-ward': 'code-invalid',
	'unknown-code': 'code-invalid',
	conflict: 'conflict',
	unstorable: 'processing',
	'claim-unknown': 'not-found',
	'claim-settled': 'business-rule',
	'claim-stage': 'business-rule',
	'claim-paid': 'business-rule',
	'claim-four-eyes': 'business-rule',
	'claim-amount': 'business-rule',
	'claim-differs': 'business-rule',
	'claim-late': 'business-rule'
};

/** @param code of the one table of events. */
export function issueOfEvent(code: string, text: string, expression: string): Issue {
	return { severity: 'error', issue: eventIssues[code] ?? 'invalid', code, text, expression };
}

const requestIssues: Partial<Record<RequestRefusalCode, string>> = {
	'no-key': 'login',
	'bad-key': 'unknown',
	'read-key': 'forbidden',
	'bad-encoding': 'not-supported',
	'bad-gzip': 'structure',
	'too-large': 'too-long',
	'cut-off': 'incomplete',
	busy: 'throttled',
	unavailable: 'transient'
};

export function issueOfRequest(code: RequestRefusalCode, locale: Locale): Issue {
	const text = requestRefusals[code][locale];
	return { severity: 'error', issue: requestIssues[code] ?? 'invalid', code, text, expression: null };
}

const refusalSystem = 'urn:denyut:refusal';

export function operationOutcome(issues: readonly Issue[]) {
	return {
		resourceType: 'OperationOutcome',
		issue: issues.map(({ severity, issue, code, text, expression }) => ({
			severity,
			code: issue,
			details: { coding: [{ system: refusalSystem, code }], text },
			...(expression !== null && { expression: [expression] })
		}))
	};
}

/** Of several the first says it; what the events' own table refuses is 422. */
export function statusOf(issues: readonly Issue[]): number {
	const code = issues.find(({ severity }) => severity === 'error')?.code ?? '';
	return Object.hasOwn(fhirRefusals, code) ? fhirRefusals[code as keyof typeof fhirRefusals].status : 422;
}
