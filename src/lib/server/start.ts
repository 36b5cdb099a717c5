/** Database, application, live hub and every endpoint on one HTTP server. Used by server.ts and by Vite in development. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import pino from 'pino';
import { createApp, type App } from './app.ts';
import type { Config } from './config.ts';
import { createEndpoints, endpointContext } from './endpoints.ts';
import { Analyst } from './jobs/analyst/analyst.ts';
import { AnalystPool } from './jobs/analyst/pool.ts';
import type { Endpoint } from './ingest/endpoint.ts';
import { attachFeed, isFeedPath } from './ingest/readers/feed/feed-socket.ts';
import { isLoopbackHost } from './auth/loopback.ts';
import { attachSockets, socketPath } from './live/sockets.ts';
import { shareApp } from './shared-app.ts';
import { assertDurable, connect } from './store/connect.ts';
import { openDatabase } from './store/embedded.ts';
import { migrate } from './store/migrate.ts';

export type Running = {
	app: App;
	databaseUrl: string;
	/** True for the built-in database. */
	ownsDatabase: boolean;
	/** Answers what is not a page; false when SvelteKit should. */
	handle: (request: IncomingMessage, response: ServerResponse) => boolean;
	stop: () => Promise<void>;
};

export async function start(config: Config, server: Server): Promise<Running> {
	const log = pino({ level: config.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime });
	const database = await openDatabase({
		databaseUrl: config.databaseUrl,
		dataDir: config.dataDir,
		log: {
			info: (message) => log.info(message),
			warn: (message) => log.warn(message),
			error: (message) => log.error(message)
		}
	});
	try {
		await prepare(database.url);
		const app = await createApp(config, database.url, { log });
		shareApp(app);
		const endpoints = createEndpoints(app);
		app.services.connect.serve((path) => isFeedPath(path) || endpoints.some(({ owns }) => owns(path)));
		const io = attachSockets(server, app.hub, isLoopbackHost);
		const feed = attachFeed(server, { ...endpointContext(app), isAllowedHost: isLoopbackHost });
		await app.hub.start(io);
		const pool = new AnalystPool();
		const analyst = new Analyst({
			sql: app.sql,
			clock: () => new Date(),
			log,
			pool,
			lastChange: () => app.hub.lastChange
		});
		analyst.start();
		return {
			app,
			databaseUrl: database.url,
			ownsDatabase: database.owned,
			handle: (request, response) => handle(endpoints, request, response),
			stop: async () => {
				await analyst.stop();
				await pool.close();
				await Promise.all([io.close(), feed.close()]);
				await app.stop();
				await database.stop();
			}
		};
	} catch (error) {
		await database.stop();
		throw error;
	}
}

/** Durable and migrated before anything else touches it. */
async function prepare(url: string): Promise<void> {
	const sql = connect(url, { max: 1, name: 'denyut-start' });
	try {
		await assertDurable(sql);
	} finally {
		await sql.end();
	}
	await migrate(url);
}

function handle(endpoints: Endpoint[], request: IncomingMessage, response: ServerResponse): boolean {
	const path = (request.url ?? '').split('?', 1)[0] ?? '';
	// Socket.IO answers these itself, refusals of a host too; a second answer would be written to a sent response.
	if (path.startsWith(`${socketPath}/`) || isFeedPath(path)) return true;
	if (!isLoopbackHost(request.headers.host)) {
		response
			.writeHead(421, { 'Content-Type': 'text/plain' })
			.end('Open this address as localhost or 127.0.0.1.\n');
		return true;
	}
	const endpoint = endpoints.find(({ owns }) => owns(path));
	if (endpoint === undefined) return false;
	void endpoint.handle(request, response);
	return true;
}
