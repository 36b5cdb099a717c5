/** Which hospitals fell silent about their beds, and asking them to speak again. */
import { randomUUID } from 'node:crypto';
import { mayDo } from '../../domain/access.ts';
import type { Evidence } from '../../domain/evidence.ts';
import { isSilent, usualIntervalHours } from '../../domain/source-silence.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { reminderText, type ReminderFacts, type ReminderMessage } from '../../protocol/reminders.ts';
import {
	silentMeasures,
	type Reminder,
	type SilentHospital,
	type SilentHospitalsView,
	type SilentMeasure
} from '../../protocol/views/silent-hospitals.ts';
import {
	insertReminder,
	lockLastReminder,
	readBedSpeakers,
	readLastReminders,
	type BedSpeaker
} from '../store/bed-silence.ts';
import { inTransaction } from '../store/transaction.ts';
import { readTrailNames } from '../store/trail/names.ts';
import { findHospitalsTold, tellHospital } from '../store/webhooks.ts';
import { momentOf, readView, type Moment, type ServiceContext } from './context.ts';

export type Reminded =
	| { outcome: 'sent' }
	/** It has no address: the text is for sending by hand. */
	| { outcome: 'to-copy'; text: { id: string; en: string } }
	| { outcome: 'forbidden' }
	/** Nobody of that code, or one that has reported meanwhile. */
	| { outcome: 'not-silent' }
	| { outcome: 'just-reminded' };

/** Within this long a second press is the same press. */
const restMs = 10 * 60_000;

export class SilentHospitalsService {
	constructor(readonly context: ServiceContext) {}

	async load(url: string): Promise<SilentHospitalsView> {
		const moment = momentOf(null, this.context.clock);
		const { demo, system } = this.context;
		const addresses = await findHospitalsTold(system);
		const view = await readView(this.context, moment, async (tx) => {
			const speakers = await readBedSpeakers(tx, { now: moment.now, demo });
			return { speakers, reminders: await readLastReminders(tx) };
		});
		const names = await readTrailNames(
			system,
			view.reminders.map(({ sentBy }) => sentBy)
		);
		const reminders = new Map(
			view.reminders.map(({ facility, sentAt, sentBy, way }): [string, Reminder] => [
				facility,
				{ at: sentAt.toISOString(), by: names.get(sentBy)?.name ?? sentBy, way }
			])
		);
		const { speakers, snapshot } = view;
		const rowOf = (speaker: BedSpeaker) => hospitalOf(speaker, addresses, reminders);
		const spoke = speakers.filter(({ lastReportedAt }) => lastReportedAt !== null);
		return {
			snapshot,
			silent: silentOf(spoke, moment.now).map(rowOf),
			never: speakers.filter(({ lastReportedAt }) => lastReportedAt === null).map(rowOf),
			hospitals: spoke.length,
			evidence: evidenceOf(moment, spoke, url)
		};
	}

	/** Writes down who asked, and sends it to the hospital's own address where it has one. */
	async remind(viewer: Viewer, facility: string): Promise<Reminded> {
		if (viewer.role === 'system' || !mayDo(viewer.role, 'remind-hospital')) return { outcome: 'forbidden' };
		const { system, clock, demo } = this.context;
		const now = clock();
		return inTransaction(system, async (tx): Promise<Reminded> => {
			const last = await lockLastReminder(tx, facility);
			if (last !== null && now.getTime() - last.getTime() < restMs) return { outcome: 'just-reminded' };
			const speakers = await readBedSpeakers(tx, { now, demo });
			const speaker = speakers.find(({ code }) => code === facility);
			if (!speaker || !isToBeReminded(speaker, now)) return { outcome: 'not-silent' };
			const id = randomUUID();
			const message = messageOf(speaker, id, now);
			const way = (await tellHospital(tx, facility, message, now)) > 0 ? 'webhook' : 'copy';
			const { lastReportedAt: lastReportAt } = speaker;
			await insertReminder(tx, { id, facility, sentAt: now, sentBy: viewer.name, way, lastReportAt });
			return way === 'webhook' ? { outcome: 'sent' } : { outcome: 'to-copy', text: message.data.text };
		});
	}
}

const isToBeReminded = (speaker: BedSpeaker, now: Date) =>
	speaker.lastReportedAt === null || silentOf([speaker], now).length > 0;

/** The same rule as for every other source: longer away than usual, and longer than a day. The longest first. */
function silentOf(speakers: readonly BedSpeaker[], now: Date): BedSpeaker[] {
	return speakers
		.filter(
			({ lastReportedAt: last, days }) =>
				last !== null && isSilent(last.toISOString(), usualIntervalHours(days), now.toISOString())
		)
		.sort((a, b) => (a.lastReportedAt?.getTime() ?? 0) - (b.lastReportedAt?.getTime() ?? 0));
}

function hospitalOf(
	{ code, name, kecamatan, lastReportedAt, days, beds }: BedSpeaker,
	addresses: ReadonlySet<string>,
	reminders: ReadonlyMap<string, Reminder>
): SilentHospital {
	return {
		...{ code, name, kecamatan, beds },
		lastReportedAt: lastReportedAt?.toISOString() ?? null,
		usualHours: days.length < 2 ? null : usualIntervalHours(days),
		hasAddress: addresses.has(code),
		reminder: reminders.get(code) ?? null
	};
}

function messageOf({ code, name, lastReportedAt }: BedSpeaker, id: string, now: Date): ReminderMessage {
	const facts: ReminderFacts = {
		...{ name, now: now.toISOString() },
		lastReportedAt: lastReportedAt?.toISOString() ?? null
	};
	return {
		...{ specversion: '1.0', id: `bed-reminder/${id}`, source: '/denyut', type: 'id.denyut.reminder.v1' },
		...{ time: facts.now, subject: code },
		data: { kind: 'beds', name, lastReportedAt: facts.lastReportedAt, text: reminderText(facts) }
	};
}

function evidenceOf(
	moment: Moment,
	spoke: readonly BedSpeaker[],
	url: string
): Record<SilentMeasure, Evidence> {
	const speaking = spoke.length - silentOf(spoke, moment.now).length;
	const made = silentMeasures.map((measure): [SilentMeasure, Evidence] => [
		measure,
		{
			...{
				measure: `silent_measure_${measure}`,
				formula: `silent_formula_${measure}`,
				unit: 'facilities',
				url
			},
			asOf: moment.now.toISOString(),
			dateBasis: 'reported',
			completeness: measure === 'silent' ? { reported: speaking, expected: spoke.length } : null,
			rows: { table: measure === 'silent' ? 'bed_hour' : 'facility', where: {} },
			demo: spoke.some(({ demo }) => demo)
		}
	]);
	return Object.fromEntries(made) as Record<SilentMeasure, Evidence>;
}
