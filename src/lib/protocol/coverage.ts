/** The wire of cards and guarantee letters: what a hospital asks, what it is answered, and every sentence of the answer. */
import { z } from 'zod';
import {
	uncoveredServices,
	type AskedService,
	type CoverageAnswer,
	type CoverageDoubt,
	type CoverageNote,
	type CoverageReason
} from '../domain/coverage-rules.ts';
import { letterKinds, type LetterKind } from '../domain/guarantee-letter.ts';
import type { RegisterSource } from '../domain/membership-validity.ts';
import { nameHoldsIdentityNumber } from '../domain/nik.ts';
import { services, type ServiceId } from '../domain/service.ts';
import { storableText } from '../domain/storable-text.ts';
import type { Locale } from './refusals.ts';

type Sentence = Readonly<Record<Locale, string>>;

const serviceIds = services.map(({ id }) => id);
const askedServices: readonly AskedService[] = [...serviceIds, ...uncoveredServices];
const nik = z.string().regex(/^\d{16}$/);
/** A name or number of the sender's, kept in the clear: it may hold no identity number. */
export const plainText = (max: number) =>
	z
		.string()
		.trim()
		.min(1)
		.max(max)
		.regex(storableText)
		.refine((value) => !nameHoldsIdentityNumber(value));
const referral = plainText(64).nullish();

export const maxCoverageBytes = 16_384;

export const eligibilityQuestion = z.object({
	nik,
	/** The key's own where it is left out. */
	facility: z.string().max(64).nullish(),
	service: z.enum(askedServices),
	referral,
	/** The doctor's word; at the emergency ward it must be given. */
	emergency: z.boolean().nullish(),
	/** The number that the e-KTP itself bears, where it was read. */
	ektpNik: nik.nullish()
});
export type EligibilityQuestion = z.output<typeof eligibilityQuestion>;

export const letterWish = z
	.object({
		/** The sender's own name for this wish: sent again, it makes no second letter. */
		key: plainText(100),
		kind: z.enum(letterKinds).default('member'),
		nik: nik.nullish(),
		/** Of a newborn that has none yet. */
		mother: nik.nullish(),
		bornOn: z.iso.date().nullish(),
		/** Of what Dinkes decides, and may decide later: the day of the service. The day of asking where it is left out. */
		serviceDay: z.iso.date().nullish(),
		/** Number of the poverty letter. */
		sktm: plainText(64).nullish(),
		facility: z.string().max(64).nullish(),
		service: z.enum(serviceIds),
		referral,
		emergency: z.boolean().nullish(),
		ektpNik: nik.nullish()
	})
	.superRefine(({ kind, nik: own, mother, bornOn, sktm, serviceDay }, context) => {
		const require = (field: string, value: unknown) => {
			if (value == null) context.addIssue({ code: 'custom', path: [field], message: 'missing' });
		};
		if (kind === 'newborn') {
			require('mother', mother);
			require('bornOn', bornOn);
		} else require('nik', own);
		if (kind === 'sktm') require('sktm', sktm);
		if (kind === 'member' && serviceDay != null)
			context.addIssue({ code: 'custom', path: ['serviceDay'], message: 'not-decided' });
	});
export type LetterWish = z.output<typeof letterWish>;

export type Said = { code: string; message: string };

export type EligibilityView = {
	outcome: CoverageAnswer['outcome'];
	/** The answer as one sentence, and what to do. */
	answer: string;
	reasons: Said[];
	doubts: Said[];
	/** Refuse nobody: to be put right. */
	notes: Said[];
	ruleVersion: string | null;
	day: string;
	facility: string;
	service: AskedService;
	/** When each register was last heard; null for never. */
	asOf: Record<RegisterSource, string | null>;
};

export type LetterView = {
	number: string;
	facility: string;
	facilityName: string;
	kind: LetterKind;
	service: ServiceId;
	validFrom: string;
	validTo: string;
	issuedAt: string;
	standing: 'valid' | 'cancelled' | 'expired';
	ruleVersion: string;
	/** What the QR code carries after `/verify/`. */
	token: string;
};

