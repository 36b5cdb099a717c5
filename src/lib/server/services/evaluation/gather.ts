/** Gathers the evaluation of a year in one snapshot, part by part: a transaction has one connection. */
import { jakartaDay, yearOf } from '../../../domain/period.ts';
import type { EvaluationContents } from '../../../protocol/views/evaluation.ts';
import type { Transaction } from '../../store/bulk.ts';
import type { Moment, ServiceContext } from '../context.ts';
import { gatherBeds } from './beds.ts';
import { gatherDiseases } from './diseases.ts';
import { drawTable, heldDay, type Gathering, type TableDraft } from './gathering.ts';
import { findHeldCounts } from './held-counts.ts';
import { gatherMedicines } from './medicines.ts';
import { gatherNeeded, readYearMoney } from './needed.ts';
import { gatherNext } from './next.ts';
import { gatherPayment } from './payment.ts';
import { gatherUsed } from './used.ts';
import { gatherWhom } from './whom.ts';

/** @param tx told to read as `totalsViewer` */
export async function gatherEvaluation(
	context: Pick<ServiceContext, 'facilities' | 'demo' | 'reconstruction'>,
	tx: Transaction,
	year: number,
	moment: Moment
): Promise<EvaluationContents> {
	const { facilities, demo, reconstruction } = context;
	const heldUntil = heldDay(moment.today);
	const lastDay = `${year}-12-31`;
	const gathering: Gathering = {
		...{ tx, year, moment, heldUntil, demo },
		filter: { year, facility: null, service: null, asOf: moment.asOf },
		until: moment.today < lastDay ? moment.today : lastDay,
		hasEnded: yearOf(jakartaDay(moment.now)) > year,
		held: await findHeldCounts(tx, year, heldUntil),
		nameOf: (code) => facilities.find(code)?.name ?? code
	};
	const drawn = (await draftAll(gathering)).map((draft) => drawTable(gathering, draft));
	return {
		...{ form: 1, year, heldUntil, demo, hasEnded: gathering.hasEnded },
		...(reconstruction && { reconstruction: { year: reconstruction.year } }),
		asOf: moment.now.toISOString(),
		tables: drawn.map(({ table }) => table),
		figures: drawn.flatMap(({ figures }) => figures)
	};
}

async function draftAll(gathering: Gathering): Promise<TableDraft[]> {
	const money = await readYearMoney(gathering);
	return [
		...(await gatherNeeded(gathering, money)),
		...(await gatherUsed(gathering, money)),
		...(await gatherWhom(gathering)),
		...(await gatherDiseases(gathering)),
		...(await gatherPayment(gathering)),
		...(await gatherMedicines(gathering)),
		...(await gatherBeds(gathering)),
		...(await gatherNext(gathering))
	];
}
