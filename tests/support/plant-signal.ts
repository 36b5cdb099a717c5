/** A signal with its week, its look and its history, as the watch over diseases would have left it. */
import { randomUUID } from 'node:crypto';
import { addDays, epiWeekStart, jakartaDay } from '../../src/lib/domain/period.ts';
import type { Sql } from '../../src/lib/server/store/connect.ts';

/** @returns its id */
export async function plantSignal(
	sql: Sql,
	{ disease = 'dengue', area = '32.75.01', now = new Date() } = {}
): Promise<string> {
	const id = randomUUID();
	const week = addDays(epiWeekStart(jakartaDay(now)), -7);
	const dueAt = new Date(now.getTime() + 86_400_000);
	await sql`INSERT INTO signal (id, disease, area, week, rule, raised_at, due_at, version)
		VALUES (${id}, ${disease}, ${area}, ${week}, 'statistics', ${now}, ${dueAt}, 1)`;
	await sql`INSERT INTO signal_move (signal_id, number, move, state, who, role, at, note)
		VALUES (${id}, 0, 'raise', 'new', 'system:signals', 'system', ${now}, '')`;
	await sql`INSERT INTO signal_week (signal_id, week, seen_at, method, basis, cases, expected, threshold, chance, false_share)
		VALUES (${id}, ${week}, ${now}, 'earsC1', 'visits', 21, 4.57, 14.9, 0.00043, 0.3)`;
	await sql`INSERT INTO signal_look (week, disease, area, looked_at, basis, cases, is_signal, is_persistence)
		VALUES (${week}, ${disease}, ${area}, ${now}, 'visits', 21, true, true)`;
	await sql`INSERT INTO signal_round (week, looked_at, looks, told, level, signals, version)
		VALUES (${week}, ${now}, 684, 684, 0.0024, 1, 1)`;
	return id;
}
