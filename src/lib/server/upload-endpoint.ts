/**
 * What of the upload pages is no page: the file on its way in, streamed from a plain form of the browser; the templates and
 * the file of refused rows on their way out. SvelteKit's handler would hold a whole file in memory first.
 */
import Busboy from '@fastify/busboy';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import { requestLocale } from './ingest/endpoint.ts';
import type { Endpoint } from './ingest/endpoint.ts';
import type { SheetDesk } from './ingest/readers/sheet/sheet-desk.ts';
import { SheetRefusal } from './ingest/readers/sheet/sheet-refusal.ts';
import { uploadIdPattern } from './ingest/readers/sheet/upload-id.ts';
import { templateOf } from './ingest/readers/sheet/template.ts';
import { buildWorkbook } from './export/xlsx.ts';
import type { UploadsService } from './services/uploads.ts';
import { byteOrderMark, csvLine, type Delimiter } from '../protocol/csv.ts';
import type { Locale } from '../protocol/refusals.ts';
import { sheetRefusalSentences } from '../protocol/sheet-sentences.ts';
import { isSheetKind, type SheetRefusalCode } from '../protocol/views/upload.ts';

const filesPath = '/upload/files';
const templatePath = /^\/upload\/templates\/([a-z0-9]+)\.xlsx$/;
const refusedPath = new RegExp(`^/upload/(${uploadIdPattern})/refused\\.csv$`);
const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

type Context = {
	desk: SheetDesk;
	/** Those of whoever asks. */
	uploadsOf: (request: IncomingMessage) => Promise<UploadsService>;
	onFault: (error: unknown) => void;
};

export function uploadEndpoint(context: Context): Endpoint {
	return {
		owns: (path) => path === filesPath || templatePath.test(path) || refusedPath.test(path),
		handle: async (request, response) => {
			try {
				await answer(request, response, context);
			} catch (error) {
				if (!(error instanceof SheetRefusal)) context.onFault(error);
				refuse(request, response, error instanceof SheetRefusal ? error.code : 'fault');
			}
		}
	};
}

async function answer(request: IncomingMessage, response: ServerResponse, context: Context): Promise<void> {
	const path = (request.url ?? '').split('?', 1)[0] ?? '';
	if (path === filesPath) return receive(request, response, context);
	if (request.method !== 'GET' && request.method !== 'HEAD') throw new SheetRefusal('wrong-method');
	const uploads = await findUploads(request, context);
	const [, kind] = templatePath.exec(path) ?? [];
	if (kind !== undefined) return sendTemplate(response, kind);
	const id = refusedPath.exec(path)?.[1] ?? '';
	const isTheirs = uploads.view(id) !== undefined;
	sendRefused(request, response, isTheirs ? context.desk.refused(id) : undefined);
}

/** Those of whoever asks, as far as the page of uploads opens to them: SvelteKit's own guard is not passed here. */
async function findUploads(request: IncomingMessage, { uploadsOf }: Context): Promise<UploadsService> {
	const uploads = await uploadsOf(request);
	if (!uploads.mayUpload()) throw new SheetRefusal('not-for-role');
	return uploads;
}

/** Back to where the file was chosen, with the reason; a program gets it as it is. */
function refuse(request: IncomingMessage, response: ServerResponse, code: SheetRefusalCode): void {
	if (response.headersSent) return void response.destroy();
	// What was not read of the body would be taken for the next request.
	if (!request.complete) response.setHeader('Connection', 'close');
	if (code === 'wrong-method') response.setHeader('Allow', 'POST');
	const isForm = request.method === 'POST' && code !== 'other-origin';
	const message = sheetRefusalSentences[code][localeOf(request)];
	if (isForm && /\btext\/html\b/.test(request.headers.accept ?? ''))
		response.writeHead(303, { Location: `/upload?refused=${code}` }).end();
	else sendText(response, statuses[code] ?? 400, JSON.stringify({ code, message }));
	// The parser reads no further, and would hold back what is still to come.
	request.unpipe();
	request.resume();
}

const statuses: Partial<Record<SheetRefusalCode, number>> = {
	'other-origin': 403,
	'not-allowed': 403,
	'not-for-role': 403,
	'wrong-method': 405,
	'too-large': 413,
	'too-many-waiting': 503,
	unavailable: 503,
	fault: 503
};

function sendText(response: ServerResponse, status: number, text: string): void {
	response.writeHead(status, {
		'Content-Type': 'application/json; charset=utf-8',
		'Cache-Control': 'no-store'
	});
	response.end(text);
}

/** The page's own choice, else what the browser asks for. */
function localeOf(request: IncomingMessage): Locale {
	const [, chosen] = /(?:^|;\s*)PARAGLIDE_LOCALE=(id|en)\b/.exec(request.headers.cookie ?? '') ?? [];
	return chosen === 'id' || chosen === 'en' ? chosen : requestLocale(request);
}

