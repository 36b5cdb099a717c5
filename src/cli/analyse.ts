/**
 * `npm run --silent analyse -- forecast|outbreak|reserve FILE|-`: the product's own methods on anybody's file, JSON in,
 * JSON out. Needs no database: what it says of a series depends on the file alone.
 */
import { parseArgs } from 'node:util';
import { AnalyticsError } from '../lib/analytics/analytics-error.ts';
import { readJson } from './analyse/read-file.ts';
import { runCommand, UsageError } from './run-command.ts';

const usage = `Usage: npm run --silent analyse -- forecast|outbreak|reserve FILE
FILE is JSON; - reads standard input. The answer goes to standard output, in the file's order.`;

/** Loaded when asked for: a forecast need not wait for the surveillance code. */
const analyses: Readonly<Record<string, () => Promise<(input: unknown) => unknown>>> = {
	forecast: async () => (await import('./analyse/forecast.ts')).analyseForecast,
	outbreak: async () => (await import('./analyse/outbreak.ts')).analyseOutbreak,
	reserve: async () => (await import('./analyse/reserve.ts')).analyseReserve
};

async function main(): Promise<void> {
	const positionals = readArguments();
	const [kind = '', path] = positionals;
	const load = Object.hasOwn(analyses, kind) ? analyses[kind] : undefined;
	if (!load || path === undefined || positionals.length > 2) throw new UsageError(usage);
	const [analyse, input] = [await load(), await readJson(path)];
	process.stdout.write(`${JSON.stringify(answer(analyse, input))}\n`);
}

function readArguments(): string[] {
	try {
		return parseArgs({ allowPositionals: true }).positionals;
	} catch {
		// There are no options to know.
		throw new UsageError(usage);
	}
}

function answer(analyse: (input: unknown) => unknown, input: unknown): unknown {
	try {
		return analyse(input);
	} catch (error) {
		// The file's fault, not the program's.
		if (error instanceof AnalyticsError) throw new UsageError(error.message);
		throw error;
	}
}

runCommand(main);
