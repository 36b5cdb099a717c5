/**
 * What webhooks are told: a CloudEvent for each alert that is raised or cleared. Rounded counts of the city and names of
 * places and sources stand in it, nobody's row.
 */
import { z } from 'zod';
import { openStages } from '../domain/claim-desk.ts';
import { said } from './api/said.ts';

export const alertKinds = ['disease', 'silent-source', 'overdue-claims', 'signal'] as const;
export type AlertKind = (typeof alertKinds)[number];

const names = z.object({ id: z.string(), en: z.string() });

export const diseaseFacts = z.object({
	disease: z.string(),
	names,
	week: z.iso
		.date()
		.meta(said('The complete week, by its Sunday.', 'Pekan lengkap, menurut hari Minggunya.')),
	cases: z
		.number()
		.int()
		.meta(said('Rounded to five; 0 means fewer than 8.', 'Dibulatkan ke lima; 0 berarti kurang dari 8.')),
	previous: z
		.number()
		.int()
		.nullable()
		.meta(said('Of the week before, rounded alike.', 'Pekan sebelumnya, dibulatkan serupa.')),
	alertAt: z
		.number()
		.nullable()
		.meta(
			said(
				'From which count on the SKDR rule alerts; for a rise, of the rounded week before.',
				'Hitungan mulai aturan SKDR memberi peringatan; untuk kenaikan, dari pekan sebelumnya yang dibulatkan.'
			)
		),
	kecamatan: z
		.string()
		.nullable()
		.meta(said('Where most of them live, if known.', 'Tempat tinggal terbanyak, bila diketahui.'))
});

export const silenceFacts = z.object({
	reporter: z.string(),
	name: z.string().nullable(),
	source: z.string(),
	lastSeenAt: z.iso.datetime(),
	usualHours: z
		.number()
		.meta(said('How long it usually stays away.', 'Biasanya berapa lama ia tidak mengirim.'))
});

export const overdueFacts = z.object({
	stage: z
		.enum(openStages)
		.meta(said('The stage in which the claims wait.', 'Tahap tempat klaim-klaim itu menunggu.')),
	facility: z.string(),
	name: z.string().nullable(),
	claims: z
		.number()
		.int()
		.meta(
			said(
				'Over the limit when it was raised, rounded to five; 0 means fewer than 8.',
				'Yang melewati batas saat peringatan muncul, dibulatkan ke lima; 0 berarti kurang dari 8.'
			)
		),
	limitDays: z
		.number()
		.int()
		.meta(said('How many days the stage may take.', 'Berapa hari tahap itu boleh berlangsung.')),
	oldestDays: z
		.number()
		.int()
		.meta(said('How long the oldest of them waits.', 'Berapa lama yang tertua sudah menunggu.'))
});

export const signalFacts = z.object({
	signal: z.uuid().meta(said('Of the signal, as its page has it.', 'Dari sinyal, seperti di halamannya.')),
	disease: z.string(),
	names,
	week: z.iso.date().meta(said('The newest week that spoke.', 'Pekan terbaru yang berbunyi.')),
	cases: z
		.number()
		.int()
		.meta(said('Rounded to five; 0 means fewer than 8.', 'Dibulatkan ke lima; 0 berarti kurang dari 8.')),
	kecamatan: z
		.string()
		.nullable()
		.meta(said('Not named beside a small count.', 'Tidak disebut di samping hitungan kecil.')),
	verdict: z
		.enum(['none', 'outbreak'])
		.meta(
			said(
				'Told once when it is raised, and once more when people confirm an outbreak.',
				'Diberitahukan sekali saat muncul, dan sekali lagi saat dinyatakan KLB.'
			)
		)
});

const told = {
	key: z.string().meta(said('The same for raised and cleared.', 'Sama untuk raised dan cleared.')),
	state: z.enum(['raised', 'cleared']),
	raisedAt: z.iso.datetime(),
	clearedAt: z.iso.datetime().nullable()
};

export const alertMessage = z
	.object({
		specversion: z.literal('1.0'),
		id: z.string(),
		source: z.literal('/denyut'),
		type: z.literal('id.denyut.alert.v1'),
		time: z.iso.datetime(),
		data: z.discriminatedUnion('kind', [
			z.object({ kind: z.literal('disease'), ...told, facts: diseaseFacts }),
			z.object({ kind: z.literal('silent-source'), ...told, facts: silenceFacts }),
			z.object({ kind: z.literal('overdue-claims'), ...told, facts: overdueFacts }),
			z.object({ kind: z.literal('signal'), ...told, facts: signalFacts })
		])
	})
	.meta(said('An alert was raised or cleared.', 'Sebuah peringatan muncul atau berakhir.'));

export type AlertMessage = z.output<typeof alertMessage>;

/** What stands out now. The key names the same matter each time it is looked at. */
export type StandingAlert = { key: string } & (
	| { kind: 'disease'; facts: z.output<typeof diseaseFacts> }
	| { kind: 'silent-source'; facts: z.output<typeof silenceFacts> }
	| { kind: 'overdue-claims'; facts: z.output<typeof overdueFacts> }
	| { kind: 'signal'; facts: z.output<typeof signalFacts> }
);

export const signatureHeader = 'denyut-signature';
export const deliveryHeader = 'denyut-delivery';
