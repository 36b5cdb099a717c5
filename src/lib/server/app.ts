/** Composition root: configuration in, services out. One a process, shared by server.ts, SvelteKit's bundle and commands. */
import { join } from 'node:path';
import pino, { type Logger } from 'pino';
import { ApiKeys } from './auth/api-keys.ts';
import type { Config } from './config.ts';
import { Committer } from './ingest/committer.ts';
import { unseal } from './ingest/hold.ts';
import { Ingest } from './ingest/ingest.ts';
import { PersonRegister } from './ingest/person-register.ts';
import { SheetDesk } from './ingest/readers/sheet/sheet-desk.ts';
import { createPseudonymiser } from './ingest/pseudonym.ts';
import { faultOf } from './fault.ts';
import { assertFingerprint, fingerprint, loadKeys } from './keys.ts';
import { Hub, type ChangeSource } from './live/hub.ts';
import { Maintenance } from './jobs/maintenance.ts';
import { WebhookJob } from './jobs/webhooks/webhook-job.ts';
import { createServices, type Services } from './services/index.ts';
import { ViewCache } from './services/view-cache.ts';
import { connect, type Sql } from './store/connect.ts';
import { FacilityRegister, layDownReferenceFacilities } from './store/facilities.ts';
import { apiKeyTable } from './store/api-keys.ts';
import { readBedsNow } from './store/beds.ts';
import { findChangesAfter, findLastChange } from './store/changes.ts';
import { holdsDemoCity } from './store/demo-mark.ts';
import { inSnapshot } from './store/snapshot.ts';

export type App = {
	config: Config;
	log: Logger;
	sql: Sql;
	keys: ApiKeys;
	facilities: FacilityRegister;
	ingest: Ingest;
	hub: Hub;
	services: Services;
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

export type AppOptions = { clock?: () => Date; log?: Logger; maxQueuedEvents?: number };

/** @param databaseUrl of a migrated database. */
export async function createApp(config: Config, databaseUrl: string, options: AppOptions = {}): Promise<App> {
	const clock = options.clock ?? (() => new Date());
	const log = options.log ?? createLog(config);
	const secrets = await loadKeys(config);
	const sql = connect(databaseUrl, { max: 8, name: 'denyut' });
	// The committer looks up few rows of large tables by key; without statistics the planner would scan them.
	const commits = connect(databaseUrl, { max: 3, name: 'denyut-committer', plansByKey: true });
	await assertFingerprint(sql, secrets.pseudonym);
	await layDownReferenceFacilities(sql);
	const facilities = new FacilityRegister(sql);
	await facilities.load();
	const pseudonymiser = createPseudonymiser(secrets.pseudonym, fingerprint(secrets.pseudonym).slice(0, 16));
	const hub = new Hub({ source: changeSource(sql), clock, log });
	const committer = new Committer({
		sql: commits,
		clock,
		pseudonymiser,
		persons: new PersonRegister(pseudonymiser.keyId),
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
	const services = createServices({
		sql,
		clock,
		demo: config.demo || (await holdsDemoCity(sql)),
		facilities,
		lastChange: () => hub.lastChange,
		resubmit: (sender, event, replaces, locale) =>
			ingest.submit(sender, [event], { replaces, locale, mode: 'atomic' }),
		unseal: (sealed) => unseal(pseudonymiser.holdKey, sealed),
		sheets,
		onFault: (error) => log.error({ fault: faultOf(error) }, 'service')
	});
	const maintenance = new Maintenance({ sql, clock, log, facilities });
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
		keys: new ApiKeys(apiKeyTable(sql), secrets.server),
		facilities,
		ingest,
		hub,
		services,
		sheets,
		views: new ViewCache(() => hub.lastChange),
		health: () => health(sql),
		stop: async () => {
			maintenance.stop();
			await webhooks.stop();
			await sheets.stop();
			await hub.stop();
			await committer.drain();
			await Promise.all([sql.end({ timeout: 5 }), commits.end({ timeout: 5 })]);
		}
	};
}

function changeSource(sql: Sql): ChangeSource {
	return {
		readBeds: () => inSnapshot(sql, async (tx, change) => ({ change, rooms: await readBedsNow(tx) })),
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
