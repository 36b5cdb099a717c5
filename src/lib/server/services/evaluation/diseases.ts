/** For which diseases: the most frequent by the frozen weeks, and those that took most of the money. */
import { city } from '../../../domain/area.ts';
import { diseaseGroups, findDiseaseGroup } from '../../../domain/surveillance-diseases.ts';
import { readLattice } from '../../store/lattice.ts';
import { known, type Gathering, type RowDraft, type Source, type TableDraft } from './gathering.ts';
import { endOf } from './used.ts';

const mostFrequent = 10;

export async function gatherDiseases(gathering: Gathering): Promise<TableDraft[]> {
	return [await readFrequent(gathering), listCostly(gathering)];
}

const row = (disease: string, facts: RowDraft['facts']): RowDraft => ({
	...{ key: disease, name: findDiseaseGroup(disease)?.names, facts }
});

/** Sums of weeks that were told already, so that the document tells nothing that those did not. */
async function readFrequent({ tx, year, moment, heldUntil }: Gathering): Promise<TableDraft> {
	const ids = diseaseGroups.map(({ id }) => id);
	const span = { from: `${year}-01-01`, to: `${year}-12-31` };
	const cells = await readLattice(tx, ids, span, moment.today);
	const sums = new Map<string, number>();
	for (const { condition, area, shown } of cells)
		if (area === city.code) sums.set(condition, (sums.get(condition) ?? 0) + shown);
	const source: Source = {
		...{ unit: 'cases', formula: 'evaluation_formula_frequent', table: 'lattice', page: '/diseases' },
		asOf: endOf(heldUntil)
	};
	const top = [...sums]
		.filter(([, cases]) => cases > 0)
		.sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
		.slice(0, mostFrequent);
	const none = { key: 'no_disease', facts: { cases: known(null, source, 'evaluation_unknown_weeks') } };
	return {
		...{ section: 'diseases', id: 'frequent', columns: ['cases'] },
		rows:
			top.length === 0
				? [none]
				: top.map(([disease, cases]) =>
						row(disease, { cases: { value: cases, source: { ...source, where: { condition: disease } } } })
					)
	};
}

function listCostly({ held }: Gathering): TableDraft {
	const source: Source = {
		...{ unit: 'percent', formula: 'evaluation_formula_costly', table: 'claim' },
		asOf: held === null ? undefined : endOf(held.until)
	};
	const why = held === null ? 'evaluation_unknown_held' : 'evaluation_unknown_few';
	const none = { key: 'no_disease', facts: { share: known(null, source, why) } };
	const rows = (held?.costly ?? []).map(({ disease, percent }) =>
		row(disease, { share: { value: percent, source: { ...source, where: { disease } } } })
	);
	const id = 'costly';
	return { section: 'diseases', id, columns: ['share'], rows: rows.length > 0 ? rows : [none] };
}
