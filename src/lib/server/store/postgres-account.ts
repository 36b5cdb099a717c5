/**
 * PostgreSQL refuses to run as root, so under root it runs as another account, and everything it touches
 * must be where that account can reach it: a private home (`/root`, mode 0700) is not such a place.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whom the server runs as; undefined = as this process's own user. */
export interface Account {
	readonly name: string;
	readonly uid: number;
	readonly gid: number;
}

export function isRoot(): boolean {
	return process.getuid?.() === 0;
}

function readAccounts(): Account[] {
	return readFileSync('/etc/passwd', 'utf8')
		.split('\n')
		.map((line) => line.split(':'))
		.map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
		.filter(({ name, uid }) => name !== '' && uid > 0);
}

/**
 * The account for a new cluster. `nobody` is the fallback because it exists on every system and initdb insists
 * on a user with a name; no account is created, since that would change the machine behind its owner's back.
 */
export function chooseAccount(): Account | undefined {
	if (!isRoot()) return undefined;
	const accounts = readAccounts();
	const account =
		accounts.find(({ name }) => name === 'postgres') ?? accounts.find(({ name }) => name === 'nobody');
	if (account) return account;
	throw new Error(
		'PostgreSQL does not run as root and there is neither a user "postgres" nor "nobody" to run it as: start Denyut as an ordinary user, or set DATABASE_URL.'
	);
}

/** An existing cluster runs as whoever owns it, also when root starts it or a user "postgres" came later. */
export function accountOfCluster(cluster: string): Account | undefined {
	const { uid, gid } = statSync(cluster);
	if (isRoot()) {
		if (uid !== 0) return { name: readAccounts().find((a) => a.uid === uid)?.name ?? String(uid), uid, gid };
		throw new Error(
			`The database in ${cluster} belongs to root, which PostgreSQL refuses: change its owner.`
		);
	}
	if (process.getuid && uid !== process.getuid()) {
		throw new Error(
			`The database in ${cluster} belongs to another user (uid ${uid}): start Denyut as that user or as root, or choose another DENYUT_DATA_DIR.`
		);
	}
	return undefined;
}

/** Asks the system itself, as that account: modes alone do not tell (ACLs, network mounts). */
export function canReach(account: Account | undefined, test: '-x' | '-r', path: string): boolean {
	if (!account) return true;
	const probe = spawnSync('/bin/sh', ['-c', `test ${test} "$1"`, 'sh', path], {
		uid: account.uid,
		gid: account.gid,
		cwd: '/'
	});
	return probe.status === 0;
}

/** A folder of root's that the account can reach, for binaries and clusters that cannot stay where they are. */
export function prepareSharedFolder(account: Account): string {
	const candidates = ['/var/lib/denyut', join(tmpdir(), 'denyut-root')];
	for (const folder of candidates) {
		try {
			mkdirSync(folder, { recursive: true });
			const { uid, mode } = statSync(folder);
			// In a shared /tmp somebody else could have put it there first and would own what runs from it.
			if (uid !== 0 || (mode & 0o022) !== 0) continue;
			chmodSync(folder, 0o755);
			if (canReach(account, '-x', folder)) return folder;
		} catch {
			continue;
		}
	}
	throw new Error(
		`The user "${account.name}", whom PostgreSQL must run as, can reach none of ${candidates.join(', ')}: set DENYUT_DATA_DIR to a folder outside of private homes, or set DATABASE_URL.`
	);
}
