/**
 * Complaints of a refusal, a quota or an extra charge: told by anybody without signing in, answered by Dinkes in the time
 * that the form promises. No identity number is taken, and no address kept.
 */
import { randomUUID } from 'node:crypto';
import { mayDo } from '../../../domain/access.ts';
import {
	answerDueOn,
	complaintVerdicts,
	oldestComplaintDays,
	storyLength
} from '../../../domain/complaint.ts';
import { areChecked, drawSymbols } from '../../../domain/guarantee-letter.ts';
import { holdsIdentityNumber } from '../../../domain/nik.ts';
import { addDays, jakartaDay, startOfJakartaDay } from '../../../domain/period.ts';
import { rowName } from '../../../domain/trail.ts';
import type { Viewer } from '../../../domain/viewer.ts';
import {
	complaintForm,
	type ComplaintField,
	type ComplaintForm,
	type ComplaintStand,
	type ComplaintsView,
	type ComplaintTaken
} from '../../../protocol/complaints.ts';
import {
	answerComplaint,
	countComplaints,
	findByReceipt,
	findContact,
	insertComplaint,
	readAnswerRecord,
	readComplaints,
	type ComplaintRow
} from '../../store/letters/complaints.ts';
import { momentOf, readView, type ServiceContext } from '../context.ts';

export type Followed =
	{ outcome: 'found'; stand: ComplaintStand } | { outcome: 'unknown' } | { outcome: 'too-often' };
export type Answered = 'answered' | 'forbidden' | 'bad-answer' | 'identity-number' | 'gone';

const receiptSymbols = 9;
const receiptPrefix = 'L-';
const countedDays = 365;
const mostRows = 200;

export class ComplaintsService {
	constructor(readonly context: ServiceContext) {}

	/** Whom a complaint may be about. */
	facilities(): { code: string; name: string }[] {
		return this.context.facilities
			.all()
			.map(({ code, name }) => ({ code, name }))
			.sort((a, b) => compareNames.compare(a.name, b.name));
	}

	/** @param address counted, and kept nowhere */
	async tell(address: string, body: unknown): Promise<ComplaintTaken> {
		const now = this.context.clock();
		const today = jakartaDay(now);
		const parsed = complaintForm.safeParse(body);
		if (!parsed.success)
			return { outcome: 'bad-field', field: parsed.error.issues[0]?.path[0] as ComplaintField };
		const form = parsed.data;
		const fault = this.#faultOf(form, today);
		if (fault !== null) return fault;
		const { coverage, system } = this.context;
		const taken = await coverage.takeAttempt('complaint', address);
		if (!taken.isAllowed) return { outcome: 'too-often', retryAfterSeconds: taken.retryAfterSeconds };
		const receipt = `${receiptPrefix}${drawSymbols(receiptSymbols, coverage.draw).replace(/(.{5})/, '$1-')}`;
		const dueOn = answerDueOn(today);
		const contact = form.contact === null || form.contact === '' ? null : coverage.sealContact(form.contact);
		await insertComplaint(system, { ...form, id: randomUUID(), receipt, contact, reportedAt: now, dueOn });
		return { outcome: 'taken', receipt, dueOn };
	}

