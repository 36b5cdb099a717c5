/** Several commits' changes as one: increments are summed, absolute states replaced by the newest. */
import { topicKinds, type CellKind, type Changes, type Topic } from './live.ts';

type AnyCell = Record<string, string | number | null>;

type KindRule = { keys: readonly string[]; sums: readonly string[] };

/** Cells of a kind agree in `keys`; `sums` are added, all else is taken from the newest. */
const rules: Record<CellKind, KindRule> = {
	bedTotals: { keys: ['ward'], sums: [] },
	beds: { keys: ['facility', 'ward', 'room'], sums: [] },
	diseases: { keys: ['icd3', 'kecamatan', 'day'], sums: ['visits'] },
	services: { keys: ['facility', 'service', 'day'], sums: ['visits'] },
	drugs: { keys: ['item', 'month'], sums: ['quantity'] },
	claims: {
		keys: ['budgetYear', 'state', 'facility', 'service', 'serviceMonth', 'transitionMonth'],
		sums: ['claims', 'billedRupiah', 'amountRupiah']
	},
	members: { keys: ['kecamatan', 'segment', 'status', 'jkn'], sums: ['persons'] },
	sources: { keys: ['reporter', 'source', 'day'], sums: ['accepted', 'duplicate', 'quarantined'] },
	signals: { keys: ['id'], sums: [] },
	lattice: { keys: ['week'], sums: [] }
};

/** What a city-wide topic blanks out of its cells: it gets totals only. */
const blanked: Partial<Record<Topic, Partial<Record<CellKind, readonly string[]>>>> = {
	overview: {
		diseases: ['kecamatan'],
		services: ['facility'],
		claims: ['facility', 'service'],
		members: ['kecamatan'],
		sources: ['reporter', 'source']
	},
	public: { services: ['facility'], claims: ['facility', 'service'], members: ['kecamatan'] }
};

/** The part of a commit's changes that a topic carries; null where there is none. */
export function changesFor(topic: Topic, changes: Changes): Changes | null {
	const projected: Record<string, unknown> = {};
	for (const kind of topicKinds[topic]) {
		const cells = changes[kind] as AnyCell[] | undefined;
		if (cells === undefined) continue;
		const blanks = blanked[topic]?.[kind];
		projected[kind] = blanks === undefined ? cells : cells.map((cell) => blank(cell, blanks));
	}
	const reload = changes.reload?.filter((kind) => topicKinds[topic].includes(kind)) ?? [];
	if (reload.length > 0) projected['reload'] = reload;
	return Object.keys(projected).length === 0 ? null : (projected as Changes);
}

function blank(cell: AnyCell, fields: readonly string[]): AnyCell {
	return { ...cell, ...Object.fromEntries(fields.map((field) => [field, ''])) };
}

export function mergeChanges(list: readonly Changes[]): Changes {
	const reload = [...new Set(list.flatMap((changes) => changes.reload ?? []))];
	const merged: Record<string, unknown> = {};
	for (const kind of Object.keys(rules) as CellKind[]) {
		if (reload.includes(kind)) continue;
		const cells = list.flatMap((changes) => (changes[kind] ?? []) as AnyCell[]);
		if (cells.length > 0) merged[kind] = mergeCells(cells, rules[kind]);
	}
	if (reload.length > 0) merged['reload'] = reload;
	return merged as Changes;
}

function mergeCells(cells: readonly AnyCell[], { keys, sums }: KindRule): AnyCell[] {
	const merged = new Map<string, AnyCell>();
	for (const cell of cells) {
		const key = keys.map((name) => cell[name]).join('\u0001');
		const standing = merged.get(key);
		if (!standing) merged.set(key, { ...cell });
		else
			merged.set(key, {
				...standing,
				...cell,
				...Object.fromEntries(sums.map((name) => [name, Number(standing[name]) + Number(cell[name])]))
			});
	}
	return [...merged.values()];
}
