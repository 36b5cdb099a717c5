/** What was paid together, and the minutes (berita acara) that are printed and signed for it. */
import { jakartaDay } from '../../domain/period.ts';
import { rowName } from '../../domain/trail.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { reconstructionMark } from '../../protocol/reconstruction.ts';
import type { Locale } from '../../protocol/refusals.ts';
import type { BatchView, PaymentBatch, PaymentMinutes } from '../../protocol/views/claims.ts';
import {
	findBatch,
	findBatchClaims,
	findBatches,
	sumBatchByHospital,
	type BatchRow
} from '../store/claim-batches.ts';
import { findNames } from '../store/claim-desk.ts';
import type { Transaction } from '../store/bulk.ts';
import { inSnapshot } from '../store/snapshot.ts';
import { momentOf, readView, type ServiceContext } from './context.ts';

/** Makes a PDF of A4 pages. */
export type PaymentMinutesPort = (minutes: PaymentMinutes, locale: Locale) => Promise<Uint8Array>;

export class ClaimBatchesService {
	constructor(readonly context: ServiceContext) {}

	/** Undefined where no such batch is, or not for this role. */
	async find(viewer: Viewer, number: number): Promise<BatchView | undefined> {
		const moment = momentOf(null, this.context.clock);
		const view = await readView(this.context, moment, async (tx) => {
			const row = await findBatch(tx, number);
			const [hospitals, claims] = await Promise.all([
				sumBatchByHospital(tx, number),
				findBatchClaims(tx, number)
			]);
			return { row, hospitals, claims };
		});
		const { row, snapshot } = view;
		if (!row) return undefined;
		await this.context.recordLook(this.context.system, viewer, {
			action: 'look-rows',
			what: `/claims/batches/${number}`,
			rows: view.claims.map(({ facility, claimNo }) => rowName('claim', facility, claimNo))
		});
		const [batch] = await this.#named([row]);
		if (!batch) return undefined;
		const hospitals = view.hospitals.map((one) => ({
			...one,
			name: this.context.facilities.nameOf(one.facility)
		}));
		return { snapshot, batch, hospitals, claims: view.claims };
	}

	/** Newest first. */
	async list(tx: Transaction, until: Date): Promise<PaymentBatch[]> {
		return this.#named(await findBatches(tx, until, 20));
	}

	async minutes(viewer: Viewer, number: number, locale: Locale): Promise<Uint8Array | undefined> {
		const view = await this.find(viewer, number);
		if (!view) return undefined;
		const { batch, hospitals, claims, snapshot } = view;
		const printedOn = jakartaDay(this.context.clock());
		const { reconstruction } = this.context;
		const mark = reconstruction && reconstructionMark(reconstruction, locale);
		return this.context.paymentMinutes(
			{ batch, hospitals, claims, printedOn, demo: snapshot.demo, mark },
			locale
		);
	}

	async #named(rows: readonly BatchRow[]): Promise<PaymentBatch[]> {
		const { system, viewer } = this.context;
		const names = await inSnapshot(system, { ...viewer, role: 'system' }, (tx) =>
			findNames(
				tx,
				rows.map(({ who }) => who)
			)
		);
		return rows.map(({ paidAt, who, demo: _, ...row }) => ({
			...row,
			paidAt: paidAt.toISOString(),
			who: names.get(who) ?? who
		}));
	}
}
