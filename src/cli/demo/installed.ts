/** The demo city in a database: which one it holds, its facilities and its budgets. */
import type { Sql } from '../../lib/server/store/connect.ts';
import { demoCitySetting } from '../../lib/server/store/demo-mark.ts';
import { layDownFacilities } from '../../lib/server/store/facilities.ts';
import { z } from 'zod';
import { inTransaction } from '../../lib/server/store/transaction.ts';
import { lockDecisions, writeDecision } from '../../lib/server/store/budget/decisions.ts';
import { budgets, budgetSource } from './city.ts';
import { yearOf } from './calendar.ts';
import { type City, presets } from './model.ts';
import { decisions2018 } from './reconstruct.ts';

const installedSchema = z.object({
	plan: z.object({
		...{ seed: z.number(), scale: z.number(), start: z.string(), end: z.string() },
		preset: z.enum(presets).optional()
	}),
	/** False while the history is being sent: the next start goes on with the same city. */
	complete: z.boolean()
});
export type InstalledCity = z.output<typeof installedSchema>;

export async function findInstalledCity(sql: Sql): Promise<InstalledCity | undefined> {
	const [row] = await sql<{ value: unknown }[]>`SELECT value FROM setting WHERE key = ${demoCitySetting}`;
	return row && installedSchema.parse(row.value);
}

export async function rememberCity(sql: Sql, installed: InstalledCity): Promise<void> {
	await sql`
		INSERT INTO setting (key, value) VALUES (${demoCitySetting}, ${sql.json(installed)})
		ON CONFLICT (key) DO UPDATE SET value = excluded.value`;
}

/** True when events came in that are no demo's: an invented city must not be mixed into them. */
export async function holdsOtherData(sql: Sql): Promise<boolean> {
	const [row] = await sql<{ some: boolean }[]>`SELECT EXISTS (SELECT 1 FROM event_ledger) AS some`;
	return row?.some ?? false;
}

export async function layDownCity(sql: Sql, city: City): Promise<void> {
	await layDownFacilities(sql, [...city.hospitals, ...city.puskesmas]);
	if (city.plan.preset) return decideBudgets(sql);
	for (const row of budgetRows(city)) {
		await sql`
			INSERT INTO budget (budget_year, known_on, kind, amount_rupiah, source, demo)
			VALUES (${row.budgetYear}, ${row.knownOn}, ${row.kind}, ${row.amountRupiah}, ${budgetSource}, true)
			ON CONFLICT (budget_year, known_on) DO NOTHING`;
	}
}

/** Once, each as a decision of its day: who comes back to an interrupted seeding finds them decided. */
function decideBudgets(sql: Sql): Promise<void> {
	return inTransaction(sql, async (tx) => {
		await lockDecisions(tx);
		const [row] = await tx<{ isDone: boolean }[]>`SELECT EXISTS (SELECT FROM budget_decision) AS "isDone"`;
		if (row?.isDone) return;
		for (const decision of decisions2018) await writeDecision(tx, decision);
		await tx`UPDATE budget SET demo = true`;
	});
}

/** The demo's budgets at the city's scale; none that is decided only after the history's end. */
export function budgetRows(city: City) {
	const endYear = yearOf(Math.floor(city.endMs / 86_400_000));
	return budgets
		.map(({ yearsBack, knownYearsBack, knownOn, kind, amountRupiah }) => ({
			budgetYear: endYear - yearsBack,
			knownOn: `${endYear - knownYearsBack}-${knownOn}`,
			kind,
			amountRupiah: Math.round(amountRupiah * city.plan.scale)
		}))
		.filter(({ knownOn }) => knownOn <= city.plan.end.slice(0, 10));
}
