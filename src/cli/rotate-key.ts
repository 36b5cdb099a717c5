/** `npm run rotate-key`: changes the pseudonym key. The server must be stopped; stopped halfway, call it again. */
import { Presets, SingleBar } from 'cli-progress';
import { readConfig } from '../lib/server/config.ts';
import { withDatabase } from '../lib/server/database.ts';
import { rotateKey } from '../lib/server/rotate-key.ts';
import { runCommand } from './run-command.ts';

async function main(): Promise<void> {
	const config = readConfig();
	const bar = new SingleBar(
		{
			format: 'Wrapping  {bar} {percentage} %  {value} of {total} rows',
			noTTYOutput: true,
			notTTYSchedule: 5_000
		},
		Presets.shades_classic
	);
	await withDatabase(config, async (database) => {
		const progress = {
			begin: (rows: number) => bar.start(rows, 0),
			update: (done: number) => bar.update(done)
		};
		const { keys, file, isInEnvironment } = await rotateKey({ config, database, progress }).finally(() =>
			bar.stop()
		);
		console.log(
			`The pseudonym key is changed: ${keys} keys, oldest first, stand in ${file}. Back it up; all are needed.`
		);
		if (isInEnvironment)
			console.log(
				'Set DENYUT_PSEUDONYM_KEY to the lines of that file, separated by commas, and remove the file.'
			);
	});
}

runCommand(main);