const reasonSentences: Readonly<Record<CoverageReason | CoverageNote, Sentence>> = {
	'nik-malformed': {
		en: 'The NIK holds an impossible birth date or area. Have it corrected at the population office.',
		id: 'NIK memuat tanggal lahir atau wilayah yang mustahil. Minta perbaikan di Dukcapil.'
	},
	deceased: {
		en: 'The population register says that the card holder has died. Check the card and the e-KTP.',
		id: 'Menurut Dukcapil pemilik kartu sudah meninggal. Periksa kartu dan e-KTP.'
	},
	moved: {
		en: 'The population register says that the card holder has moved out of the city.',
		id: 'Menurut Dukcapil pemilik kartu sudah pindah ke luar kota.'
	},
	'not-in-register': {
		en: 'The population register does not know this NIK. Send the patient to the population office.',
		id: 'Dukcapil tidak mengenal NIK ini. Arahkan pasien ke Dukcapil.'
	},
	'two-families': {
		en: 'Two family cards list this person. Have it put right at the population office.',
		id: 'Orang ini tercantum di dua Kartu Keluarga. Minta perbaikan di Dukcapil.'
	},
	'two-heads': {
		en: 'The family has two heads. Have it put right at the population office.',
		id: 'Keluarga ini memiliki dua kepala keluarga. Minta perbaikan di Dukcapil.'
	},
	'jkn-active': {
		en: 'JKN pays for this person already. Treat on the JKN card.',
		id: 'Orang ini sudah ditanggung JKN. Layani dengan kartu JKN.'
	},
	'residence-under-six-months': {
		en: 'The person has been registered in the city for less than six months.',
		id: 'Orang ini terdaftar di kota ini kurang dari enam bulan.'
	},
	'ektp-missing': {
		en: 'No e-KTP is recorded for this person. Have it recorded at the population office.',
		id: 'Belum ada perekaman e-KTP untuk orang ini. Lakukan perekaman di Dukcapil.'
	},
	'newborn-without-nik': {
		en: 'The child is older than 90 days and has no NIK yet. Register it at the population office.',
		id: 'Anak berumur lebih dari 90 hari dan belum memiliki NIK. Daftarkan di Dukcapil.'
	},
	'not-a-member': {
		en: 'No card is registered for this NIK. If the family is poor, ask with a poverty letter (SKTM).',
		id: 'Tidak ada kartu terdaftar untuk NIK ini. Bila keluarga tidak mampu, ajukan dengan SKTM.'
	},
	'ektp-differs': {
		en: 'The NIK on the card is not the one on the e-KTP. Such a card is not accepted.',
		id: 'NIK pada kartu tidak sama dengan NIK pada e-KTP. Kartu seperti ini tidak diterima.'
	},
	'ektp-unread': {
		en: 'The e-KTP was not read. Compare its NIK with the card’s before treating: a card with another one is not accepted.',
		id: 'e-KTP belum dibaca. Cocokkan NIK-nya dengan kartu sebelum melayani: kartu dengan NIK lain tidak diterima.'
	},
	'class-above-3': {
		en: 'The card covers inpatients in class 3 only.',
		id: 'Kartu hanya menanggung rawat inap kelas 3.'
	},
	'referral-missing': {
		en: 'Since August 2018 a hospital treats on referral only. Ask for the referral of the puskesmas.',
		id: 'Sejak Agustus 2018 rumah sakit melayani hanya dengan rujukan. Minta rujukan dari puskesmas.'
	},
	'referral-used': {
		en: 'A letter was already issued on this referral. Each control visit needs a new one.',
		id: 'Rujukan ini sudah dipakai untuk surat jaminan lain. Setiap kontrol memerlukan rujukan baru.'
	},
	'no-emergency': {
		en: 'The emergency ward is covered for emergencies only. Send the patient to the puskesmas.',
		id: 'IGD hanya ditanggung untuk keadaan gawat darurat. Arahkan pasien ke puskesmas.'
	},
	'before-programme': {
		en: 'There was no programme yet on this day.',
		id: 'Program belum ada pada tanggal ini.'
	}
};

const sourceNames: Readonly<Record<RegisterSource, Sentence>> = {
	dukcapil: { en: 'the population register (Dukcapil)', id: 'data kependudukan (Dukcapil)' },
	dinsos: { en: 'the card register (social office)', id: 'data kartu (Dinas Sosial)' },
	jkn: { en: 'the JKN list', id: 'data JKN' }
};

const doubtSentences: Readonly<Record<CoverageDoubt['code'], Sentence>> = {
	'source-missing': {
		en: 'Nothing of this person was received from {source}, which was never read whole: whether the card counts cannot be said.',
		id: 'Tidak ada keterangan tentang orang ini dari {source}, yang belum pernah dibaca seluruhnya: sah atau tidaknya kartu tidak dapat dipastikan.'
	},
	'source-stale': {
		en: 'Nothing was received from {source} for too long: what it says may no longer hold.',
		id: 'Sudah terlalu lama tidak ada data dari {source}: isinya mungkin tidak berlaku lagi.'
	},
	'emergency-unstated': {
		en: 'Say whether this is an emergency: the emergency ward is covered for nothing else.',
		id: 'Nyatakan apakah ini gawat darurat: IGD tidak ditanggung untuk selain itu.'
	}
};

const outcomeSentences: Readonly<Record<CoverageAnswer['outcome'], Sentence>> = {
	covered: {
		en: 'Covered. Issue the guarantee letter before treating.',
		id: 'Ditanggung. Terbitkan Surat Jaminan Pelayanan sebelum melayani.'
	},
	'not-covered': { en: 'Not covered.', id: 'Tidak ditanggung.' },
	unknown: {
		en: 'It cannot be said whether this is covered. Treat an emergency all the same, and ask the health office.',
		id: 'Belum dapat dipastikan apakah ditanggung. Keadaan gawat darurat tetap dilayani; tanyakan kepada Dinkes.'
	}
};

export const outcomeSentence = (outcome: CoverageAnswer['outcome'], locale: Locale): string =>
	outcomeSentences[outcome][locale];