	/** How it stands, for whoever holds the receipt. */
	async follow(address: string, typed: string): Promise<Followed> {
		const { coverage, system } = this.context;
		if (!(await coverage.takeAttempt('receipt', address)).isAllowed) return { outcome: 'too-often' };
		const receipt = readReceipt(typed);
		const row = receipt === undefined ? undefined : await findByReceipt(system, receipt);
		return row === undefined ? { outcome: 'unknown' } : { outcome: 'found', stand: this.#standOf(row) };
	}

	/** Which were looked at is written down first. */
	async load(viewer: Viewer): Promise<ComplaintsView> {
		const moment = momentOf(null, this.context.clock);
		const since = startOfJakartaDay(addDays(moment.today, -countedDays));
		const view = await readView(this.context, moment, async (tx) => ({
			rows: (await readComplaints(tx, mostRows)).map((row) => this.#rowOf(row, moment.today)),
			facilities: (await countComplaints(tx, since)).map((one) => ({
				...one,
				name: this.context.facilities.nameOf(one.facility)
			})),
			...(await readAnswerRecord(tx, since, moment.today)),
			...{ countedDays, mostRows }
		}));
		const rows = view.rows.map(({ id }) => rowName('complaint', id));
		await this.context.recordLook(this.context.system, viewer, {
			...{ action: 'look-rows', what: '/complaints', rows }
		});
		return view;
	}

	/** How to reach whoever told it: a look of its own. Null where nothing was left, or it was answered. */
	async openContact(viewer: Viewer, id: string): Promise<string | null> {
		if (!this.#mayAnswer(viewer) || !isId(id)) return null;
		const { system, recordLook, coverage } = this.context;
		await recordLook(system, viewer, {
			...{ action: 'look-person', what: '/complaints', rows: [rowName('complaint', id)] }
		});
		const contact = await findContact(system, id);
		return contact && coverage.openContact(contact);
	}

	async answer(viewer: Viewer, id: string, said: { verdict: string; answer: string }): Promise<Answered> {
		if (!this.#mayAnswer(viewer)) return 'forbidden';
		const verdict = complaintVerdicts.find((one) => one === said.verdict);
		const answer = said.answer.trim();
		if (verdict === undefined || answer.length < storyLength.shortest || answer.length > storyLength.longest)
			return 'bad-answer';
		if (holdsIdentityNumber(answer)) return 'identity-number';
		if (!isId(id)) return 'gone';
		const at = this.context.clock();
		const isDone = await answerComplaint(this.context.system, id, { at, who: viewer.name, verdict, answer });
		return isDone ? 'answered' : 'gone';
	}

	/** How many were told of each facility in the last year, for its card: no rows, no persons, and so for everybody. */
	counts(): Promise<{ facility: string; told: number; open: number; upheld: number }[]> {
		const today = jakartaDay(this.context.clock());
		return countComplaints(this.context.system, startOfJakartaDay(addDays(today, -countedDays)));
	}

	#mayAnswer({ role }: Viewer): boolean {
		return role !== 'system' && mayDo(role, 'answer-complaint');
	}

	#faultOf(form: ComplaintForm, today: string): ComplaintTaken | null {
		const { facility, happenedOn, story, contact } = form;
		if (this.context.facilities.find(facility) === undefined)
			return { outcome: 'bad-field', field: 'facility' };
		if (happenedOn > today || happenedOn < addDays(today, -oldestComplaintDays))
			return { outcome: 'bad-field', field: 'happenedOn' };
		if (holdsIdentityNumber(story)) return { outcome: 'identity-number', field: 'story' };
		if (contact !== null && holdsIdentityNumber(contact))
			return { outcome: 'identity-number', field: 'contact' };
		return null;
	}

	#standOf({ facility, kind, reportedAt, dueOn, answeredAt, verdict, answer }: ComplaintRow): ComplaintStand {
		return {
			...{ facilityName: this.context.facilities.nameOf(facility), kind, dueOn, verdict, answer },
			reportedOn: jakartaDay(reportedAt),
			answeredOn: answeredAt && jakartaDay(answeredAt)
		};
	}

	#rowOf(row: ComplaintRow, today: string): ComplaintsView['rows'][number] {
		return {
			...row,
			facilityName: this.context.facilities.nameOf(row.facility),
			isLate: row.answeredAt === null && row.dueOn < today,
			reportedAt: row.reportedAt.toISOString(),
			answeredAt: row.answeredAt?.toISOString() ?? null
		};
	}
}

const compareNames = new Intl.Collator('id', { numeric: true });
const isId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

/** As people type it. */
function readReceipt(typed: string): string | undefined {
	const symbols = typed
		.toUpperCase()
		.replace(/^\s*L\s*-/, '')
		.replace(/[\s-]/g, '')
		.replaceAll('O', '0')
		.replace(/[IL]/g, '1');
	return areChecked(symbols, receiptSymbols)
		? `${receiptPrefix}${symbols.replace(/(.{5})/, '$1-')}`
		: undefined;
}
