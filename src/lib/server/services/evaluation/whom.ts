/** Who used it: by kecamatan, age, sex and what brought them the card. Counts of persons are the weekly rounded ones. */
import { blurCount, firstShown } from '../../../domain/blur.ts';
import { findKecamatan, kecamatan, outsideArea, unknownArea } from '../../../domain/area.ts';
import { readCapitation, type CapitationRow } from '../../store/budget/capitation-queries.ts';
import { ageGroups } from '../../store/evaluation-queries.ts';
import { asProduct } from './as-product.ts';
import {
	known,
	sameName,
	type Fact,
	type Gathering,
	type RowDraft,
	type Source,
	type TableDraft
} from './gathering.ts';
import { heldVisits } from './used.ts';

/** Of members a rupiah finer than this would move with a single claim. */
const rupiahStep = 1_000;

const parts: Source = {
	...{ unit: 'claims', formula: 'evaluation_formula_part', table: 'capitation_area' },
	page: '/budget/capitation'
};
const columns = ['visits', 'claims', 'share', 'perMember'];

export async function gatherWhom(gathering: Gathering): Promise<TableDraft[]> {
	const { year, heldUntil } = gathering;
	const rows = await asProduct(gathering.tx, (tx) => readCapitation(tx, year, heldUntil));
	const areas = [...kecamatan.map(({ code }) => code), outsideArea, unknownArea];
	const segments = [
		...new Set([...rows.map(({ segment }) => segment), ...Object.keys(gathering.held?.visits.segment ?? {})])
	].sort((a, b) => Number(a === '') - Number(b === '') || (a < b ? -1 : 1));
	const summed = ['visits', 'claims'];
	return [
		{
			...{ section: 'whom', id: 'kecamatan', columns, summed },
			rows: areas.map((code) => ({
				...areaName(code),
				facts: factsOf(gathering, 'kecamatan', code, rows)
			}))
		},
		plainTable(
			gathering,
			'age',
			[...ageGroups.map(String), ''].map((key) => (key === '' ? 'age_unknown' : `age_${key}`))
		),
		plainTable(gathering, 'sex', ['sex_female', 'sex_male', 'sex_unknown']),
		{
			...{ section: 'whom', id: 'segment', columns, summed },
			rows: segments.map((segment) => ({
				...(segment === '' ? { key: 'no_member' } : { key: segment, name: sameName(segment) }),
				facts: factsOf(gathering, 'segment', segment, rows)
			}))
		}
	];
}

function areaName(code: string): Pick<RowDraft, 'key' | 'name'> {
	if (code === outsideArea) return { key: 'area_outside' };
	if (code === unknownArea) return { key: 'area_unknown' };
	return { key: code, name: sameName(findKecamatan(code)?.name ?? code) };
}

function plainTable(gathering: Gathering, by: 'age' | 'sex', keys: readonly string[]): TableDraft {
	return {
		...{ section: 'whom', id: by, columns: ['visits'], summed: ['visits'] },
		rows: keys.map((key) => {
			const part = key.slice(by.length + 1).replace('unknown', '');
			return { key, facts: { visits: heldVisits(gathering, by, [part]) } };
		})
	};
}

function factsOf(
	gathering: Gathering,
	by: 'kecamatan' | 'segment',
	part: string,
	all: readonly CapitationRow[]
): Record<string, Fact> {
	const own = all.filter((row) => row[by] === part);
	const sum = (rows: readonly CapitationRow[], value: (row: CapitationRow) => number) =>
		rows.reduce((total, row) => total + value(row), 0);
	const claims = sum(own, (row) => row.claims);
	const rupiah = sum(own, (row) => row.committedRupiah);
	const memberMonths = blurCount(sum(own, (row) => row.memberMonths));
	const whole = sum(all, (row) => row.committedRupiah);
	const source: Source = {
		...{ ...parts, where: { [by]: part } },
		asOf: all[0]?.countedAt.toISOString()
	};
	const isCounted = all.length > 0;
	const why = isCounted ? 'evaluation_unknown_few' : 'evaluation_unknown_capitation';
	const isTold = isCounted && claims >= firstShown;
	const perMember = memberMonths > 0 ? Math.round(rupiah / memberMonths / rupiahStep) * rupiahStep : null;
	return {
		visits: heldVisits(gathering, by, [part]),
		claims: known(isCounted ? blurCount(claims) : null, source, why),
		share: known(
			isTold && whole > 0 ? Math.round((100 * rupiah) / whole) : null,
			{ ...source, unit: 'percent', formula: 'evaluation_formula_part_share' },
			why
		),
		perMember: known(
			isTold ? perMember : null,
			{ ...source, unit: 'rupiah-per-member-month', formula: 'evaluation_formula_part_cost' },
			isTold ? 'evaluation_unknown_no_members' : why
		)
	};
}
