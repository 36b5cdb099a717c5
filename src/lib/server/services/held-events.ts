/** One event that could not be used: looked at (which is recorded first), put right and sent again, or discarded. */
import { mayDo } from '../../domain/access.ts';
import { findOtherEvent, otherEventSentence } from '../../protocol/correction.ts';
import { describeFields, fieldText, readFields } from '../../protocol/event-fields.ts';
import { rowName, type TrailAction } from '../../domain/trail.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { isEventType } from '../../protocol/events.ts';
import { requestRefusals, type Locale, type RequestRefusalCode } from '../../protocol/refusals.ts';
import type { HeldPayload, HeldState, HeldView } from '../../protocol/views/quality.ts';
import { recordChange } from '../store/changes.ts';
import { findHeld, type HeldDetail } from '../store/quality-queries.ts';
import { resolveQuarantined } from '../store/quarantine.ts';
import { inSnapshot } from '../store/snapshot.ts';
import { inTransaction } from '../store/transaction.ts';
import type { Look } from '../store/trail/look.ts';
import type { ServiceContext } from './context.ts';
import { heldDays, heldRow } from './quality.ts';
import { senderOf } from './sender-of.ts';

export type ReplayResult =
	| { outcome: 'accepted' | 'duplicate' }
	| { outcome: 'refused'; field: string | null; message: string }
	/** A fault that passes. */
	| { outcome: 'failed'; message: string }
	/** Somebody else was faster. */
	| { outcome: 'gone' };

const shortestReason = 5;
const dayMs = 86_400_000;

export class HeldEventsService {
	constructor(readonly context: ServiceContext) {}

	async find(id: string): Promise<HeldView | undefined> {
		const held = await this.#find(id);
		return held && this.#view(held);
	}

	/** Is this enough of a reason to be kept? */
	isReason(text: string): boolean {
		return text.trim().length >= shortestReason;
	}

	/** Records the look, then shows what was sent. Null where nothing is held. */
	async open(viewer: Viewer, id: string, reason: string): Promise<HeldPayload | null> {
		if (!this.isReason(reason)) throw new Error('a look needs a reason');
		const held = await this.#find(id);
		if (!held?.payload || this.#stateOf(held) !== 'waiting') return null;
		await this.context.recordLook(this.context.system, viewer, lookAt('held-open', id, reason));
		return payloadOf(this.context.unseal(held.payload), held.field);
	}

	/** Sends the corrected event in the name of its first sender. Refused again, it leaves everything as it was. */
	async replay(viewer: Viewer, id: string, event: unknown, locale: Locale): Promise<ReplayResult> {
		const held = await this.#find(id);
		if (!held?.payload || this.#stateOf(held) !== 'waiting') return { outcome: 'gone' };
		const other = findOtherEvent(this.context.unseal(held.payload), event, held.field);
		if (other !== null)
			return { outcome: 'refused', field: other, message: otherEventSentence[locale](other) };
		await this.context.recordLook(this.context.system, viewer, lookAt('held-replay', id, 'corrected'));
		try {
			const persons = namesPerson(event) ? undefined : this.#personsOf(held);
			const by = { name: viewer.name, role: viewer.role };
			const answer = await this.context.resubmit(senderOf(held), event, id, { by, locale, persons });
			const [error] = answer.errors;
			if (error) return { outcome: 'refused', field: error.field, message: error.message };
			await this.#tellViewers();
			return { outcome: answer.duplicate > 0 ? 'duplicate' : 'accepted' };
		} catch (fault) {
			const code = refusalCodeOf(fault);
			if (code === 'settled') return { outcome: 'gone' };
			return { outcome: 'failed', message: requestRefusals[code][locale] };
		}
	}

	/** @returns false when it was resolved meanwhile. */
	async discard(viewer: Viewer, id: string, reason: string): Promise<boolean> {
		if (!this.isReason(reason)) throw new Error('a discard needs a reason');
		const held = await this.#find(id);
		if (!held || held.resolvedAt !== null) return false;
		const at = this.context.clock();
		await inTransaction(this.context.system, async (tx) => {
			await this.context.recordLook(tx, viewer, lookAt('held-discard', id, reason));
			await resolveQuarantined(tx, id, 'discarded', at);
			await recordChange(tx, { reload: ['sources'] });
		});
		return true;
	}

	/** Whose it is, where a reader had taken the number out before the event was held. */
	#personsOf({ payload }: HeldDetail): unknown {
		return payload === null ? undefined : (this.context.unseal(payload) as HeldEvent).persons;
	}

	/** Only for whoever may open it, and of the rows that they see. */
	async #find(id: string): Promise<HeldDetail | undefined> {
		const { sql, viewer } = this.context;
		if (viewer.role !== 'system' && !mayDo(viewer.role, 'open-held')) return undefined;
		if (!/^[0-9a-f-]{36}$/.test(id)) return undefined;
		return inSnapshot(sql, viewer, (tx) => findHeld(tx, id));
	}

