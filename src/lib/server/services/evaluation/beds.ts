/** How the hospitals' inpatient beds were used: occupancy by month, and the ministry's indicators of the year. */
import { estimateBedUse, type KnownUse } from '../../../analytics/beds/estimate-bed-use.ts';
import { blurCount } from '../../../domain/blur.ts';
import { leastCovered } from '../../../domain/bed-use.ts';
import { readUse, type KnownUseRow } from '../../store/bed-use.ts';
import { asProduct } from './as-product.ts';
import { known, type Gathering, type Source, type TableDraft } from './gathering.ts';
import { monthsBegun } from './used.ts';

const units = { bor: 'percent', avLos: 'days', toi: 'days', bto: 'ratio' } as const;

export async function gatherBeds(gathering: Gathering): Promise<TableDraft[]> {
	const { tx, year, moment, heldUntil } = gathering;
	const from = `${year}-01-01`;
	const all = await asProduct(tx, (own) => readUse(own, { from, facility: null, until: heldUntil }));
	const rows = all.filter(({ month }) => month <= `${year}-12-01`);
	const source: Source = {
		...{ unit: 'percent', formula: 'beduse_formula_bor', table: 'bed_use', dateBasis: 'reported' },
		asOf: rows
			.map(({ computedAt }) => computedAt.toISOString())
			.sort()
			.at(-1),
		completeness: {
			reported: rows.filter(({ covered }) => covered >= leastCovered).length,
			expected: rows.length
		}
	};
	const months = monthsBegun(year, moment.today).map((month) => {
		const own = rows.filter((row) => row.month === month);
		const bor = own.length === 0 ? null : rounded(estimateBedUse(joinUse(own)).bor.value);
		const where = { month };
		return {
			...{ key: month },
			facts: { bor: known(bor, { ...source, where }, 'evaluation_unknown_beds') }
		};
	});
	return [indicators(rows, source), { section: 'beds', id: 'months', columns: ['bor'], rows: months }];
}

function indicators(rows: readonly KnownUseRow[], source: Source): TableDraft {
	const year = rows.length === 0 ? null : estimateBedUse(joinUse(rows));
	return {
		...{ section: 'beds', id: 'year', columns: ['value'] },
		rows: (['bor', 'avLos', 'toi', 'bto'] as const).map((measure) => ({
			key: measure,
			facts: {
				value: known(
					year && rounded(year[measure].value),
					{ ...source, unit: units[measure], formula: `beduse_formula_${measure}` },
					year === null ? 'evaluation_unknown_beds' : 'evaluation_unknown_stays'
				)
			}
		}))
	};
}

/** As if it were one hospital: beds and patients weighed by their days, stays rounded as persons are. */
function joinUse(rows: readonly KnownUseRow[]): KnownUse {
	const sum = (value: (row: KnownUseRow) => number) => rows.reduce((total, row) => total + value(row), 0);
	const months = new Map(rows.map(({ month, days }) => [month, days]));
	const days = [...months.values()].reduce((total, one) => total + one, 0);
	const stays = blurCount(sum((row) => row.stays));
	const stayDays = blurCount(sum((row) => row.stayDays));
	return {
		...{ days, stays, stayDays },
		beds: sum((row) => row.beds * row.days) / days,
		occupied: sum((row) => row.occupied * row.days) / days
	};
}

const rounded = (value: number | null) => (value === null ? null : Math.round(value * 10) / 10);