export const sayReason = (code: CoverageReason | CoverageNote, locale: Locale): Said => ({
	code,
	message: reasonSentences[code][locale]
});

export function sayDoubt(doubt: CoverageDoubt, locale: Locale): Said {
	const source = 'source' in doubt ? sourceNames[doubt.source][locale] : '';
	return { code: doubt.code, message: doubtSentences[doubt.code][locale].replace('{source}', source) };
}

/** Why a question or a wish is not answered at all. */
export const coverageRefusals = {
	'no-key': {
		status: 401,
		en: 'Send the hospital’s key as «Authorization: Bearer …», or sign in.',
		id: 'Kirim kunci rumah sakit sebagai «Authorization: Bearer …», atau masuk dahulu.'
	},
	'bad-key': {
		status: 401,
		en: 'This key is not known or was revoked. Ask the administrator for a new one.',
		id: 'Kunci ini tidak dikenal atau sudah dicabut. Minta kunci baru kepada administrator.'
	},
	forbidden: {
		status: 403,
		en: 'Only a facility may do this, with its own key or its own account.',
		id: 'Hanya fasilitas yang boleh melakukan ini, dengan kunci atau akunnya sendiri.'
	},
	'other-facility': {
		status: 403,
		en: 'This key or account belongs to another facility. Ask for your own patients only.',
		id: 'Kunci atau akun ini milik fasilitas lain. Tanyakan hanya pasien Anda sendiri.'
	},
	'other-origin': {
		status: 403,
		en: 'This came from another page than ours. Open the page here and try again.',
		id: 'Permintaan ini berasal dari halaman lain. Buka halaman di sini lalu coba lagi.'
	},
	'bad-request': {
		status: 400,
		en: 'The field «{field}» is missing or not of its form. Send JSON: a NIK has 16 digits, and no other field may hold such a number.',
		id: 'Kolom «{field}» kosong atau bentuknya salah. Kirim JSON: NIK terdiri dari 16 angka, dan kolom lain tidak boleh memuat angka seperti itu.'
	},
	'wrong-method': { status: 405, en: 'Use POST.', id: 'Pakai POST.' },
	'too-large': {
		status: 413,
		en: 'The question is too large. Ask for one person at a time.',
		id: 'Pertanyaan terlalu besar. Tanyakan satu orang setiap kali.'
	},
	'too-often': {
		status: 429,
		en: 'Asked too often. Wait a moment and ask again.',
		id: 'Terlalu sering bertanya. Tunggu sebentar lalu tanyakan lagi.'
	},
	conflict: {
		status: 409,
		en: 'Another wish was sent under this key before. Give each patient’s letter a key of its own.',
		id: 'Permintaan lain sudah dikirim dengan key ini. Beri setiap surat key tersendiri.'
	},
	'bad-birth': {
		status: 400,
		en: 'A newborn is at most 90 days old. An older child needs its own NIK.',
		id: 'Bayi baru lahir berumur paling banyak 90 hari. Anak yang lebih besar memerlukan NIK sendiri.'
	},
	'bad-service-day': {
		status: 400,
		en: 'The day of the service is no more than a week away from today, and not before the birth.',
		id: 'Hari layanan paling jauh satu minggu dari hari ini, dan tidak sebelum hari lahir.'
	},
	'judged-anew': {
		status: 409,
		en: 'Since this was asked, the rules have found more against it. Read the reasons again, then decide.',
		id: 'Sejak permintaan ini masuk, ada alasan baru menurut aturan. Baca lagi alasannya, lalu putuskan.'
	},
	'referral-used': {
		status: 409,
		en: 'A letter was issued on this referral meanwhile. Refuse it, and let the hospital ask with a new referral.',
		id: 'Rujukan ini sudah dipakai untuk surat lain. Tolak, dan minta rumah sakit mengajukan dengan rujukan baru.'
	},
	'not-found': {
		status: 404,
		en: 'No letter of yours has this number.',
		id: 'Tidak ada surat Anda dengan nomor ini.'
	},
	'reason-short': {
		status: 400,
		en: 'Say why, in at least five characters and without an identity number.',
		id: 'Sebutkan alasannya, paling sedikit lima karakter dan tanpa nomor identitas.'
	},
	gone: {
		status: 409,
		en: 'This was decided or cancelled meanwhile. Look at the list again.',
		id: 'Ini sudah diputuskan atau dibatalkan. Lihat daftarnya lagi.'
	},
	unavailable: {
		status: 503,
		en: 'The database did not answer. Ask again in a moment; a letter with the same key is issued once.',
		id: 'Basis data tidak menjawab. Tanyakan lagi sebentar; surat dengan key yang sama terbit sekali saja.'
	}
} as const satisfies Record<string, Sentence & { status: number }>;
export type CoverageRefusalCode = keyof typeof coverageRefusals;

export function sayRefusal(code: CoverageRefusalCode, locale: Locale, field = ''): Said {
	return { code, message: coverageRefusals[code][locale].replace('{field}', field) };
}
