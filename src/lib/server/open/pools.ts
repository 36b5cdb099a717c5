/** Connections to the database, as the role that owns nothing. */
import { prepareAppRole } from '../store/app-role.ts';
import { connect, type Sql } from '../store/connect.ts';

export type Pools = {
	/** At which the application connects. */
	appUrl: string;
	/** The product's own: sees everything. */
	sql: Sql;
	/** Sees what the viewer of its transaction may see. */
	readers: Sql;
	/** The committer's. */
	commits: Sql;
	/** For cards that are asked about: few rows of large tables by key, many times a second. */
	cards: Sql;
	/** A connection of its own, with tables and locks that are gone when it ends. */
	openSession: () => Sql;
	close: () => Promise<void>;
};

/** @param databaseUrl the owner's. */
export async function openPools(databaseUrl: string, serverKey: Buffer): Promise<Pools> {
	const appUrl = await asOwner(databaseUrl, (owner) => prepareAppRole(owner, databaseUrl, serverKey));
	const sql = connect(appUrl, { max: 6, name: 'denyut', asSystem: true });
	const readers = connect(appUrl, { max: 8, name: 'denyut-readers' });
	// The committer looks up few rows of large tables by key; without statistics the planner would scan them.
	const commits = connect(appUrl, { max: 3, name: 'denyut-committer', plansByKey: true });
	const cards = connect(appUrl, { max: 1, name: 'denyut-cards', plansOnce: true, asSystem: true });
	const openSession = () => connect(appUrl, { max: 1, name: 'denyut-register', asSystem: true });
	const close = async () => {
		await Promise.all([sql, readers, commits, cards].map((pool) => pool.end({ timeout: 5 })));
	};
	return { appUrl, sql, readers, commits, cards, openSession, close };
}

/** Tables and policies are the owner's; the application works as a role that owns nothing. */
export async function asOwner<T>(databaseUrl: string, work: (owner: Sql) => Promise<T>): Promise<T> {
	const owner = connect(databaseUrl, { max: 1, name: 'denyut-owner' });
	try {
		return await work(owner);
	} finally {
		await owner.end({ timeout: 5 });
	}
}