	/** What waits is no cell that could be sent: open pages read it anew. */
	async #tellViewers(): Promise<void> {
		await inTransaction(this.context.system, (tx) => recordChange(tx, { reload: ['sources'] }));
	}

	#view(held: HeldDetail): HeldView {
		return {
			...heldRow(held, this.context, false),
			state: this.#stateOf(held),
			resolvedAt: held.resolvedAt?.toISOString() ?? null,
			expiresAt: expiryOf(held).toISOString(),
			hasPayload: held.payload !== null,
			demo: this.context.demo
		};
	}

	#stateOf(held: HeldDetail): HeldState {
		if (held.resolution !== null) return held.resolution;
		return expiryOf(held) <= this.context.clock() ? 'expired' : 'waiting';
	}
}

const lookAt = (action: TrailAction, id: string, reason: string): Look => ({
	action,
	what: '/quality',
	rows: [rowName('quarantine', id)],
	reason
});

const expiryOf = ({ lastReceivedAt }: HeldDetail) => new Date(lastReceivedAt.getTime() + heldDays * dayMs);

type HeldEvent = Record<string, unknown> & { persons?: unknown };

/** A number that somebody typed says whose it is; else it stays whose it was. */
function namesPerson(event: unknown): boolean {
	const data = (event as { data?: Record<string, unknown> } | null)?.data;
	return ['nik', 'mother'].some((field) => data?.[field] !== undefined && data[field] !== null);
}

function payloadOf(event: unknown, refused: string | null): HeldPayload {
	const { persons, ...held } = event as HeldEvent;
	const hasPerson = persons !== undefined;
	const type = held['type'];
	if (typeof type !== 'string' || !isEventType(type))
		return { fields: null, json: JSON.stringify(held, null, '\t'), hasPerson };
	const fields = describeFields(type).map((field) => ({
		...field,
		value: fieldText(held, field),
		isRefused: refused !== null && (refused === field.path || refused.startsWith(`${field.path}.`))
	}));
	return { fields, json: null, hasPerson };
}

/** A filled form as an event. @throws SyntaxError naming the field (or `json`) that is no JSON. */
export function eventFromForm(type: string, form: FormData): unknown {
	const textOf = (path: string) => {
		const value = form.get(path);
		return typeof value === 'string' ? value : null;
	};
	const json = textOf('json');
	if (json === null) return readFields(type, textOf);
	try {
		return JSON.parse(json) as unknown;
	} catch {
		throw new SyntaxError('json');
	}
}

/** @throws again what is no refusal of the request. */
function refusalCodeOf(fault: unknown): RequestRefusalCode {
	const code = fault instanceof Error && 'code' in fault ? String(fault.code) : '';
	if (!Object.hasOwn(requestRefusals, code)) throw fault;
	return code as RequestRefusalCode;
}
