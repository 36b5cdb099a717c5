/** The app as `src/server.ts` runs it, less the pages, so that it needs no build: database, ingest and live feed. */
import type { AddressInfo } from 'node:net';
import { readConfig } from '../../src/lib/server/config.ts';
import { clearRuntime, writeRuntime } from '../../src/lib/server/runtime-file.ts';
import { start } from '../../src/lib/server/start.ts';
import { createHttpServer } from '../../src/lib/server/web/http-server.ts';

const config = readConfig();
const server = createHttpServer({ trustedProxies: config.trustedProxies });
const running = await start(config, server);
server.on('request', (request, response) => {
	if (!running.handle(request, response)) response.writeHead(404).end();
});
await new Promise<void>((done, fail) => {
	server.once('error', fail);
	server.listen(config.port, config.host, done);
});
await writeRuntime(config.dataDir, {
	databaseUrl: running.databaseUrl,
	embedded: running.ownsDatabase,
	port: (server.address() as AddressInfo).port
});

process.once('SIGTERM', () => {
	server.close();
	server.closeAllConnections();
	void running
		.stop()
		.then(() => clearRuntime(config.dataDir))
		.then(() => process.exit(0));
});
