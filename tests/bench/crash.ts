/** `npm run bench -- crash [--app 20] [--database 10]`: kills and crash-stops in the middle of a concurrent load. */
import { parseArgs } from 'node:util';
import { runCrashes } from '../support/crash/rounds.ts';
import { quantile, round } from './support/table.ts';

const { values } = parseArgs({
	options: { app: { type: 'string', default: '20' }, database: { type: 'string', default: '10' } }
});
const appKills = Number(values.app);
const databaseStops = Number(values.database);

const report = await runCrashes({
	appKills,
	databaseStops,
	onCrash: (done, kind) => console.error(`${done}/${appKills + databaseStops} ${kind}`)
});
console.table({
	'kill -9 of the app': report.crashes.app,
	'immediate stops of the database': report.crashes.database,
	'events acknowledged': report.acknowledged,
	'refusals and lost connections met': report.refusals,
	'lost events': report.lost,
	'double events': report.double,
	'wrong totals': report.wrongTotals.length,
	'differences found by reconcile': report.differences.length
});
console.table(
	Object.entries(report.recoveryMs).map(([kind, times]) => ({
		'from a crash of the': kind,
		'to every sender acknowledged again, ms: p50': round(quantile(times, 0.5)),
		max: round(quantile(times, 1))
	}))
);
for (const line of [...report.wrongTotals, ...report.differences].slice(0, 20)) console.log(line);
const faults = report.lost + report.double + report.wrongTotals.length + report.differences.length;
if (faults > 0) process.exitCode = 1;
