/** `npm run import -- siranap|tally|events FILE`: real data, through the same path as everybody's, as the importer. */
import { parseArgs } from 'node:util';
import { createApp } from '../lib/server/app.ts';
import { readConfig } from '../lib/server/config.ts';
import { withDatabase } from '../lib/server/database.ts';
import { readEventFile } from './import/event-file.ts';
import { importItems } from './import/send.ts';
import { readSiranap } from './import/siranap.ts';
import { readTallies } from './import/tally.ts';
import type { Source } from './import/source.ts';
import { runCommand, UsageError } from './run-command.ts';

const usage = `Usage:
  npm run import -- siranap FILE.csv    readings of the ministry's public bed page
  npm run import -- tally FILE          ready-made counts: dengue-bekasi.json, or Open Data Jabar's CSV of districts
  npm run import -- events FILE.ndjson  any events, one CloudEvents object a line`;

const readers: Readonly<Record<string, (path: string) => Promise<Source>>> = {
	siranap: readSiranap,
	tally: readTallies,
	events: readEventFile
};

async function main(): Promise<void> {
	const { positionals } = parseArgs({ allowPositionals: true });
	const [kind = '', path] = positionals;
	const read = Object.hasOwn(readers, kind) ? readers[kind] : undefined;
	if (!read || path === undefined || positionals.length > 2) throw new UsageError(usage);
	const config = readConfig();
	// Before a database is touched: a wrong path or a wrong file costs nothing.
	const source = await read(path);
	await withDatabase(config, async ({ url }) => {
		const app = await createApp(config, url);
		try {
			await importItems(app.ingest, source);
		} finally {
			await app.stop();
		}
	});
}

runCommand(main);
