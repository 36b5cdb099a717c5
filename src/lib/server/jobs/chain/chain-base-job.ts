/**
 * Makes the chain's rates once a half-year, when its bills are in, and leaves them as they are: rates by disease that moved
 * with every visit would tell of single persons. They are made anew only with another method, or when a tenth more visits of
 * that half-year are known than they were made from: then a history was loaded.
 */
import { deriveBase } from '../../../analytics/chain/chain-base.ts';
import { settledHalfYear } from '../../../domain/chain.ts';
import { jakartaDay } from '../../../domain/period.ts';
import { systemViewer } from '../../../domain/viewer.ts';
import { chainBaseKind } from '../../services/chain/read-ground.ts';
import { findAnalysis, keepAnalysis } from '../../store/analyses.ts';
import type { Transaction } from '../../store/bulk.ts';
import {
	countVisitsIn,
	readClaimDelays,
	sumChainClaims,
	sumChainDrugs,
	sumChainReferrals,
	sumChainVisits
} from '../../store/chain-queries.ts';
import { recordChange } from '../../store/changes.ts';
import type { Sql } from '../../store/connect.ts';
import { inSnapshot } from '../../store/snapshot.ts';
import { inTransaction } from '../../store/transaction.ts';
import { DueJob, type DueJobOptions } from '../due-job.ts';

/** To be raised whenever the method answers differently from the same rows. */
const version = 1;
const loadedAgain = 1.1;
const restMs = 600_000;

export type ChainBaseOptions = DueJobOptions & { sql: Sql };

export class ChainBaseJob extends DueJob {
	readonly #options: ChainBaseOptions;

	constructor(options: ChainBaseOptions) {
		super(options, 'the rates of the chain were not computed', restMs, version);
		this.#options = options;
	}

	/** @returns whether rates were made. */
	async refresh(): Promise<boolean> {
		const { sql, clock } = this.#options;
		const now = clock();
		const today = jakartaDay(now);
		const span = settledHalfYear(today);
		const made = await inSnapshot(sql, systemViewer('chain'), async (tx, change) => {
			const visits = await countVisitsIn(tx, span);
			const standing = await findAnalysis(tx, chainBaseKind, span.from, today);
			const isDue =
				standing === undefined ||
				standing.version !== version ||
				visits > loadedAgain * Number(standing.inputs['visits']);
			const base = isDue ? deriveBase({ ...span, ...(await readRows(tx, span)) }) : null;
			return { base, change, visits };
		});
		const { base, change, visits } = made;
		if (base === null) {
			// Only looked at: a history that is loaded need not wait for its rates.
			this.settle(now, change, null, new Date(now.getTime() - restMs));
			return false;
		}
		const told = await inTransaction(sql, async (tx) => {
			await keepAnalysis(tx, {
				...{ kind: chainBaseKind, subject: span.from, knownOn: today, computedAt: now, change, version },
				...{ inputs: { ...span, visits }, result: base }
			});
			return (await recordChange(tx, { reload: ['claims'] })).change;
		});
		this.settle(now, change, told);
		return true;
	}
}

async function readRows(tx: Transaction, span: { from: string; to: string }) {
	return {
		visits: await sumChainVisits(tx, span),
		drugs: await sumChainDrugs(tx, span),
		claims: await sumChainClaims(tx, span),
		referrals: await sumChainReferrals(tx, span),
		delayDays: await readClaimDelays(tx, span)
	};
}
