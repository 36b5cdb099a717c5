/**
 * `/feed`: events over Socket.IO for producers that keep a connection. `events` takes an array and answers by
 * acknowledgement with what `POST /api/v1/events` answers, or with the code and sentence of its refusal; limits and
 * meaning are the same. A server of its own beside the viewers' one, since a viewer's longest message is a few bytes and
 * a producer's is 8 MiB. A connection is one key's: it is closed when the key is revoked.
 *
 * By WebSocket alone: who begins by polling is refused. Served at the path `/feed` and, for clients that leave the path as it is, at `/socket.io`, in the namespaces `/feed`
 * and `/`.
 */
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { Server, type Namespace, type Socket } from 'socket.io';
import { maxBodyBytes, maxEventsPerRequest, type BatchAnswer } from '../../../../protocol/events.ts';
import {
	localeOf,
	requestRefusals,
	type Locale,
	type RequestRefusalCode
} from '../../../../protocol/refusals.ts';
import { RequestRefusal } from '../../batch.ts';
import { authenticateKey, refusalOf, type EndpointContext } from '../../endpoint.ts';
import type { Sender } from '../../sender.ts';

export const feedPaths = ['/feed', '/socket.io'] as const;

/** Told, so that the refusal of a message that is a little too large still has its sentence; beyond, the line is cut. */
const maxMessageBytes = maxBodyBytes + 1024 * 1024;
/** Batches of one connection that wait at once; a producer that does not wait for its answers is told that we are busy. */
const maxWaiting = 4;
/** All keys of this process's connections in one question, often enough that a revoked one is cut within a second. */
const recheckMs = 500;
/** Who has not shown a key by then is taking up room. */
const connectTimeoutMs = 5_000;

export type FeedRefusal = { code: RequestRefusalCode; message: string };
type Reply = (answer: BatchAnswer | FeedRefusal) => void;

type FromProducer = { events: (...said: unknown[]) => void };
type ToProducer = { refused: (refusal: FeedRefusal) => void };
type Producer = { authorization: string; locale: Locale; waiting: number; keyId: string };
type FeedServer = Server<FromProducer, ToProducer, Record<string, never>, Producer>;
type FeedSocket = Socket<FromProducer, ToProducer, Record<string, never>, Producer>;

export type FeedOptions = EndpointContext & {
	isAllowedHost: (host: string | undefined) => boolean;
	/** How often the keys of connections are looked up again. */
	recheckMs?: number;
	/** Bounds what comes over a line before a key was shown, see web/line-guard.ts. */
	guard?: (engine: Server['engine'], isTrusted: (line: object) => boolean) => void;
};

export type Feed = { close: () => Promise<void> };

/** Does Socket.IO answer this path itself? */
export const isFeedPath = (path: string) => feedPaths.some((own) => path.startsWith(`${own}/`));

export function attachFeed(server: HttpServer, options: FeedOptions): Feed {
	const servers = feedPaths.map((path) => openServer(server, path, options));
	const spaces = servers.flatMap((io) => [io.of('/'), io.of('/feed')]);
	/** Connections that have shown a key: a batch of theirs may be large. */
	const admitted = new WeakSet<object>();
	for (const io of servers) options.guard?.(io.engine, (line) => admitted.has(line));
	for (const space of spaces) serve(space, options, admitted);
	const recheckAll = makeRecheck(spaces, options);
	const timer = setInterval(recheckAll, options.recheckMs ?? recheckMs);
	return {
		close: async () => {
			clearInterval(timer);
			await Promise.all(servers.map((io) => io.close()));
		}
	};
}

function openServer(server: HttpServer, path: string, { isAllowedHost }: FeedOptions): FeedServer {
	return new Server(server, {
		path,
		transports: ['websocket'],
		perMessageDeflate: false,
		maxHttpBufferSize: maxMessageBytes,
		connectTimeout: connectTimeoutMs,
		serveClient: false,
		destroyUpgrade: false,
		allowRequest: (request, decide) => decide(null, isAllowedHost(request.headers.host) && isNoPage(request))
	});
}

/** Pages have no keys. Programs send no Origin. */
const isNoPage = ({ headers }: IncomingMessage) => headers.origin === undefined;

type Space = Namespace<FromProducer, ToProducer, Record<string, never>, Producer>;

