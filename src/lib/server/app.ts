/** Composition root: configuration in, services out. One a process, shared by server.ts, SvelteKit's bundle and commands. */
import { randomBytes } from 'node:crypto';
import pino, { type Logger } from 'pino';
import { systemViewer, type Viewer } from '../domain/viewer.ts';
import type { AccountDesk } from './auth/accounts/account-desk.ts';
import type { SignIn } from './auth/accounts/sign-in.ts';
import { ApiKeys } from './auth/api-keys.ts';
import type { Config } from './config.ts';
import { faultOf } from './fault.ts';
import { AnalystPool } from './jobs/analyst/pool.ts';
import { NextYearComputer } from './jobs/budget/next-year-computer.ts';
import { ChainComputer } from './jobs/chain/chain-computer.ts';
import type { Ingest } from './ingest/ingest.ts';
import { inLetters } from './ingest/readers/bridging/stamp.ts';
import type { RegisterDesk } from './ingest/readers/register/register-desk.ts';
import type { SheetDesk } from './ingest/readers/sheet/sheet-desk.ts';
import { loadKeys } from './keys.ts';
import { Hub } from './live/hub.ts';
import { openChangeSource } from './open/change-source.ts';
import { openCoverage } from './open/coverage.ts';
import { openIngest } from './open/ingest.ts';
import { openJobs } from './open/jobs.ts';
import { openKeyWatch } from './open/key-watch.ts';
import { asOwner, openPools } from './open/pools.ts';
import { openServices } from './open/services.ts';
import { openSignalMail } from './open/signal-mail.ts';
import { openSignIn } from './open/sign-in.ts';
import type { Services } from './services/index.ts';
import { ViewCache } from './services/view-cache.ts';
import { apiKeyTable } from './store/api-keys.ts';
import { findLastChange } from './store/changes.ts';
import type { Sql } from './store/connect.ts';
import { findReconstruction, holdsDemoCity } from './store/demo-mark.ts';
import { FacilityRegister, layDownReferenceFacilities } from './store/facilities.ts';
import { layDownReviewSeed } from './store/review-rules.ts';
import { anchorPlaces } from './store/trail/anchor.ts';
import { trailKeyOf } from './store/trail/line.ts';
import { Trail } from './store/trail/trail.ts';

export type App = {
	config: Config;
	log: Logger;
	/** What time it is for everything that is shown: in a reconstructed year it stands still. */
	clock: () => Date;
	sql: Sql;
	/** At which the application's role connects: for threads with a connection of their own. */
	databaseUrl: string;
	keys: ApiKeys;
	/** Who is looking, signing in and out. */
	signIn: SignIn;
	/** Making and closing accounts. */
	accounts: AccountDesk;
	facilities: FacilityRegister;
	ingest: Ingest;
	hub: Hub;
	/** The product's own, which see everything: for jobs and commands, never for a request. */
	services: Services;
	/** Those of whoever asks: they read what its role and facility may see. */
	servicesFor: (viewer: Viewer) => Services;
	/** After much was written at once, before the database would gather statistics by itself. */
	analyseTables: () => Promise<void>;
	/** Uploaded spreadsheets. */
	sheets: SheetDesk;
	/** Snapshots of the registers of people. */
	registers: RegisterDesk;
	/** Shares one reading of a page among those who ask for it between two commits. */
	views: ViewCache;
	health: () => Promise<{
		status: 'ok' | 'unavailable';
		database: 'ok' | 'unavailable';
		change: number | null;
	}>;
	stop: () => Promise<void>;
};

export type AppOptions = {
	clock?: () => Date;
	log?: Logger;
	maxQueuedEvents?: number;
	/** The pseudonym key was changed under this process: it should end. */
	onKeyRetired?: () => void;
};

/** Somebody who pulls levers thinks between two of them. */
const chainIdleMs = 1_800_000;

