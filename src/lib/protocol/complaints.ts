/** What the public form of complaints sends, what it is answered, and what the office sees. */
import { z } from 'zod';
import {
	complaintKinds,
	longestContact,
	storyLength,
	type ComplaintKind,
	type ComplaintVerdict
} from '../domain/complaint.ts';
import { isDay } from '../domain/period.ts';
import { storableText } from '../domain/storable-text.ts';
import type { Snapshot } from './views/snapshot.ts';

const mostRupiah = 1_000_000_000;

/** Only the form; identity numbers are looked for by the service, which says so in a sentence of its own. */
export const complaintForm = z.object({
	facility: z.string().min(1).max(64),
	kind: z.enum(complaintKinds),
	happenedOn: z.string().refine(isDay),
	story: z.string().trim().min(storyLength.shortest).max(storyLength.longest).regex(storableText),
	chargedRupiah: z.number().int().min(0).max(mostRupiah).nullable(),
	contact: z.string().trim().max(longestContact).regex(storableText).nullable()
});
export type ComplaintForm = z.output<typeof complaintForm>;
export type ComplaintField = keyof ComplaintForm;

export type ComplaintTaken =
	| { outcome: 'taken'; receipt: string; dueOn: string }
	| { outcome: 'bad-field'; field: ComplaintField }
	/** An identity number, which is kept nowhere. */
	| { outcome: 'identity-number'; field: 'story' | 'contact' }
	| { outcome: 'too-often'; retryAfterSeconds: number };

/** What whoever holds the receipt learns: never what was told, which only they and the office know. */
export type ComplaintStand = {
	facilityName: string;
	kind: ComplaintKind;
	reportedOn: string;
	dueOn: string;
	answeredOn: string | null;
	verdict: ComplaintVerdict | null;
	answer: string | null;
};

export type ComplaintRow = {
	id: string;
	facility: string;
	facilityName: string;
	kind: ComplaintKind;
	happenedOn: string;
	story: string;
	chargedRupiah: number | null;
	hasContact: boolean;
	reportedAt: string;
	dueOn: string;
	isLate: boolean;
	answeredAt: string | null;
	verdict: ComplaintVerdict | null;
	answer: string | null;
};

export type ComplaintsView = {
	snapshot: Snapshot;
	rows: ComplaintRow[];
	/** Of the last year, by facility. */
	facilities: { facility: string; name: string; told: number; open: number; upheld: number }[];
	open: number;
	late: number;
	/** Of those answered in the last year: in time, and all. */
	inTime: number;
	answered: number;
	countedDays: number;
	mostRows: number;
};
