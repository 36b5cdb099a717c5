/** What somebody was shown in a period: the answer that the law wants within three days of a breach. */
import { endOfJakartaDay, isDay, startOfJakartaDay } from '../../lib/domain/period.ts';
import { countNamed } from '../../lib/domain/trail.ts';
import { systemViewer } from '../../lib/domain/viewer.ts';
import { toCsv } from '../../lib/protocol/csv.ts';
import type { Sql } from '../../lib/server/store/connect.ts';
import type { TrailLine } from '../../lib/server/store/trail/line.ts';
import { findTrailViewer, readTrailNames, type TrailName } from '../../lib/server/store/trail/names.ts';
import { findViewers, readLooks, type Period } from '../../lib/server/store/trail/queries.ts';
import type { Trail } from '../../lib/server/store/trail/trail.ts';
import type { TrailVerdict } from '../../lib/server/store/trail/verify.ts';
import { UsageError } from '../run-command.ts';

const formats = ['text', 'json', 'csv'] as const;
export type Format = (typeof formats)[number];
export const isFormat = (text: string): text is Format => (formats as readonly string[]).includes(text);

export type Affected = {
	period: Period;
	/** Whose account it is, also when it is closed; null for programs, and for accounts that this database never had. */
	account: TrailName | null;
	looks: TrailLine[];
	/** Different rows that are named, by table; persons among them where the look knew them. */
	named: Record<string, number>;
	/** Looks that showed more rows than they name: there the filter tells which. */
	unnamed: { looks: number; rows: number };
	trail: Pick<TrailVerdict, 'state' | 'anchored'>;
};

/** Undefined where a moment is none, or the period has no length. */
export function readPeriod(user: string, from: string, to: string): Period | undefined {
	const moment = (text: string, ofDay: (day: string) => Date) =>
		isDay(text) ? ofDay(text) : /^\d{4}-\d\d-\d\dT/.test(text) ? new Date(text) : new Date(Number.NaN);
	const [start, before] = [moment(from, startOfJakartaDay), moment(to, endOfJakartaDay)];
	if (!(start < before)) return undefined;
	return { viewer: user, from: start, before };
}

/** As the trail names it: `sari.dewi` is `user:<id>`, and what has a colon is a name of the trail already. */
export async function viewerOf(sql: Sql, name: string): Promise<string> {
	if (name.includes(':')) return name;
	return (await findTrailViewer(sql, name)) ?? `user:${name}`;
}

/** The question is written into the trail, and the trail verified: from a broken one something may be missing. */
export async function findAffected(sql: Sql, trail: Trail, period: Period): Promise<Affected> {
	const looks = await readLooks(sql, period);
	if (looks.length === 0) await assertKnown(sql, period.viewer);
	const { state, anchored } = await trail.verify();
	await trail.recordLook(sql, systemViewer('audit'), {
		action: 'look-trail',
		what: 'npm run audit -- affected',
		filter: {
			who: period.viewer,
			from: period.from.toISOString(),
			before: period.before.toISOString()
		},
		rowCount: looks.length
	});
	const account = (await readTrailNames(sql, [period.viewer])).get(period.viewer) ?? null;
	return { period, account, looks, ...countRows(looks), trail: { state, anchored } };
}

/** Nothing seen and nobody of that name are different answers. */
async function assertKnown(sql: Sql, viewer: string): Promise<void> {
	const near = await findViewers(sql, viewer.split(':').at(-1) ?? viewer);
	if (near.includes(viewer)) return;
	const names = await readTrailNames(sql, near);
	const said = near.map((one) => (names.has(one) ? `${one} (${names.get(one)?.userName})` : one));
	const others = near.length === 0 ? '' : ` It knows: ${said.join(', ')}.`;
	throw new UsageError(`The trail knows nobody of the name ${viewer}.${others}`);
}

function countRows(looks: readonly TrailLine[]): Pick<Affected, 'named' | 'unnamed'> {
	const named: Record<string, number> = {};
	for (const row of new Set(looks.flatMap(({ rows }) => rows))) {
		const [table = ''] = row.split(':', 1);
		named[table] = (named[table] ?? 0) + 1;
	}
	const beyond = looks
		.map(({ rows, rowCount }) => (rowCount ?? 0) - countNamed(rows))
		.filter((more) => more > 0);
	return {
		named,
		unnamed: { looks: beyond.length, rows: beyond.reduce((sum, more) => sum + more, 0) }
	};
}

export function sayAffected(found: Affected, format: Format): string {
	if (format === 'json') return `${JSON.stringify(asJson(found), null, '\t')}\n`;
	if (format === 'csv') return csv(found);
	return `${text(found).join('\n')}\n`;
}

function asJson({ period, account, looks, named, unnamed, trail }: Affected) {
	const { viewer, from, before } = period;
	return {
		...{ user: viewer, account, from: from.toISOString(), before: before.toISOString(), trail },
		distinct: named,
		unnamed,
		looks: looks.map(({ keyId: _, ...look }) => look)
	};
}

function csv({ looks }: Affected): string {
	const fields = [
		'number',
		'at',
		'action',
		'what',
		'rows',
		'rowCount',
		'filter',
		'reason',
		'session',
		'address'
	];
	const rows = looks.map((look) => ({
		...look,
		at: look.at.toISOString(),
		rows: look.rows.join('\n'),
		filter: pairs(look)
	}));
	return toCsv(fields, rows);
}

const pairs = ({ filter }: TrailLine) =>
	Object.entries(filter)
		.map(([name, value]) => `${name}=${value}`)
		.sort()
		.join('\n');

function text(found: Affected): string[] {
	const { period, account, looks, named, unnamed } = found;
	const person =
		account && ` (${account.userName}, ${account.name}${account.isDisabled ? ', disabled' : ''})`;
	const tables = Object.entries(named).map(([table, count]) => `${count} ${table}`);
	return [
		`${period.viewer}${person ?? ''}, ${period.from.toISOString()} to ${period.before.toISOString()}. Looks: ${looks.length}.`,
		`Different rows named: ${tables.length === 0 ? 'none' : tables.join(', ')}.` +
			(named['person'] === undefined ? ' No look names a person.' : ''),
		...(unnamed.looks > 0
			? [
					`Looks that showed more rows than they name: ${unnamed.looks} (${unnamed.rows} rows more). There the filter tells which.`
				]
			: []),
		...looks.map(lookText)
	];
}

function lookText(look: TrailLine): string {
	const { number, at, action, what, rows, rowCount, reason } = look;
	const parts = [
		`${number}  ${at.toISOString()}  ${action}  ${what}`,
		...rows.map((row) => `    ${row}`),
		...(rowCount !== null && rowCount !== countNamed(rows) ? [`    ${rowCount} rows shown`] : []),
		...(pairs(look) === '' ? [] : [`    filter: ${pairs(look).replaceAll('\n', ', ')}`]),
		...(reason === null ? [] : [`    reason: ${reason}`])
	];
	return parts.join('\n');
}
