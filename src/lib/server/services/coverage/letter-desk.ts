/** The page of letters: a hospital's own, all of them for Dinkes; and what Dinkes has to decide. */
import { mayDo } from '../../../domain/access.ts';
import { drawLetterNumber, lastDayOf } from '../../../domain/guarantee-letter.ts';
import { addDays, jakartaDay } from '../../../domain/period.ts';
import { rowName } from '../../../domain/trail.ts';
import type { Viewer } from '../../../domain/viewer.ts';
import { findCoverageRules } from '../../../domain/coverage-rules.ts';
import type { LetterDeskView, RequestView } from '../../../protocol/views/letters.ts';
import type { Transaction } from '../../store/bulk.ts';
import { readLetterFaults } from '../../store/letters/claim-letters.ts';
import { countLetters, insertLetter, readLetters } from '../../store/letters/letters.ts';
import { decideRequest, lockRequest, readRequests, type RequestRow } from '../../store/letters/requests.ts';
import { inTransaction } from '../../store/transaction.ts';
import { momentOf, readView, type ServiceContext } from '../context.ts';
import type { Refused } from './eligibility.ts';
import { isReason, type LettersService } from './letters.ts';

export type Decided = { ok: true; number: string | null } | Refused;

const mostRows = 100;
const countedDays = 30;

export class LetterDeskService {
	constructor(
		readonly context: ServiceContext,
		readonly letters: LettersService
	) {}

	/** Which letters were looked at is written down first. */
	async load(viewer: Viewer): Promise<LetterDeskView> {
		const moment = momentOf(null, this.context.clock);
		const since = addDays(moment.today, -countedDays);
		const view = await readView(this.context, moment, async (tx) => ({
			letters: (await readLetters(tx, mostRows)).map((row) => this.letters.viewOf(row)),
			requests: (await readRequests(tx, mostRows)).map((row) => this.#request(row)),
			counts: await countLetters(tx, since),
			...{ countedDays, mostRows },
			faults: (await readLetterFaults(tx, since)).map((row) => ({
				...row,
				facilityName: this.#nameOf(row.facility)
			})),
			mayDecide: viewer.role !== 'system' && mayDo(viewer.role, 'decide-letter')
		}));
		const rows = [
			...view.letters.map(({ number }) => rowName('letter', number)),
			...view.requests.map(({ id }) => rowName('letter_request', id))
		];
		await this.context.recordLook(this.context.system, viewer, { action: 'look-rows', what: '/sjp', rows });
		return view;
	}

	/** Dinkes issues the letter, or says why not. */
	async decide(viewer: Viewer, id: string, decision: 'issued' | 'refused', note: string): Promise<Decided> {
		if (viewer.role === 'system' || !mayDo(viewer.role, 'decide-letter'))
			return { ok: false, code: 'forbidden' };
		// A note is kept in the clear: it says why, and never who.
		const mustSay = decision === 'refused' || note.trim() !== '';
		if (mustSay && !isReason(note)) return { ok: false, code: 'reason-short' };
		if (!/^[0-9a-f-]{36}$/.test(id)) return { ok: false, code: 'not-found' };
		return inTransaction(this.context.system, async (tx): Promise<Decided> => {
			const request = await lockRequest(tx, id);
			if (request === undefined) return { ok: false, code: 'not-found' };
			if (request.decidedAt !== null) return { ok: false, code: 'gone' };
			const number = decision === 'issued' ? await this.#issue(tx, viewer, request) : null;
			const at = this.context.clock();
			await decideRequest(tx, id, { at, who: viewer.name, decision, note: note.trim() || null, number });
			return { ok: true, number };
		});
	}

	async #issue(tx: Transaction, viewer: Viewer, request: RequestRow): Promise<string> {
		const issuedAt = this.context.clock();
		const validFrom = jakartaDay(issuedAt);
		const number = drawLetterNumber(this.context.coverage.draw);
		await insertLetter(tx, {
			...{ ...request, number, validFrom, validTo: lastDayOf(request.service, validFrom) },
			ruleVersion: request.ruleVersion ?? findCoverageRules(validFrom)?.version ?? '',
			...{ issuedAt, issuedBy: viewer.name }
		});
		return number;
	}

	#request(row: RequestRow): RequestView {
		const { id, facility, kind, service, referral, emergency, bornOn, sktm, judged, decision, note, number } =
			row;
		return {
			...{ id, facility, kind, service, referral, emergency, bornOn, sktm, decision, note, number },
			facilityName: this.#nameOf(facility),
			reasons: judged.reasons,
			requestedAt: row.requestedAt.toISOString(),
			decidedAt: row.decidedAt?.toISOString() ?? null
		};
	}

	#nameOf(code: string): string {
		return this.context.facilities.find(code)?.name ?? code;
	}
}
