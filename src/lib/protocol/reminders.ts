/** What a hospital is told when it is asked to report its beds: to its own address, or by hand in these words. */
import { z } from 'zod';
import { said } from './api/said.ts';

export const reminderMessage = z
	.object({
		specversion: z.literal('1.0'),
		id: z.string(),
		source: z.literal('/denyut'),
		type: z.literal('id.denyut.reminder.v1'),
		time: z.iso.datetime(),
		subject: z.string().meta(said('The hospital that is meant.', 'Rumah sakit yang dimaksud.')),
		data: z.object({
			kind: z.literal('beds'),
			name: z.string(),
			lastReportedAt: z.iso
				.datetime()
				.nullable()
				.meta(said('Null where no bed was ever reported.', 'Kosong bila belum pernah melapor.')),
			text: z.object({ id: z.string(), en: z.string() })
		})
	})
	.meta(said('A hospital is asked to report its beds.', 'Rumah sakit diminta melaporkan tempat tidur.'));

export type ReminderMessage = z.output<typeof reminderMessage>;

export type ReminderFacts = { name: string; lastReportedAt: string | null; now: string };

const hourMs = 3_600_000;
const jakartaOffsetMs = 7 * hourMs;

/** `2026-11-22 14.05 WIB`: read by people and machines alike. */
function wib(at: string): string {
	const local = new Date(Date.parse(at) + jakartaOffsetMs).toISOString();
	return `${local.slice(0, 10)} ${local.slice(11, 13)}.${local.slice(14, 16)} WIB`;
}

const hoursSince = ({ lastReportedAt, now }: ReminderFacts) =>
	lastReportedAt === null ? null : Math.floor((Date.parse(now) - Date.parse(lastReportedAt)) / hourMs);

/** The request in both languages: what stood, what is asked for, and how. */
export function reminderText(facts: ReminderFacts): { id: string; en: string } {
	const { name, lastReportedAt } = facts;
	const hours = hoursSince(facts);
	const since =
		lastReportedAt === null
			? { id: 'belum pernah masuk', en: 'has not arrived yet' }
			: {
					id: `terakhir masuk ${wib(lastReportedAt)}, ${hours} jam lalu`,
					en: `last arrived on ${wib(lastReportedAt)}, ${hours} hours ago`
				};
	// A line a sentence: it is copied into letters and messages.
	const id = [
		`Yth. ${name}: laporan tempat tidur Anda ${since.id}.`,
		'Mohon laporkan keadaan semua kelas rawat sekarang, lewat sistem Anda atau formulir /beds/report.',
		'Sampai laporan masuk, tempat tidur Anda hanya tampil sebagai mungkin kosong.'
	];
	const en = [
		`To ${name}: your bed report ${since.en}.`,
		'Please report the state of all ward classes now, by your system or the form /beds/report.',
		'Until then your beds are shown as possibly free only.'
	];
	return { id: id.join('\n'), en: en.join('\n') };
}
