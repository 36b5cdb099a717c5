import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseRecord } from './database-record.ts';
import type { DatabaseLog } from './embedded.ts';
import { accountOfCluster, canReach, chooseAccount, prepareSharedFolder } from './postgres-account.ts';
import { prepareBinaries } from './postgres-binaries.ts';
import type { Cluster } from './postgres-cluster.ts';

export interface ClusterPlace {
	readonly cluster: Cluster;
	/** Set when the cluster is not `<dataDir>/postgres`; goes into the record, so that it is found again. */
	readonly clusterElsewhere: string | undefined;
}

/** Where this data directory's cluster stands, or shall stand when there is none yet. */
export function locateCluster(
	dataDir: string,
	record: DatabaseRecord | undefined,
	log: DatabaseLog
): ClusterPlace {
	const inPlace = join(dataDir, 'postgres');
	const expected = record?.clusterElsewhere ?? inPlace;
	if (existsSync(expected)) return findExisting(dataDir, expected, record);
	if (record?.initialised) {
		throw new Error(
			`The database in ${expected} is gone: restore it, or remove ${join(dataDir, 'database.json')} to begin anew.`
		);
	}
	const account = chooseAccount();
	let folder = expected;
	if (account && record === undefined && !canReach(account, '-x', dataDir)) {
		folder = join(prepareSharedFolder(account), `database-${randomUUID()}`);
		log.warn(
			`The user "${account.name}", whom PostgreSQL runs as under root, cannot reach ${dataDir}: the database stands in ${folder}.`
		);
	}
	return place(dataDir, folder, account);
}

function findExisting(dataDir: string, folder: string, record: DatabaseRecord | undefined): ClusterPlace {
	if (!record) {
		throw new Error(
			`A database stands in ${folder} but ${join(dataDir, 'database.json')}, which holds its password, is missing: restore that file, or move the folder away to begin anew.`
		);
	}
	const account = accountOfCluster(folder);
	if (!canReach(account, '-x', folder)) {
		throw new Error(
			`The user "${account?.name ?? ''}", who owns the database in ${folder}, cannot reach it there any more: move the data directory back, or open the folders above it.`
		);
	}
	return place(dataDir, folder, account);
}

function place(dataDir: string, folder: string, account: Cluster['account']): ClusterPlace {
	const binaries = prepareBinaries(account, dataDir);
	return {
		cluster: { folder, logFile: join(dataDir, 'postgres.log'), binaries, account },
		clusterElsewhere: folder === join(dataDir, 'postgres') ? undefined : folder
	};
}
