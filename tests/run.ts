/**
 * The one command that says all is well: `npm test`. Stages run one after the other (two cores), the first
 * failure ends the run with its exit code, and the last line counts the tests of Vitest and Playwright.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Stage {
	readonly name: string;
	/** An npm script with its arguments. */
	readonly script: readonly string[];
	readonly counts?: (report: unknown) => Count;
}

interface Count {
	readonly passed: number;
	readonly failed: number;
}

const top = resolve(dirname(fileURLToPath(import.meta.url)), '..');

const stages: readonly Stage[] = [
	{ name: 'format', script: ['format:check'] },
	{ name: 'lint', script: ['lint:code'] },
	{ name: 'types', script: ['check'] },
	{ name: 'dead code', script: ['deadcode'] },
	{ name: 'unit and architecture', script: ['test:unit'], counts: countVitest },
	{ name: 'integration', script: ['test:integration'], counts: countVitest },
	{ name: 'build', script: ['build'] },
	{ name: 'end to end', script: ['test:e2e'], counts: countPlaywright }
];

function countVitest(report: unknown): Count {
	const { numPassedTests, numFailedTests } = report as { numPassedTests: number; numFailedTests: number };
	return { passed: numPassedTests, failed: numFailedTests };
}

function countPlaywright(report: unknown): Count {
	const { stats } = report as { stats: { expected: number; flaky: number; unexpected: number } };
	return { passed: stats.expected + stats.flaky, failed: stats.unexpected };
}

function run(stage: Stage, report: string): Promise<number> {
	const env = { ...process.env, ...(stage.counts && { DENYUT_TEST_REPORT: report }) };
	const child = spawn('npm', ['run', '--silent', ...stage.script], { cwd: top, env, stdio: 'inherit' });
	return new Promise((done, fail) => {
		child.once('error', fail);
		child.once('exit', (code) => done(code ?? 1));
	});
}

function readCount(stage: Stage, report: string): Count {
	if (!stage.counts || !existsSync(report)) return { passed: 0, failed: 0 };
	return stage.counts(JSON.parse(readFileSync(report, 'utf8')));
}

const seconds = (sinceMs: number) => `${((Date.now() - sinceMs) / 1000).toFixed(1)} s`;

async function main(): Promise<number> {
	const begin = Date.now();
	const reports = mkdtempSync(join(tmpdir(), 'denyut-reports-'));
	const total = { passed: 0, failed: 0 };
	let exitCode = 0;
	for (const [index, stage] of stages.entries()) {
		const stageBegin = Date.now();
		console.log(`\n── ${stage.name}`);
		const report = join(reports, `${index}.json`);
		exitCode = await run(stage, report);
		const count = readCount(stage, report);
		total.passed += count.passed;
		total.failed += count.failed;
		console.log(`── ${stage.name}: ${exitCode === 0 ? 'ok' : 'FAILED'} in ${seconds(stageBegin)}`);
		if (exitCode !== 0) break;
	}
	rmSync(reports, { recursive: true, force: true });
	console.log(`\n${exitCode === 0 ? 'All is well' : 'Not well'} after ${seconds(begin)}`);
	console.log(`${total.passed} passed, ${total.failed} failed`);
	return exitCode;
}

process.exitCode = await main();
