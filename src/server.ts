/** Production entry: one HTTP server for SvelteKit, Socket.IO and the events endpoint. */
import compression from 'compression';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readConfig } from './lib/server/config.ts';
import { clearRuntime, writeRuntime } from './lib/server/runtime-file.ts';
import { start } from './lib/server/start.ts';
import { settleAdapter } from './lib/server/web/adapter-settings.ts';
import { createHttpServer } from './lib/server/web/http-server.ts';

type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

async function main(): Promise<void> {
	const config = readConfig();
	const server = createHttpServer({ trustedProxies: config.trustedProxies });
	const running = await start(config, server);
	settleAdapter(process.env);
	const { handler } = (await import('../build/handler.js' as string)) as { handler: Middleware };
	const compress = compression({ level: 4 }) as unknown as Middleware;
	server.on('request', (request, response) => {
		if (running.handle(request, response)) return;
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
	running.app.log.info(`Denyut is at ${config.origin ?? `http://${config.host}:${port}`}`);
	if (config.origin?.startsWith('https:') && config.trustedProxies.length === 0)
		running.app.log.warn(
			'ORIGIN is https, so a proxy stands before this server: name its address in DENYUT_TRUSTED_PROXY, else all visitors count as one.'
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

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exit(1);
});
