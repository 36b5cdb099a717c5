/**
 * A process to be killed: opens the data directory in argv[2], says `ready <url>` and waits. With `once` as
 * argv[3] it stops the database in order and ends.
 */
import { openDatabase } from '../../src/lib/server/store/embedded.ts';

const [, , dataDir = '', mode] = process.argv;
const log = { info: console.error, warn: console.error, error: console.error };

async function run(): Promise<void> {
	const database = await openDatabase({ dataDir, log });
	console.log(`ready ${database.url}`);
	if (mode === 'once') await database.stop();
	else setInterval(() => undefined, 1000);
}

run().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
