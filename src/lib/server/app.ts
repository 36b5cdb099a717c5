/** Composition root: configuration in, services out. One a process, shared by server.ts, SvelteKit's bundle and commands. */
import { join } from 'node:path';
import pino, { type Logger } from 'pino';
import { ApiKeys } from './auth/api-keys.ts';
import type { Config } from './config.ts';
import { Committer } from './ingest/committer.ts';
import { unseal } from './ingest/hold.ts';
import { Ingest } from './ingest/ingest.ts';
import { PersonRegister } from './ingest/person-register.ts';
import type { KnownPersons } from './ingest/screen.ts';
import { SheetDesk } from './ingest/readers/sheet/sheet-desk.ts';
import { createPseudonymiser } from './ingest/pseudonym.ts';
import { buildWorkbook } from './export/xlsx.ts';
import { faultOf } from './fault.ts';
import { assertFingerprint, isCurrentKey, loadKeys } from './keys.ts';
import { Hub, type ChangeSource } from './live/hub.ts';
import { Maintenance } from './jobs/maintenance.ts';
import { TrailAnchorJob } from './jobs/trail-anchor.ts';
import { WebhookJob } from './jobs/webhooks/webhook-job.ts';
import { scopeKey, systemViewer, type Viewer } from '../domain/viewer.ts';
import type { ServiceContext } from './services/context.ts';
import type { AccountDesk } from './auth/accounts/account-desk.ts';
import type { SignIn } from './auth/accounts/sign-in.ts';
import { openSignIn } from './open-sign-in.ts';
import { createServices, type Services } from './services/index.ts';
import { ViewCache } from './services/view-cache.ts';
import { connect, type Sql } from './store/connect.ts';
import { FacilityRegister, layDownReferenceFacilities } from './store/facilities.ts';
import { prepareAppRole } from './store/app-role.ts';
import { apiKeyTable } from './store/api-keys.ts';
import { readBedsNow } from './store/beds.ts';
import { holdKeyShared } from './store/key-hold.ts';
import { findChangesAfter, findLastChange } from './store/changes.ts';
import { holdsDemoCity } from './store/demo-mark.ts';
import { inSnapshot } from './store/snapshot.ts';
import { anchorPlaces } from './store/trail/anchor.ts';
import { trailKeyOf } from './store/trail/line.ts';
import { Trail } from './store/trail/trail.ts';

