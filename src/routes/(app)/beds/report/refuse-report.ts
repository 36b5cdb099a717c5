import { json } from '@sveltejs/kit';
import type { Locale } from '$lib/i18n/format';
import { reportRefusals, type ReportRefusalCode } from '$lib/protocol/bed-report';

const retryAfterSeconds = '2';

/** The refusal as the form reads it: a code, and the sentence in the reader's language. */
export function refuseReport(code: ReportRefusalCode, locale: Locale): Response {
	const { status, [locale]: message } = reportRefusals[code];
	const headers = {
		'cache-control': 'no-store',
		...(status === 503 && { 'retry-after': retryAfterSeconds })
	};
	return json({ code, message }, { status, headers });
}