/** @param databaseUrl of a migrated database. */
export async function createApp(config: Config, databaseUrl: string, options: AppOptions = {}): Promise<App> {
	const ticking = options.clock ?? (() => new Date());
	const log = options.log ?? createLog(config);
	const onFault = (error: unknown, where: string) => log.error({ fault: faultOf(error) }, where);
	const secrets = await loadKeys(config);
	const pools = await openPools(databaseUrl, secrets.server);
	const { sql } = pools;
	const reconstruction = await findReconstruction(sql);
	const clock = options.clock ?? (reconstruction ? () => new Date(reconstruction.end) : ticking);
	const hold = await openKeyWatch(pools, secrets.pseudonym, () => {
		log.fatal('the pseudonym key was changed: this process must be started anew with the new one');
		options.onKeyRetired?.();
	});
	await layDownReferenceFacilities(sql);
	await layDownReviewSeed(sql, () => inLetters(randomBytes(16).toString('hex')), clock());
	const facilities = new FacilityRegister(sql);
	await facilities.load();
	const hub = new Hub({ source: openChangeSource(sql, clock), clock, log });
	const way = await openIngest({
		...{ config, pools, facilities, hub, clock, onFault },
		pseudonymKey: secrets.pseudonym,
		maxQueuedEvents: options.maxQueuedEvents ?? 40_000
	});
	const trail = await openTrail(config, sql, secrets.trail, ticking);
	const keys = new ApiKeys(apiKeyTable(sql), secrets.server);
	const door = openSignIn({
		...{ config, sql, databaseUrl: pools.appUrl, serverKey: secrets.server, trail },
		onFault: (error) => onFault(error, 'sign-in')
	});
	const lastChange = () => hub.lastChange;
	const chainPool = new AnalystPool({ idleMs: chainIdleMs });
	const demo = config.demo || (await holdsDemoCity(sql));
	const servicesFor = openServices(
		{
			...{ trail, recordLook: trail.recordLook, keys, facilities, lastChange },
			...{ clock, ticking, reconstruction },
			accounts: door.accounts,
			chain: new ChainComputer(chainPool),
			nextYear: new NextYearComputer(chainPool),
			mail: openSignalMail(sql, secrets.server, config.mail !== undefined && reconstruction === null),
			coverage: openCoverage({
				...{ sql, clock, recordLooks: trail.recordLooks, pseudonymiser: way.pseudonymiser },
				...{ cards: pools.cards, serverKey: secrets.server, letterKey: secrets.letter }
			}),
			demo,
			onFault: (error) => onFault(error, 'service')
		},
		pools,
		way
	);
	const services = servicesFor(systemViewer('product'));
	const jobs = openJobs({
		...{ config, sql, clock, log, facilities, trail, services, serverKey: secrets.server },
		...{ demo, isPast: reconstruction !== null }
	});
	return {
		...{ config, log, clock, sql, keys, facilities, hub, services, servicesFor },
		databaseUrl: pools.appUrl,
		...{ ingest: way.ingest, sheets: way.sheets, registers: way.registers },
		...{ signIn: door.signIn, accounts: door.accounts },
		analyseTables: () => asOwner(databaseUrl, async (owner) => void (await owner`ANALYZE`)),
		views: new ViewCache(lastChange),
		health: () => health(sql),
		stop: async () => {
			await jobs.stop();
			await chainPool.close();
			await way.sheets.stop();
			await hub.stop();
			await way.drain();
			await hold.release();
			await door.close();
			await pools.close();
		}
	};
}

async function openTrail(config: Config, sql: Sql, key: Buffer, clock: () => Date): Promise<Trail> {
	const places = anchorPlaces(config.dataDir, config.trailAnchorDir);
	const trail = new Trail({ sql, key: trailKeyOf(key), places, clock });
	await trail.begin();
	return trail;
}

function createLog(config: Config): Logger {
	return pino({ level: config.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime });
}

async function health(sql: Sql): ReturnType<App['health']> {
	try {
		return { status: 'ok', database: 'ok', change: await findLastChange(sql) };
	} catch {
		return { status: 'unavailable', database: 'unavailable', change: null };
	}
}