export type App = {
	config: Config;
	log: Logger;
	sql: Sql;
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

/** @param databaseUrl of a migrated database. */
export async function createApp(config: Config, databaseUrl: string, options: AppOptions = {}): Promise<App> {
	const clock = options.clock ?? (() => new Date());
	const log = options.log ?? createLog(config);
	const secrets = await loadKeys(config);
	const appUrl = await asOwner(databaseUrl, (owner) => prepareAppRole(owner, databaseUrl, secrets.server));
	const sql = connect(appUrl, { max: 6, name: 'denyut', asSystem: true });
	const readers = connect(appUrl, { max: 8, name: 'denyut-readers' });
	// The committer looks up few rows of large tables by key; without statistics the planner would scan them.
	const commits = connect(appUrl, { max: 3, name: 'denyut-committer', plansByKey: true });
	const hold = await holdKeyShared(appUrl, {
		isCurrent: () => isCurrentKey(sql, secrets.pseudonym),
		onRetired: () => {
			log.fatal('the pseudonym key was changed: this process must be started anew with the new one');
			options.onKeyRetired?.();
		}
	});
	await assertFingerprint(sql, secrets.pseudonym).catch(async (error: unknown) => {
		await hold.release();
		throw error;
	});
	await layDownReferenceFacilities(sql);
	const facilities = new FacilityRegister(sql);
	await facilities.load();
	const pseudonymiser = createPseudonymiser(secrets.pseudonym);
	const hub = new Hub({ source: changeSource(sql), clock, log });
	const committer = new Committer({
		sql: commits,
		clock,
		pseudonymiser,
		persons: new PersonRegister(pseudonymiser),
		maxQueuedEvents: options.maxQueuedEvents ?? 40_000,
		maxGroupEvents: 5_000,
		onCommit: (committed) => hub.onOwnCommit(committed),
		onFault: (error) => log.error({ fault: faultOf(error) }, 'ingest')
	});
	const ingest = new Ingest(committer, pseudonymiser, facilities, clock);
	const sheets = new SheetDesk({
		ingest,
		sql,
		folder: join(config.dataDir, 'uploads'),
		clock,
		onFault: (error) => log.error({ fault: faultOf(error) }, 'upload')
	});
	await sheets.clear();
	const places = anchorPlaces(config.dataDir, config.trailAnchorDir);
	const trail = new Trail({ sql, key: trailKeyOf(secrets.trail), places, clock });
	await trail.begin();
	const keys = new ApiKeys(apiKeyTable(sql), secrets.server);
	const context: Omit<ServiceContext, 'viewer'> = {
		trail,
		keys,
		recordLook: trail.recordLook,
		sql: readers,
		system: sql,
		waysIn: { isServed: () => false },
		clock,
		demo: config.demo || (await holdsDemoCity(sql)),
		facilities,
		lastChange: () => hub.lastChange,
		resubmit: (sender, event, replaces, locale, persons) =>
			ingest.take(sender, [{ value: event, ...(persons ? { persons: persons as KnownPersons } : {}) }], {
				...{ replaces, locale, mode: 'atomic' }
			}),
		submitEvent: (sender, event, locale) => ingest.submit(sender, [event], { locale }),
		unseal: (sealed) => unseal(pseudonymiser.holdKey, sealed),
		wrappedMacOf: (nik) => ({
			keyId: pseudonymiser.keyId,
			mac: pseudonymiser.wrapMac(pseudonymiser.macOfNik(nik))
		}),
		sheets,
		workbook: buildWorkbook,
		onFault: (error) => log.error({ fault: faultOf(error) }, 'service')
	};
	const servicesFor = shareServices(context);
	const services = servicesFor(systemViewer('product'));
	const door = openSignIn({
		...{ config, sql, databaseUrl: appUrl, serverKey: secrets.server, trail },
		onFault: (error) => log.error({ fault: faultOf(error) }, 'sign-in')
	});
	const maintenance = new Maintenance({ sql, clock, log, facilities });
	const anchors = new TrailAnchorJob({ trail, log });
	const webhooks = new WebhookJob({
		...{ sql, clock, log },
		serverKey: secrets.server,
		allowedHosts: config.webhookHosts,
		findStanding: () => services.alerts.findStanding()
	});
	return {
		config,
		log,
		sql,
		keys,
		signIn: door.signIn,
		accounts: door.accounts,
		facilities,
		ingest,
		hub,
		services,
		servicesFor,
		analyseTables: () => asOwner(databaseUrl, async (owner) => void (await owner`ANALYZE`)),
		sheets,
		views: new ViewCache(() => hub.lastChange),
		health: () => health(sql),
		stop: async () => {
			maintenance.stop();
			await webhooks.stop();
			await sheets.stop();
			await hub.stop();
			await committer.drain();
			await anchors.stop();
			await hold.release();
			await door.close();
			await Promise.all([sql, readers, commits].map((pool) => pool.end({ timeout: 5 })));
		}
	};
}

/** Tables and policies are the owner's; the application works as a role that owns nothing. */
async function asOwner<T>(databaseUrl: string, work: (owner: Sql) => Promise<T>): Promise<T> {
	const owner = connect(databaseUrl, { max: 1, name: 'denyut-owner' });
	try {
		return await work(owner);
	} finally {
		await owner.end({ timeout: 5 });
	}
}

/** Readers of the same role and facility see the same, so they share what was read for one of them. */
function shareServices(context: Omit<ServiceContext, 'viewer'>): App['servicesFor'] {
	const made = new Map<string, Services>();
	return (viewer) => {
		const key = scopeKey(viewer);
		const known = made.get(key) ?? createServices({ ...context, viewer });
		made.set(key, known);
		return known;
	};
}

function changeSource(sql: Sql): ChangeSource {
	return {
		readBeds: () =>
			inSnapshot(sql, systemViewer('hub'), async (tx, change) => ({ change, rooms: await readBedsNow(tx) })),
		readChangesAfter: (change, limit) => findChangesAfter(sql, change, limit)
	};
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
