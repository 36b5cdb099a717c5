/** `POST /api/v1/register/{source}?mode=snapshot|delta`: a register's file, read as it streams in, however large it is. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isRegisterSource } from '../../../../domain/membership-validity.ts';
import type { Party } from '../../../../domain/role.ts';
import { registerRefusals } from '../../../../protocol/register-refusals.ts';
import { RequestRefusal } from '../../batch.ts';
import {
	authenticate,
	prepareRefusal,
	refusalOf,
	requestLocale,
	sendJson,
	type Endpoint,
	type EndpointContext
} from '../../endpoint.ts';
import type { RegisterDesk, SyncResult } from './register-desk.ts';
import { isSyncMode } from './register-desk.ts';
import { RegisterRefusal } from './register-refusal.ts';

const longestSyncMs = 1_800_000;
const begin = '/api/v1/register/';
/** Who may state what a register says. */
const senders: readonly Party[] = ['register', 'importer'];

export function registerEndpoint(desk: RegisterDesk, context: EndpointContext): Endpoint {
	return {
		owns: (path) => path.startsWith(begin),
		handle: async (request, response) => {
			try {
				sendJson(response, 200, await take(request, desk, context));
			} catch (error) {
				refuse(request, response, error, context);
				request.resume();
			}
		}
	};
}

async function take(
	request: IncomingMessage,
	desk: RegisterDesk,
	{ keys }: EndpointContext
): Promise<SyncResult> {
	if (request.method !== 'POST') throw new RequestRefusal('wrong-method');
	const { party } = await authenticate(request.headers.authorization, keys);
	if (!senders.includes(party)) throw new RegisterRefusal('not-allowed');
	// Nothing is said on the line while everybody is judged: longer than a visitor's may be silent.
	request.setTimeout(longestSyncMs);
	const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
	const source = pathname.slice(begin.length);
	const mode = searchParams.get('mode') ?? '';
	if (!isRegisterSource(source)) throw new RegisterRefusal('wrong-source');
	if (!isSyncMode(mode)) throw new RegisterRefusal('wrong-mode');
	const force = searchParams.get('force') === '1';
	return desk.syncSent({ source, mode, force, sender: party, bytes: bytesOf(request) });
}

/** Ends with an error where the request does: half a register must not be taken for a whole one. */
async function* bytesOf(request: IncomingMessage): AsyncGenerator<Buffer> {
	try {
		// Left early, the plain iterator would destroy the socket and with it the answer that says why.
		yield* request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
	} catch {
		throw new RegisterRefusal('cut-off');
	}
	if (!request.complete) throw new RegisterRefusal('cut-off');
}

function refuse(
	request: IncomingMessage,
	response: ServerResponse,
	error: unknown,
	{ onFault }: EndpointContext
): void {
	if (!(error instanceof RegisterRefusal)) {
		const { status, ...body } = prepareRefusal(request, response, refusalOf(error, onFault));
		return sendJson(response, status, body);
	}
	// What was not read of the body would be taken for the next request.
	if (!request.complete) response.setHeader('Connection', 'close');
	const refusal = registerRefusals[error.code];
	if (refusal.status === 503) response.setHeader('Retry-After', '60');
	sendJson(response, refusal.status, { code: error.code, message: refusal[requestLocale(request)] });
}