async function receive(request: IncomingMessage, response: ServerResponse, context: Context): Promise<void> {
	if (request.method !== 'POST') throw new SheetRefusal('wrong-method');
	refuseOtherOrigin(request);
	const uploads = await findUploads(request, context);
	const { fields, fileName, file } = await openForm(request);
	const kind = fields.get('kind') ?? '';
	const sender = uploads.findSender(fields.get('sender') ?? '');
	if (!isSheetKind(kind)) throw new SheetRefusal('unknown-kind');
	if (!sender) throw new SheetRefusal('unknown-sender');
	if (!uploads.maySend(sender, kind)) throw new SheetRefusal('not-allowed');
	const id = await context.desk.receive(file, { fileName, kind, sender });
	response.writeHead(303, { Location: `/upload/${id}` }).end();
}

/** No key comes with a form, so it must come from our own page: a browser says where from, and no website can forge it. */
function refuseOtherOrigin({ headers: { origin, host } }: IncomingMessage): void {
	if (origin === undefined || host === undefined || !URL.canParse(origin))
		throw new SheetRefusal('other-origin');
	if (new URL(origin).host !== host.toLowerCase()) throw new SheetRefusal('other-origin');
}

type Form = { fields: Map<string, string>; fileName: string; file: AsyncIterable<Buffer> };

/** Resolves where the file begins: the form's few fields stand before it. */
function openForm(request: IncomingMessage): Promise<Form> {
	return new Promise((resolve, reject) => {
		const fail = (code: SheetRefusalCode) => reject(new SheetRefusal(code));
		const contentType = request.headers['content-type'];
		if (contentType === undefined || !/^multipart\/form-data\b/i.test(contentType)) return fail('not-a-form');
		const fields = new Map<string, string>();
		const limits = { fields: 8, fieldSize: 256, files: 1, parts: 10, headerPairs: 20 };
		const parser = makeParser({ ...request.headers, 'content-type': contentType }, limits);
		if (parser === null) return fail('not-a-form');
		parser.on('field', (name, value) => fields.set(name, value));
		parser.on('file', (name, stream, fileName) => {
			// A form that was sent without a choice holds a file without a name.
			if (name !== 'file' || !fileName) {
				stream.resume();
				return fail('no-file');
			}
			resolve({ fields, fileName, file: bytesOf(stream, request) });
		});
		parser.on('finish', () => fail('no-file'));
		parser.on('error', () => fail('not-a-form'));
		request.on('aborted', () => fail('cut-off'));
		request.pipe(parser);
	});
}

function makeParser(
	headers: IncomingMessage['headers'] & { 'content-type': string },
	limits: Record<string, number>
) {
	try {
		return new Busboy({ headers, limits });
	} catch {
		return null;
	}
}

/** Ends with an error where the request does: half a file must not be taken for a whole one. */
async function* bytesOf(stream: Readable, request: IncomingMessage): AsyncGenerator<Buffer> {
	const onCut = () => stream.destroy(new SheetRefusal('cut-off'));
	request.once('aborted', onCut);
	request.once('close', () => {
		if (!request.complete) onCut();
	});
	try {
		for await (const chunk of stream as AsyncIterable<Buffer>) yield chunk;
	} catch (error) {
		throw error instanceof SheetRefusal ? error : new SheetRefusal('cut-off');
	}
}

async function sendTemplate(response: ServerResponse, kind: string): Promise<void> {
	if (!isSheetKind(kind)) throw new SheetRefusal('unknown-kind');
	const bytes = await buildWorkbook(templateOf(kind));
	response.writeHead(200, {
		'Content-Type': workbookType,
		'Content-Length': bytes.length,
		'Content-Disposition': `attachment; filename="denyut-${kind}.xlsx"`
	});
	response.end(bytes);
}

function sendRefused(
	request: IncomingMessage,
	response: ServerResponse,
	refused: ReturnType<SheetDesk['refused']>
): void {
	if (refused === undefined) return sendText(response, 404, JSON.stringify({ code: 'not-found' }));
	const locale = localeOf(request);
	response.writeHead(200, {
		'Content-Type': 'text/csv; charset=utf-8',
		'Content-Disposition': 'attachment; filename="denyut-refused.csv"',
		'Cache-Control': 'no-store'
	});
	pipeline(Readable.from(refusedLines(refused, locale)), response, () => undefined);
}

const refusedHeadings: Readonly<Record<Locale, readonly string[]>> = {
	id: ['Baris', 'Kolom yang salah', 'Sebab'],
	en: ['Row', 'Column at fault', 'Reason']
};

function* refusedLines(
	{ headings, rows }: NonNullable<ReturnType<SheetDesk['refused']>>,
	locale: Locale
): Generator<string> {
	const delimiter: Delimiter = locale === 'id' ? ';' : ',';
	yield byteOrderMark + csvLine([...headings, ...refusedHeadings[locale]], delimiter);
	for (const { row, cells, heading, reason } of rows)
		yield csvLine([...cells, row, heading, reason], delimiter);
}
