/** `npm run budget -- set|list`: the ceiling of a year, as decreed and as revised. */
import { parseArgs } from 'node:util';
import { jakartaDay } from '../lib/domain/period.ts';
import { readConfig, type Config } from '../lib/server/config.ts';
import { inTransaction } from '../lib/server/store/transaction.ts';
import { withDatabase } from '../lib/server/database.ts';
import { lockDecisions, writeDecision } from '../lib/server/store/budget/decisions.ts';
import { findBudgetRevisions, findBudgetYears } from '../lib/server/store/budget-queries.ts';
import { recordChange } from '../lib/server/store/changes.ts';
import type { Sql } from '../lib/server/store/connect.ts';
import { recordCommand } from './command-trail.ts';
import { runCommand, UsageError } from './run-command.ts';

const usage = `Usage:
  npm run budget -- set --year 2026 --amount 300000000000 --kind apbd --source "Perda 12/2025"
  npm run budget -- list [--year 2026]
Amounts are whole rupiah. What is set is known from today on; a set of a later day is a revision and both are kept, a
second one on the same day corrects the first.`;

/** As decreed for the year, and as revised within it. */
const kinds = ['apbd', 'apbd-perubahan'];

type Values = { year?: string; amount?: string; kind?: string; source?: string };

async function main(): Promise<void> {
	const { values, positionals } = parseArgs({
		options: {
			year: { type: 'string' },
			amount: { type: 'string' },
			kind: { type: 'string' },
			source: { type: 'string' }
		},
		allowPositionals: true
	});
	const [command] = positionals;
	if (command === 'set') {
		const entry = readEntry(values);
		const config = readConfig();
		return withDatabase(config, ({ sql }) => set(sql, config, entry));
	}
	if (command === 'list') return withDatabase(readConfig(), ({ sql }) => list(sql, values.year));
	throw new UsageError(usage);
}

function readEntry({ year, amount, kind, source }: Values) {
	if (year === undefined || !/^20\d\d$/.test(year)) throw new UsageError(`--year is a year.\n${usage}`);
	const amountRupiah = Number((amount ?? '').replace(/_/g, ''));
	if (!/^\d[\d_]*$/.test(amount ?? '') || !Number.isSafeInteger(amountRupiah) || amountRupiah === 0)
		throw new UsageError(`--amount is whole rupiah above nought.\n${usage}`);
	if (kind === undefined || !kinds.includes(kind))
		throw new UsageError(`--kind is one of ${kinds.join(', ')}.\n${usage}`);
	if (source === undefined || source.trim() === '' || source.length > 300)
		throw new UsageError(`--source names the decree or the document, in at most 300 characters.\n${usage}`);
	return { year: Number(year), amountRupiah, kind, source: source.trim() };
}

/** Open pages take a new snapshot: a ceiling is no increment. */
async function set(sql: Sql, config: Config, entry: ReturnType<typeof readEntry>): Promise<void> {
	const at = new Date();
	const knownOn = jakartaDay(at);
	await inTransaction(sql, async (tx) => {
		await lockDecisions(tx);
		await writeDecision(tx, { ...entry, cashPlan: null, at, knownOn, who: 'command' });
		await recordChange(tx, { reload: ['claims'] });
	});
	const filter = { year: String(entry.year), kind: entry.kind, rupiah: String(entry.amountRupiah) };
	const look = { action: 'setting-changed', what: 'budget set', filter, reason: entry.source } as const;
	await recordCommand(config, sql, 'budget', look);
	console.error(`Budget ${entry.year} (${entry.kind}): ${entry.amountRupiah} rupiah, known on ${knownOn}.`);
}

async function list(sql: Sql, year: string | undefined): Promise<void> {
	const today = jakartaDay(new Date());
	await inTransaction(sql, async (tx) => {
		if (year !== undefined && !/^20\d\d$/.test(year)) throw new UsageError(`--year is a year.\n${usage}`);
		const years = year === undefined ? await findBudgetYears(tx, null) : [Number(year)];
		for (const one of years)
			for (const { knownOn, kind, amountRupiah, source } of await findBudgetRevisions(tx, one, today))
				console.log([one, knownOn, kind, amountRupiah, source].join('\t'));
	});
}

runCommand(main);
