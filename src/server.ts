/** Production entry: one HTTP server for SvelteKit, Socket.IO and the events endpoint. */
import compression from 'compression';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readConfig } from './lib/server/config.ts';
import { clearRuntime, writeRuntime } from './lib/server/runtime-file.ts';
import { start } from './lib/server/start.ts';

type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/** Long enough for 8 MiB over a slow line, short enough that dripping clients do not pile up. */
const requestTimeoutMs = 60_000;
const headersTimeoutMs = 10_000;

async function main(): Promise<void> {
	const config = readConfig();
	assertLoopback(config.host);
	const server = createServer({ requestTimeout: requestTimeoutMs, headersTimeout: headersTimeoutMs });
	const running = await start(config, server);
	// adapter-node reads these once: it shall believe the two headers that are set below and nothing a client claims.
	Object.assign(process.env, { PROTOCOL_HEADER: 'x-forwarded-proto', HOST_HEADER: 'x-forwarded-host' });
	const { handler } = (await import('../build/handler.js' as string)) as { handler: Middleware };
	const compress = compression({ level: 4 }) as unknown as Middleware;
	server.on('request', (request, response) => {
		if (running.handle(request, response)) return;
		believeNoForwarding(request);
		// Pages only: what is built is compressed already, and the wire of events is not worth it.
		compress(request, response, () => {
			handler(request, response, () => response.writeHead(404).end());
		});
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(config.port, config.host, resolve);
	});
	const { port } = server.address() as AddressInfo;
	await writeRuntime(config.dataDir, {
		databaseUrl: running.databaseUrl,
		embedded: running.ownsDatabase,
		port
	});
	running.app.log.info(
		`Denyut is at http://${config.host}:${port} (this machine only, until sign-in exists)`
	);

	let stopping = false;
	const stop = async () => {
		if (stopping) return;
		stopping = true;
		server.close();
		server.closeAllConnections();
		await running.stop();
		await clearRuntime(config.dataDir);
		process.exit(0);
	};
	process.on('SIGINT', () => void stop());
	process.on('SIGTERM', () => void stop());
}

/** The headers that SvelteKit is told to believe are set here and nowhere else. */
function believeNoForwarding(request: IncomingMessage): void {
	for (const name of Object.keys(request.headers))
		if (name.startsWith('x-forwarded-')) Reflect.deleteProperty(request.headers, name);
	request.headers['x-forwarded-proto'] = 'http';
	request.headers['x-forwarded-host'] = request.headers.host ?? 'localhost';
}

/** Without sign-in nobody but this machine may read what is shown. */
function assertLoopback(host: string): void {
	if (host === 'localhost' || host === '::1' || host.startsWith('127.')) return;
	throw new Error(
		`HOST must be a loopback address (127.0.0.1): without sign-in nobody else may read this. Got ${host}.`
	);
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exit(1);
});
