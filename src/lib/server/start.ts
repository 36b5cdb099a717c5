/** Database, application, live hub and every endpoint on one HTTP server. Used by server.ts and by Vite in development. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import pino from 'pino';
import { createApp, type App } from './app.ts';
import type { Config } from './config.ts';
import { createEndpoints, endpointContext } from './endpoints.ts';
import { AnalystPool } from './jobs/analyst/pool.ts';
import { MembershipJob } from './jobs/membership-job.ts';
import { LatticeJob } from './jobs/lattice-job.ts';
import { attachFeed, isFeedPath } from './ingest/readers/feed/feed-socket.ts';
import type { LiveGate } from './live/gate.ts';
import { attachSockets, socketPath } from './live/sockets.ts';
import { openDueJobs } from './open/due-jobs.ts';
import { reachAddress } from './reach-address.ts';
import { shareApp } from './shared-app.ts';
import { assertNoDemoAccounts } from './store/accounts.ts';
import { assertDurable, connect } from './store/connect.ts';
import { openDatabase } from './store/embedded.ts';
import { yieldingNiceness } from './store/yielding.ts';
import { migrate } from './store/migrate.ts';
import { isOwnOrForNoPage } from './web/cross-site.ts';
import { passFront, type Front } from './web/front.ts';
import { makeLineGuard } from './web/line-guard.ts';
import { assertMayBind } from './web/may-bind.ts';
import { sessionGate } from './web/request-viewer.ts';
import { ownAddress, type OwnAddress } from './web/own-address.ts';

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
	assertMayBind(config);
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
		await prepare(database.url, config.demo);
		const app = await createApp(config, database.url, {
			log,
			onKeyRetired: () => process.kill(process.pid, 'SIGTERM')
		});
		shareApp(app);
		tellAddress(server, app);
		const endpoints = createEndpoints(app);
		app.services.connect.serve((path) => isFeedPath(path) || endpoints.some(({ owns }) => owns(path)));
		const own = ownAddress(config);
		const { trustedProxies } = config;
		const guard = makeLineGuard({ trustedProxies });
		const context = endpointContext(app);
		const io = attachSockets(server, app.hub, { gate: gateOf(own, app), guard, onFault: context.onFault });
		const feed = attachFeed(server, { ...context, isAllowedHost: own.isAllowedHost, guard });
		await app.hub.start(io);
		const pool = new AnalystPool({ niceness: yieldingNiceness });
		const { clock } = app;
		const due = await openDueJobs({ app, database, clock, log, pool });
		const membership = new MembershipJob({ sql: app.sql, clock, log });
		membership.start();
		const lattice = new LatticeJob({
			sql: app.sql,
			clock,
			log,
			facilities: app.facilities
		});
		void lattice.run();
		return {
			app,
			databaseUrl: database.url,
			ownsDatabase: database.owned,
			handle: (request, response) => handle({ own, trustedProxies, endpoints }, request, response),
			stop: async () => {
				await due.stop();
				await membership.stop();
				await lattice.stop();
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

/** Others on the same database reach this process there. */
function tellAddress(server: Server, { sheets }: App): void {
	const tell = () => {
		const place = server.address();
		if (place !== null && typeof place !== 'string') sheets.serveAt(reachAddress(place));
	};
	if (server.listening) tell();
	else server.once('listening', tell);
}

/** Durable and migrated before anything else touches it, and open to nobody whose password is public. */
async function prepare(url: string, demo: boolean): Promise<void> {
	const sql = connect(url, { max: 1, name: 'denyut-start' });
	try {
		await assertDurable(sql);
		await migrate(url);
		if (!demo) await assertNoDemoAccounts(sql);
	} finally {
		await sql.end();
	}
}

function gateOf(own: OwnAddress, app: App): LiveGate {
	return {
		isAllowedHost: own.isAllowedHost,
		isOwnPage: (request) => isOwnOrForNoPage(request, own),
		...sessionGate(app)
	};
}

function handle(front: Front, request: IncomingMessage, response: ServerResponse): boolean {
	const path = (request.url ?? '').split('?', 1)[0] ?? '';
	// Socket.IO answers these itself, refusals of a host too; a second answer would be written to a sent response.
	if (path.startsWith(`${socketPath}/`) || isFeedPath(path)) return true;
	return passFront(front, request, response);
}
