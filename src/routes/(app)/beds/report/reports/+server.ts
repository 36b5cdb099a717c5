import { json } from '@sveltejs/kit';
import { maxReportBytes } from '$lib/protocol/bed-report';
import type { RequestHandler } from './$types';
import { refuseReport } from '../refuse-report';

/** A report of the form. SvelteKit's own check of origins covers plain forms only. */
export const POST: RequestHandler = async ({ locals, request, url }) => {
	const { locale } = locals;
	if (request.headers.get('origin') !== url.origin) return refuseReport('other-origin', locale);
	if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? ''))
		return refuseReport('bad-media-type', locale);
	const text = await readText(request);
	if (text === null) return refuseReport('too-large', locale);
	const taken = await locals.services.bedReport.take(parse(text), locale);
	if (!taken.ok) return refuseReport(taken.code, locale);
	return json(taken.answer, { headers: { 'cache-control': 'no-store' } });
};

/** Null for a body beyond the limit, which is read no further. */
async function readText({ body }: Request): Promise<string | null> {
	const decoder = new TextDecoder();
	let size = 0;
	let text = '';
	for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
		size += chunk.byteLength;
		if (size > maxReportBytes) return null;
		text += decoder.decode(chunk, { stream: true });
	}
	return text + decoder.decode();
}

/** What is no JSON is no report either. */
function parse(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}
