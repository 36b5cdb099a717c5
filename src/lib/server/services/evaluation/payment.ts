/** How it was paid: how long claims took, how old the unpaid ones are, what came back, and what was found doubtful. */
import { blurCount, firstShown } from '../../../domain/blur.ts';
import { debtAges } from '../../../protocol/views/budget-owed.ts';
import { sumClaimsByState } from '../../store/budget-queries.ts';
import { readUnpaidAges } from '../../store/budget/owed-queries.ts';
import { findClaimYear } from '../claim-analysis.ts';
import {
	known,
	sameName,
	type Fact,
	type Gathering,
	type RowDraft,
	type Source,
	type TableDraft
} from './gathering.ts';

export async function gatherPayment(gathering: Gathering): Promise<TableDraft[]> {
	return [
		await readDays(gathering),
		await readHospitals(gathering),
		await readAges(gathering),
		await readRefused(gathering),
		await readFindings(gathering)
	];
}

const stages = ['submitted', 'returned', 'verified', 'approved'] as const;

async function readDays({ tx, year, moment }: Gathering): Promise<TableDraft> {
	const found = await findClaimYear(tx, year, moment.today);
	const source: Source = {
		...{ unit: 'days', formula: 'evaluation_formula_stage_days', table: 'claim', page: '/budget/delay' },
		asOf: found?.computedAt.toISOString()
	};
	const unknown = found ? 'evaluation_unknown_stage' : 'evaluation_unknown_audit';
	return {
		...{ section: 'payment', id: 'days', columns: ['medianDays', 'ninetiethDays'] },
		rows: stages.map((state): RowDraft => {
			const own = found?.result.stages.find((one) => one.state === state);
			const fact = (value: number | undefined) =>
				known(value ?? null, { ...source, where: { state } }, unknown);
			return {
				...{ key: `stage_${state}` },
				facts: { medianDays: fact(own?.medianDays), ninetiethDays: fact(own?.ninetiethDays) }
			};
		})
	};
}

/** From the first submission to the payment, and how often something came back, by hospital. */
async function readHospitals({ tx, year, moment, nameOf }: Gathering): Promise<TableDraft> {
	const found = await findClaimYear(tx, year, moment.today);
	const source: Source = {
		...{ unit: 'days', formula: 'claims_formula_days_to_pay', table: 'claim', page: '/claims' },
		asOf: found?.computedAt.toISOString()
	};
	const counted: Source = { ...source, unit: 'claims', formula: 'evaluation_formula_ever' };
	const hospitals = [...(found?.result.hospitals ?? [])].sort(
		(a, b) => nameOf(a.facility).localeCompare(nameOf(b.facility), 'id') || (a.facility < b.facility ? -1 : 1)
	);
	const rows = hospitals.map(({ facility, claims, returned, medianDaysToPay }): RowDraft => {
		const where = { facility };
		return {
			...{ key: facility, name: sameName(nameOf(facility)) },
			facts: {
				daysToPay: known(medianDaysToPay, { ...source, where }, 'evaluation_unknown_unpaid'),
				claims: { value: claims, source: { ...counted, where } },
				everReturned: { value: returned, source: { ...counted, where } }
			}
		};
	});
	const none = { key: 'hospitals', facts: { daysToPay: known(null, source, 'evaluation_unknown_audit') } };
	return {
		...{ section: 'payment', id: 'hospitals', columns: ['daysToPay', 'claims', 'everReturned'] },
		...{ rows: rows.length > 0 ? rows : [none], summed: ['claims', 'everReturned'] }
	};
}

const count: Source = {
	...{ unit: 'claims', formula: 'money_formula_age', table: 'claim', page: '/budget/owed' }
};

async function readAges({ tx, filter, moment }: Gathering): Promise<TableDraft> {
	const rows = await readUnpaidAges(tx, filter, moment.today);
	const columns = ['claims', 'amount'];
	return {
		...{ section: 'payment', id: 'ages', columns, summed: columns },
		rows: debtAges.map((age): RowDraft => {
			const own = rows.filter((row) => row.age === age);
			const where = { age: String(age) };
			return {
				key: `age_from_${age}`,
				facts: {
					claims: { value: own.reduce((sum, { claims }) => sum + claims, 0), source: { ...count, where } },
					amount: {
						value: own.reduce((sum, { amountRupiah }) => sum + amountRupiah, 0),
						source: { ...count, unit: 'rupiah', where }
					}
				}
			};
		})
	};
}

async function readRefused({ tx, filter }: Gathering): Promise<TableDraft> {
	const rows = await sumClaimsByState(tx, filter);
	const source: Source = {
		...{ unit: 'claims', formula: 'evaluation_formula_standing', table: 'claim_standing', page: '/budget' }
	};
	return {
		...{ section: 'payment', id: 'refused', columns: ['claims', 'billed'] },
		rows: (['returned', 'rejected'] as const).map((state) => {
			const own = rows.find((row) => row.state === state);
			const where = { state };
			return {
				key: state,
				facts: {
					claims: { value: own?.claims ?? 0, source: { ...source, where } },
					billed: {
						value: own?.billedRupiah ?? 0,
						source: { ...source, unit: 'rupiah', formula: 'evaluation_formula_billed', where }
					}
				}
			};
		})
	};
}

const findings = {
	'double-financing': 'claims_formula_double_financing',
	'duplicate-claim': 'claims_formula_duplicates',
	'primary-care-bypass': 'claims_formula_bypass'
} as const;

/** Claims of persons in a standing that not everybody may know: rounded, and by the week. */
async function readFindings({ tx, year, heldUntil }: Gathering): Promise<TableDraft> {
	const found = await findClaimYear(tx, year, heldUntil);
	const rows = Object.entries(findings).map(([rule, formula]): RowDraft => {
		const own = found?.result.rules.find((one) => one.rule === rule);
		const source: Source = {
			...{ unit: 'claims', formula, table: 'claim', where: { finding: rule } },
			asOf: found?.computedAt.toISOString()
		};
		const claims = known(own ? blurCount(own.claims) : null, source, 'evaluation_unknown_audit');
		const isTold = own !== undefined && own.claims >= firstShown;
		const atStake: Fact = known(
			isTold ? own.atStakeRupiah : null,
			{ ...source, unit: 'rupiah' },
			own ? 'evaluation_unknown_few' : 'evaluation_unknown_audit'
		);
		return { key: `finding_${rule.replaceAll('-', '_')}`, facts: { claims, atStake } };
	});
	return { section: 'payment', id: 'findings', columns: ['claims', 'atStake'], rows };
}
