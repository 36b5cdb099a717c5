/** The page of letters: a hospital's own, all of them for Dinkes; and what Dinkes has to decide. */
import { mayDo, scopeOf } from '../../../domain/access.ts';
import type { CoverageAnswer } from '../../../domain/coverage-rules.ts';
import { drawLetterNumber, lastDayOf } from '../../../domain/guarantee-letter.ts';
import { addDays, jakartaDay } from '../../../domain/period.ts';
import { rowName } from '../../../domain/trail.ts';
import type { Viewer } from '../../../domain/viewer.ts';
import type { LetterDeskView, RequestView } from '../../../protocol/views/letters.ts';
import type { Transaction } from '../../store/bulk.ts';
import { readLetterFaults } from '../../store/letters/claim-letters.ts';
import { countLetters, insertLetter, readLetters } from '../../store/letters/letters.ts';
import {
	decideRequest,
	findRequest,
	lockRequest,
	readRequests,
	updateJudged,
	type RequestRow
} from '../../store/letters/requests.ts';
import { inTransaction } from '../../store/transaction.ts';
import type { Heard } from '../../store/letters/heard.ts';
import { momentOf, readView, type ServiceContext } from '../context.ts';
import type { EligibilityService, Refused } from './eligibility.ts';
import { isReason, type LettersService } from './letters.ts';

export type Decided = { ok: true; number: string | null } | Refused;

const mostRows = 100;
const countedDays = 30;

export class LetterDeskService {
	constructor(
		readonly context: ServiceContext,
		readonly eligibility: EligibilityService,
		readonly letters: LettersService
	) {}

	/** Which letters were looked at is written down first. */
	async load(viewer: Viewer): Promise<LetterDeskView> {
		const moment = momentOf(null, this.context.clock);
		const since = addDays(moment.today, -countedDays);
		const seesWishes = this.#seesWishes();
		const view = await readView(this.context, moment, async (tx) => ({
			letters: (await readLetters(tx, mostRows)).map((row) => this.letters.viewOf(row)),
			requests: seesWishes ? (await readRequests(tx, mostRows)).map((row) => this.#request(row)) : [],
			counts: await countLetters(tx, since),
			...{ countedDays, mostRows, seesWishes },
			faults: seesWishes ? await this.#faults(tx, since) : [],
			mayDecide: viewer.role !== 'system' && mayDo(viewer.role, 'decide-letter')
		}));
		const rows = [
			...view.letters.map(({ number }) => rowName('letter', number)),
			...view.requests.map(({ id }) => rowName('letter_request', id))
		];
		await this.context.recordLook(this.context.system, viewer, { action: 'look-rows', what: '/sjp', rows });
		return view;
	}

	/** What waits says when a child was born, and whether a letter fits is told by visits: for those who see rows of visits. */
	#seesWishes(): boolean {
		const { role } = this.context.viewer;
		if (role === 'system') return true;
		const scope = scopeOf(role, 'visits');
		return scope === 'all' || scope === 'own';
	}

	async #faults(tx: Transaction, since: string): Promise<LetterDeskView['faults']> {
		const faults = await readLetterFaults(tx, since);
		return faults.map((row) => ({ ...row, facilityName: this.context.facilities.nameOf(row.facility) }));
	}

	/** Dinkes issues the letter, or says why not. What the rules find by now, and nobody was shown, is shown before it is issued. */
	async decide(viewer: Viewer, id: string, decision: 'issued' | 'refused', note: string): Promise<Decided> {
		if (viewer.role === 'system' || !mayDo(viewer.role, 'decide-letter'))
			return { ok: false, code: 'forbidden' };
		// A note is kept in the clear: it says why, and never who.
		const mustSay = decision === 'refused' || note.trim() !== '';
		if (mustSay && !isReason(note)) return { ok: false, code: 'reason-short' };
		if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return { ok: false, code: 'not-found' };
		const { system, coverage, clock } = this.context;
		if ((await findRequest(system, id)) === undefined) return { ok: false, code: 'not-found' };
		const heard = await coverage.readHeard();
		if (decision === 'issued') await this.#recordLook(viewer, id);
		return inTransaction(system, async (tx): Promise<Decided> => {
			const request = await lockRequest(tx, id);
			if (request === undefined) return { ok: false, code: 'not-found' };
			if (request.decidedAt !== null) return { ok: false, code: 'gone' };
			const issued = decision === 'issued' ? await this.#issue(tx, viewer, request, heard) : null;
			if (issued !== null && !issued.ok) return issued;
			const number = issued?.number ?? null;
			const decided = { at: clock(), who: viewer.name, decision, note: note.trim() || null, number };
			await decideRequest(tx, id, decided);
			return { ok: true, number };
		});
	}

	/** The registers are asked about the patient once more: that is a look. */
	async #recordLook(viewer: Viewer, id: string): Promise<void> {
		const { recordLook, system } = this.context;
		const rows = [rowName('letter_request', id)];
		await recordLook(system, viewer, { action: 'look-person', what: '/sjp', rows });
	}

	/** Dated from the day of the service, under the rules of that day, whenever it is decided. */
	async #issue(tx: Transaction, viewer: Viewer, request: RequestRow, heard: Heard): Promise<Decided> {
		const validFrom = serviceDayOf(request);
		const answer = await this.#judgeAgain(tx, request, heard);
		const judged = { outcome: answer.outcome, reasons: answer.reasons };
		await updateJudged(tx, request.id, { judged, ruleVersion: answer.ruleVersion });
		if (await this.letters.isReferralTaken(tx, { ...request, validFrom }))
			return { ok: false, code: 'referral-used' };
		if (answer.reasons.some((reason) => !request.judged.reasons.includes(reason)))
			return { ok: false, code: 'judged-anew' };
		const number = drawLetterNumber(this.context.coverage.draw);
		await insertLetter(tx, {
			...{ ...request, number, validFrom, validTo: lastDayOf(request.service, validFrom) },
			...{ ruleVersion: answer.ruleVersion ?? '', issuedAt: this.context.clock(), issuedBy: viewer.name }
		});
		return { ok: true, number };
	}

	#judgeAgain(tx: Transaction, request: RequestRow, heard: Heard): Promise<CoverageAnswer> {
		const { facility, service, referral, emergency, judged } = request;
		return this.eligibility.judgeAgain(tx, heard, {
			...{ facility, service, referral, emergency, reasons: judged.reasons },
			personId: request.personId ?? request.motherId,
			day: serviceDayOf(request)
		});
	}

	#request(row: RequestRow): RequestView {
		const { id, facility, kind, service, referral, emergency, bornOn, sktm, judged, decision, note, number } =
			row;
		return {
			...{ id, facility, kind, service, referral, emergency, bornOn, sktm, decision, note, number },
			serviceDay: serviceDayOf(row),
			facilityName: this.context.facilities.nameOf(facility),
			reasons: judged.reasons,
			requestedAt: row.requestedAt.toISOString(),
			decidedAt: row.decidedAt?.toISOString() ?? null
		};
	}
}

const serviceDayOf = ({ serviceDay, requestedAt }: RequestRow): string =>
	serviceDay ?? jakartaDay(requestedAt);
