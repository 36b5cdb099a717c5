/** Everything that comes in comes through here: raw items of a known sender → screened → committed → answered. */
import type { BatchAnswer } from '../../protocol/events.ts';
import { refusalSentence, type Locale } from '../../protocol/refusals.ts';
import type { FacilityRegister } from '../store/facilities.ts';
import type { RawItem } from './batch.ts';
import type { Committer } from './committer.ts';
import type { Hand } from './judge-claims.ts';
import type { Pseudonymiser } from './pseudonym.ts';
import { screen, type Screened } from './screen.ts';
import type { Sender } from './sender.ts';
import type { Alongside } from './submission.ts';

export type SubmitOptions = {
	mode: 'each' | 'atomic';
	locale: Locale;
	replaces?: string;
	/** With `atomic` only. */
	alongside?: Alongside;
	/** The account that sends or corrects it, where a person does. */
	by?: Hand;
};

export class Ingest {
	constructor(
		readonly committer: Committer,
		readonly pseudonymiser: Pseudonymiser,
		readonly facilities: FacilityRegister,
		readonly clock: () => Date
	) {}

	/** For commands of this installation, whose events were never bytes. */
	submit(
		sender: Sender,
		events: readonly unknown[],
		options: Partial<SubmitOptions> = {}
	): Promise<BatchAnswer> {
		return this.take(
			sender,
			events.map((value) => ({ value })),
			{ mode: 'each', locale: 'en', ...options }
		);
	}

	/** @throws RequestRefusal `busy` or `unavailable`; nothing is stored then. */
	async take(sender: Sender, raw: readonly RawItem[], options: SubmitOptions): Promise<BatchAnswer> {
		const now = this.clock();
		const { pseudonymiser } = this;
		const findFacility = (code: string) => this.facilities.find(code);
		const items = raw.map((item, index) => screen(item, index, { sender, now, pseudonymiser, findFacility }));
		if (options.mode === 'atomic' && items.some((item) => !item.ok)) return rejected(items, options.locale);
		return this.committer.submit({ sender, receivedAt: now, items, ...options });
	}
}

function rejected(items: readonly Screened[], locale: Locale): BatchAnswer {
	const errors = items.flatMap((item) => {
		if (item.ok) return [];
		const { refusal, id } = item.refused;
		const message = refusalSentence(refusal, locale);
		return [{ index: item.index, id, code: refusal.code, field: refusal.field, message }];
	});
	return { accepted: 0, duplicate: 0, quarantined: 0, rejected: items.length, errors };
}
