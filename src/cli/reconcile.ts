/**
 * `npm run reconcile`: recounts every rollup from its rows. Differences on stdout, progress on stderr; exits 1 when there
 * is a difference. May run while the server runs.
 */
import { readConfig } from '../lib/server/config.ts';
import { withDatabase } from '../lib/server/database.ts';
import { reconcile, type Difference } from '../lib/server/store/reconcile.ts';
import { runCommand } from './run-command.ts';

function sayDifference({ check, key, kept, counted }: Difference): void {
	console.log(
		`${check} ${JSON.stringify(key)}: kept ${JSON.stringify(kept)}, counted ${JSON.stringify(counted)}`
	);
}

function sayProgress(name: string, index: number, checks: number): void {
	const line = `[${String(index + 1).padStart(2)}/${checks}] ${name}`;
	if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${line}`);
	else console.error(line);
}

async function main(): Promise<void> {
	await withDatabase(readConfig(), async ({ sql }) => {
		const { checks, versions, differences } = await reconcile(sql, {
			onCheck: sayProgress,
			onDifference: sayDifference
		});
		if (process.stderr.isTTY) process.stderr.write('\r\u001b[2K');
		const counted = versions.toLocaleString('en');
		if (differences === 0) {
			console.log(`All is well: the rollups equal a recount of ${counted} versions (${checks} checks).`);
			return;
		}
		const found = `${differences.toLocaleString('en')} ${differences === 1 ? 'difference' : 'differences'}`;
		console.log(`${found} from a recount of ${counted} versions.`);
		process.exitCode = 1;
	});
}

runCommand(main);