function serve(space: Space, options: FeedOptions, admitted: WeakSet<object>): void {
	space.use((socket, next) => {
		const { auth, headers } = socket.handshake;
		const { token, locale } = auth as { token?: unknown; locale?: unknown };
		socket.data.authorization = typeof token === 'string' ? `Bearer ${token}` : (headers.authorization ?? '');
		socket.data.locale = localeOf(typeof locale === 'string' ? locale : headers['accept-language']);
		socket.data.waiting = 0;
		admit(socket, options).then(
			() => {
				admitted.add(socket.conn);
				next();
			},
			(error: unknown) => next(asError(refusalIn(socket, error, options)))
		);
	});
	space.on('connection', (socket) => {
		socket.on('events', (...said) => void onEvents(socket, said, options));
	});
}

async function admit(socket: FeedSocket, { keys }: FeedOptions): Promise<Sender> {
	const { id, ...sender } = await authenticateKey(socket.data.authorization, keys);
	socket.data.keyId = id;
	return sender;
}

function refusalIn(socket: FeedSocket, error: unknown, { onFault }: FeedOptions): FeedRefusal {
	const code = refusalOf(error, onFault);
	return { code, message: requestRefusals[code][socket.data.locale] };
}

/** What a client sees of it: `connect_error` with `data`. */
const asError = (refusal: FeedRefusal) => Object.assign(new Error(refusal.message), { data: refusal });

async function onEvents(socket: FeedSocket, said: unknown[], options: FeedOptions): Promise<void> {
	const reply = replyOf(socket, said);
	socket.data.waiting += 1;
	try {
		reply(await take(socket, said, options));
	} catch (error) {
		const refusal = refusalIn(socket, error, options);
		reply(refusal);
		if (isOver(refusal)) socket.disconnect(true);
	} finally {
		socket.data.waiting -= 1;
	}
}

/** Who asks for no acknowledgement hears of refusals all the same. */
function replyOf(socket: FeedSocket, said: unknown[]): Reply {
	const last = said.at(-1);
	if (typeof last === 'function') return last as Reply;
	return (answer) => void ('code' in answer && socket.emit('refused', answer));
}

async function take(socket: FeedSocket, said: unknown[], options: FeedOptions): Promise<BatchAnswer> {
	const sender = await admit(socket, options);
	if (socket.data.waiting > maxWaiting) throw new RequestRefusal('busy');
	const [events, wanted] = said;
	const { mode = 'each' } =
		typeof wanted === 'object' && wanted !== null ? (wanted as { mode?: unknown }) : {};
	if (mode !== 'each' && mode !== 'atomic') throw new RequestRefusal('bad-mode');
	if (!Array.isArray(events)) throw new RequestRefusal('not-a-batch');
	if (events.length > maxEventsPerRequest) throw new RequestRefusal('too-many');
	if (sizeOf(events) > maxBodyBytes) throw new RequestRefusal('too-large');
	const items = events.map((value: unknown) => ({ value }));
	return options.ingest.take(sender, items, { mode, locale: socket.data.locale });
}

/** In bytes of JSON; what is nested too deeply to be written is too large. */
function sizeOf(events: unknown[]): number {
	try {
		return Buffer.byteLength(JSON.stringify(events));
	} catch {
		return Number.POSITIVE_INFINITY;
	}
}

const isOver = ({ code }: FeedRefusal) => code === 'bad-key' || code === 'read-key';

/** A check that is still under way is waited for. */
function makeRecheck(spaces: readonly Space[], options: FeedOptions): () => void {
	let isAsking = false;
	return () => {
		const sockets = spaces.flatMap((space) => [...space.sockets.values()]);
		if (isAsking || sockets.length === 0) return;
		isAsking = true;
		cutRevoked(sockets, options)
			.catch(options.onFault)
			.finally(() => (isAsking = false));
	};
}

async function cutRevoked(sockets: readonly FeedSocket[], options: FeedOptions): Promise<void> {
	const alive = await options.keys.findAlive([...new Set(sockets.map(({ data }) => data.keyId))]);
	for (const socket of sockets) {
		if (alive.has(socket.data.keyId)) continue;
		socket.emit('refused', refusalIn(socket, new RequestRefusal('bad-key'), options));
		socket.disconnect(true);
	}
}
