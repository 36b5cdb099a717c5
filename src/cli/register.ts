/** `npm run register -- sync --source dukcapil|dinsos|jkn [--delta] [--force] FILE`: a register's file, whole or in part. */
import { Presets, SingleBar } from 'cli-progress';
import { createReadStream, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { isRegisterSource } from '../lib/domain/membership-validity.ts';
import { createApp } from '../lib/server/app.ts';
import { readConfig } from '../lib/server/config.ts';
import { withDatabase } from '../lib/server/database.ts';
import type { SyncResult, SyncStep } from '../lib/server/ingest/readers/register/register-desk.ts';
import { runCommand, UsageError } from './run-command.ts';

const usage = `Usage:
  npm run register -- sync --source dukcapil|dinsos|jkn FILE.csv[.gz]           the whole register
  npm run register -- sync --source dukcapil|dinsos|jkn --delta FILE.csv[.gz]   what changed since
Also NDJSON. With --force a snapshot is taken that removes more than 20 % of the people.`;

const stepNames: Record<SyncStep, string> = {
	reading: 'reading',
	comparing: 'comparing',
	writing: 'writing the difference',
	judging: 'judging every card',
	counting: 'counting'
};

async function main(): Promise<void> {
	const { values, positionals } = parseArgs({
		options: {
			source: { type: 'string' },
			delta: { type: 'boolean' },
			force: { type: 'boolean' }
		},
		allowPositionals: true
	});
	const [command, path] = positionals;
	const { source = '', delta = false, force = false } = values;
	if (command !== 'sync' || path === undefined || !isRegisterSource(source)) throw new UsageError(usage);
	const size = statSync(path, { throwIfNoEntry: false })?.size;
	if (size === undefined) throw new UsageError(`There is no file ${path}.`);
	const config = readConfig();
	await withDatabase(config, async ({ url }) => {
		const app = await createApp(config, url);
		const bar = new SingleBar(
			{
				format: `${source}  {bar} {percentage} %  {step}, {lines} lines`,
				...{ hideCursor: true, noTTYOutput: true, notTTYSchedule: 5_000 }
			},
			Presets.shades_classic
		);
		const file = createReadStream(path, { highWaterMark: 1 << 18 });
		// Reading is four fifths of the work; what follows has no share of its own.
		const share = (step: SyncStep) => (step === 'reading' ? (0.8 * file.bytesRead) / Math.max(1, size) : 0.9);
		bar.start(100, 0, { step: stepNames.reading, lines: 0 });
		try {
			const result = await app.registers.sync({
				...{ source, mode: delta ? 'delta' : 'snapshot', force, sender: 'cli', bytes: file },
				onStep: (step, lines) => bar.update(100 * share(step), { step: stepNames[step], lines })
			});
			bar.update(100, { step: 'done', lines: result.lines });
			bar.stop();
			report(result);
		} finally {
			bar.stop();
			await app.stop();
		}
	});
}

function report({
	lines,
	accepted,
	duplicate,
	rejected,
	rejections,
	added,
	changed,
	removed
}: SyncResult): void {
	console.log(`${lines} lines: ${accepted} people, ${duplicate} repeated, ${rejected} not usable.`);
	console.log(`${added} added, ${changed} changed, ${removed} removed.`);
	for (const [reason, { count, lines: where }] of Object.entries(rejections))
		console.log(`  ${reason}: ${count} (line ${where.slice(0, 10).join(', ')}${count > 10 ? ', …' : ''})`);
}

runCommand(main);
