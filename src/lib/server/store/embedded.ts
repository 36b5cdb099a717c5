/**
 * The product's own PostgreSQL, in `<dataDir>/postgres`, when no DATABASE_URL names another.
 *
 * Several processes may open the same data directory (the server, and a command beside it): the first starts
 * the server process, later ones join it, the last one out stops it. One that was killed is not counted, and a
 * server that such a one left behind is adopted by the next. While anybody uses it, a server that crashes is
 * started again on the same port, so that pools reconnect by themselves.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { accessSync, constants, mkdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { locateCluster } from './cluster-place.ts';
import { type DatabaseRecord, findRecord, livingUsers, saveRecord, underLock } from './database-record.ts';
import { answersAt, ensureDatabase, findFreePort, isFreePort } from './loopback.ts';
import { isRoot } from './postgres-account.ts';
import { type Cluster, type ServerProcess, SUPERUSER } from './postgres-cluster.ts';
import { createCluster, settleServer, startServer, stopServer } from './postgres-cluster.ts';
import { findProcessIdentity, markThisProcess } from './process-identity.ts';

const DATABASE = 'denyut';
const POSTGRES_MAJOR = '18';
const WATCH_INTERVAL_MS = 250;
const RESTART_PAUSE_MS = 5_000;

/** What a pino logger offers, without needing one. */
export interface DatabaseLog {
	info(message: string): void;
	warn(message: string): void;
	error(message: string): void;
}

export interface DatabaseOptions {
	readonly databaseUrl?: string | undefined;
	readonly dataDir: string;
	readonly log: DatabaseLog;
}

export interface OpenDatabase {
	readonly url: string;
	/** True when this product runs the server process; false for a server that DATABASE_URL names. */
	readonly owned: boolean;
	stop(): Promise<void>;
}

export async function openDatabase({ databaseUrl, dataDir, log }: DatabaseOptions): Promise<OpenDatabase> {
	if (databaseUrl !== undefined) return { url: databaseUrl, owned: false, stop: () => Promise.resolve() };
	const home = prepareDataDir(dataDir);
	const token = randomUUID();
	const { cluster, record, server } = await underLock(home, () => enter(home, token, log));
	const watch = keepRunning(home, cluster, server, log);
	let leaving: Promise<void> | undefined;
	const leave = async () => {
		watch.end();
		await underLock(home, () => leaveCluster(home, cluster, token));
	};
	return { url: urlOf(record, DATABASE), owned: true, stop: () => (leaving ??= leave()) };
}

function prepareDataDir(dataDir: string): string {
	// Root's database runs as another account, which must get through; each secret file is 0600 by itself.
	mkdirSync(dataDir, { recursive: true, mode: isRoot() ? 0o755 : 0o700 });
	try {
		accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
	} catch {
		throw new Error(
			`This user may not write to ${dataDir}: change its owner or choose another DENYUT_DATA_DIR.`
		);
	}
	return realpathSync(dataDir);
}

async function enter(dataDir: string, token: string, log: DatabaseLog) {
	const known = await findRecord(dataDir);
	const { cluster, clusterElsewhere } = locateCluster(dataDir, known, log);
	const record = known ?? {
		clusterElsewhere,
		initialised: false,
		port: await findFreePort(),
		password: randomBytes(24).toString('base64url'),
		users: []
	};
	if (!record.initialised) {
		await saveRecord(dataDir, record);
		createCluster(cluster, record.password);
		record.initialised = true;
		await saveRecord(dataDir, record);
	}
	refuseOtherMajor(cluster);
	const server = (await adopt(cluster, record, log)) ?? (await start(cluster, record));
	record.port = server.port;
	record.users = [...livingUsers(record), { token, ...markThisProcess() }];
	await saveRecord(dataDir, record);
	await ensureDatabase(urlOf(record, 'postgres'), DATABASE);
	return { cluster, record, server };
}

function refuseOtherMajor(cluster: Cluster): void {
	const major = readFileSync(join(cluster.folder, 'PG_VERSION'), 'utf8').trim();
	if (major === POSTGRES_MAJOR) return;
	throw new Error(
		`The database in ${cluster.folder} was made by PostgreSQL ${major}, this version brings ${POSTGRES_MAJOR}: move the data with pg_dump and pg_restore first.`
	);
}

async function adopt(cluster: Cluster, record: DatabaseRecord, log: DatabaseLog) {
	const server = await settleServer(cluster.folder);
	if (!server) return undefined;
	if (await answersAt(urlOf({ ...record, port: server.port }, 'postgres'))) {
		if (livingUsers(record).length === 0) {
			log.info(`Adopted the database server (pid ${server.pid}) that an earlier run left behind.`);
		}
		return server;
	}
	log.warn(`The database server (pid ${server.pid}) of an earlier run does not answer; it is started anew.`);
	await stopServer(cluster.folder);
	return undefined;
}

async function start(cluster: Cluster, record: DatabaseRecord): Promise<ServerProcess> {
	const port = (await isFreePort(record.port)) ? record.port : await findFreePort();
	return startServer(cluster, port);
}

async function leaveCluster(dataDir: string, cluster: Cluster, token: string): Promise<void> {
	const record = await findRecord(dataDir);
	// Undefined when somebody deleted the data directory under the running server.
	const others = record ? livingUsers(record).filter((user) => user.token !== token) : [];
	if (others.length === 0) await stopServer(cluster.folder);
	if (record) await saveRecord(dataDir, { ...record, users: others });
}

/** Looks after the server process: a crash of the database must not be the end of the app. */
function keepRunning(dataDir: string, cluster: Cluster, first: ServerProcess, log: DatabaseLog) {
	let { pid, port } = first;
	let identity = findProcessIdentity(pid);
	let ended = false;
	let timer: NodeJS.Timeout;

	const restart = async () => {
		if (ended) return; // the last user left while this waited for the lock
		const server = (await settleServer(cluster.folder)) ?? (await startServer(cluster, port));
		({ pid, port } = server);
		identity = findProcessIdentity(pid);
		log.warn(`The database server had ended unexpectedly; it runs again (pid ${pid}).`);
	};
	const look = async () => {
		let pauseMs = WATCH_INTERVAL_MS;
		if (identity === undefined || findProcessIdentity(pid) !== identity) {
			try {
				await underLock(dataDir, restart);
			} catch (error) {
				log.error(error instanceof Error ? error.message : String(error));
				pauseMs = RESTART_PAUSE_MS;
			}
		}
		schedule(pauseMs);
	};
	const schedule = (pauseMs: number) => {
		if (!ended) timer = setTimeout(() => void look(), pauseMs).unref();
	};
	schedule(WATCH_INTERVAL_MS);
	return {
		end() {
			ended = true;
			clearTimeout(timer);
		}
	};
}

function urlOf({ port, password }: Pick<DatabaseRecord, 'port' | 'password'>, database: string): string {
	return `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`;
}
