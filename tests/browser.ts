/**
 * Finds a Chromium for end-to-end tests, benchmarks and screenshots: an installed one, else the one that comes
 * through npm, else Playwright's download, else Debian's package. None = an error, never a silent skip.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Browser {
	readonly executablePath: string;
	/** Beside what Playwright or Lighthouse add by themselves. */
	readonly args: string[];
	/** Complete, to be given to the browser only: its libraries would not suit other programs. */
	readonly env: Record<string, string>;
	readonly source: string;
}

const top = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** A sandbox needs rights that root in a container lacks, and /dev/shm has 64 MB there. */
const ARGS = ['--no-sandbox', '--disable-dev-shm-usage'];

/** Playwright loads its configuration once in each worker: the search is made once and handed down. */
const MEMO = 'DENYUT_BROWSER';

export async function findBrowser(): Promise<Browser> {
	const memo = process.env[MEMO];
	if (memo !== undefined) return JSON.parse(memo) as Browser;
	const complaints: string[] = [];
	for (const look of [findInstalled, unpackFromNpm, downloadWithPlaywright, installFromDebian]) {
		try {
			const browser = await look();
			if (browser) {
				process.env[MEMO] = JSON.stringify(browser);
				return browser;
			}
		} catch (error) {
			complaints.push(`${look.name}: ${error instanceof Error ? error.message : String(error)}`);
		}
	}
	throw new Error(
		['No Chromium was found or could be fetched: install one, or set CHROMIUM_PATH to its program.']
			.concat(complaints)
			.join('\n  ')
	);
}

function findInstalled(): Browser | undefined {
	const wanted = process.env.CHROMIUM_PATH;
	if (wanted !== undefined && wanted !== '') {
		const browser = tryBrowser(wanted, 'CHROMIUM_PATH');
		if (browser) return browser;
		throw new Error(`CHROMIUM_PATH names ${wanted}, which does not run`);
	}
	const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
	const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
	for (const path of names.flatMap((name) => folders.map((folder) => join(folder, name)))) {
		// Ubuntu's chromium-browser is a stub that only asks for a snap: running it tells.
		const browser = existsSync(path) ? tryBrowser(path, 'installed') : undefined;
		if (browser) return browser;
	}
	return undefined;
}

function tryBrowser(
	executablePath: string,
	source: string,
	extra: NodeJS.ProcessEnv = {}
): Browser | undefined {
	const env: Record<string, string> = {};
	for (const [name, value] of Object.entries({ ...process.env, ...extra })) {
		if (value !== undefined && name !== MEMO) env[name] = value;
	}
	const run = spawnSync(executablePath, ['--version'], { env, encoding: 'utf8', timeout: 30_000 });
	return run.status === 0 ? { executablePath, args: ARGS, env, source } : undefined;
}

/** @sparticuz/chromium is built for AWS Lambda: it unpacks a bare browser, its libraries and fonts. */
async function unpackFromNpm(): Promise<Browser | undefined> {
	if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
	const folder = join(chooseCache(), 'sparticuz-chromium');
	if (!existsSync(folder)) await unpack(folder);
	const executablePath = join(folder, 'chromium');
	const fonts = { FONTCONFIG_PATH: join(folder, 'fonts') };
	const libraries = { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') };
	// The machine's own libraries first: the package's are those of another distribution.
	const browser =
		tryBrowser(executablePath, '@sparticuz/chromium', fonts) ??
		tryBrowser(executablePath, '@sparticuz/chromium', { ...fonts, ...libraries });
	if (browser) return browser;
	throw new Error(`the browser unpacked to ${folder} does not run`);
}

async function unpack(folder: string): Promise<void> {
	// The package unpacks to fixed names under the system's temporary folder, where another user's or a half
	// unpacked browser may stand, and adds the libraries only when it believes to be on Lambda.
	const draft = mkdtempSync(`${folder}-`);
	const before = { ...process.env };
	Object.assign(process.env, { TMPDIR: draft, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' });
	try {
		const { default: chromium } = await import('@sparticuz/chromium');
		await chromium.executablePath();
		renameSync(draft, folder);
	} finally {
		for (const name of ['TMPDIR', 'AWS_EXECUTION_ENV', 'FONTCONFIG_PATH', 'HOME', 'LD_LIBRARY_PATH']) {
			if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
			else process.env[name] = before[name];
		}
		rmSync(draft, { recursive: true, force: true });
	}
}

function chooseCache(): string {
	const folder = join(top, '.cache');
	try {
		mkdirSync(folder, { recursive: true });
		accessSync(folder, constants.W_OK);
		return folder;
	} catch {
		return mkdtempSync(join(tmpdir(), 'denyut-browser-'));
	}
}

async function downloadWithPlaywright(): Promise<Browser | undefined> {
	const { chromium } = await import('@playwright/test');
	if (!existsSync(chromium.executablePath())) {
		const cli = join(top, 'node_modules', '@playwright', 'test', 'cli.js');
		runOrThrow(process.execPath, [cli, 'install', 'chromium']);
	}
	return tryBrowser(chromium.executablePath(), 'Playwright');
}

function installFromDebian(): Browser | undefined {
	if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
	runOrThrow('apt-get', ['update', '-q']);
	runOrThrow('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium']);
	return tryBrowser('/usr/bin/chromium', 'Debian package');
}

function runOrThrow(program: string, args: string[]): void {
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	const run = spawnSync(program, args, { env, encoding: 'utf8', timeout: 300_000 });
	if (run.status !== 0) throw new Error((run.stderr || run.error?.message || 'failed').trim().slice(-500));
}
