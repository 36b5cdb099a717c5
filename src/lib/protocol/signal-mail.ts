/**
 * The letters that go to a mailbox, in the reader's language, as plain text and as simple HTML. A letter leaves the house: it
 * tells what a webhook is told and nothing finer.
 */
import { mailCode } from '../domain/signal-mail.ts';
import type { StandingAlert } from './alerts.ts';
import type { Locale } from './refusals.ts';

export type SignalFacts = Extract<StandingAlert, { kind: 'signal' }>['facts'];

export type Letter = { subject: string; text: string; html: string };

/** A paragraph; `href` makes it a link. */
type Line = { text: string; href?: string };

export type SignalLetterFacts = {
	facts: SignalFacts;
	/** Until when it is to be verified; null where nobody knows any more. */
	dueAt: Date | null;
	/** False for who may know that a signal stands and not how many fell ill. */
	isToldCounts: boolean;
	/** The data are simulated: a letter says so too. */
	demo: boolean;
	/** What people open, such as `https://denyut.example`. */
	origin: string;
};

const words = {
	id: {
		subject: { none: 'Sinyal penyakit baru: {disease}', outbreak: 'Sinyal dinyatakan KLB: {disease}' },
		said: {
			none: 'Denyut menemukan sinyal baru: {disease}, pekan yang dimulai {week}.',
			outbreak: 'Sinyal ini sudah diperiksa dan dinyatakan KLB: {disease}, pekan yang dimulai {week}.'
		},
		count: 'Kira-kira {cases} kasus pada pekan itu (dibulatkan ke lima){place}.',
		place: ', di Kecamatan {kecamatan}',
		few: 'Kurang dari 8 kasus pada pekan itu; tempatnya ada di halaman sinyal.',
		uncounted: 'Tempat dan penanganannya ada di halaman sinyal.',
		due: 'Harus diverifikasi paling lambat {due}.',
		open: 'Buka sinyal ini di Denyut',
		demo: 'SIMULASI: semua data di instalasi ini buatan.',
		why: 'Anda menerima surel ini karena memintanya di halaman akun Anda. Di sana pula Anda dapat mengubah atau menghentikannya.',
		account: 'Ubah atau hentikan',
		codeSubject: 'Kode untuk alamat surel Anda',
		code: 'Kode Anda: {code}. Masukkan di halaman akun Anda di Denyut; berlaku {minutes} menit.',
		codeWhy:
			'Seseorang meminta agar sinyal penyakit dikirim ke alamat ini. Bila bukan Anda, abaikan surel ini: tanpa kode itu tidak ada lagi yang dikirim.'
	},
	en: {
		subject: {
			none: 'New disease signal: {disease}',
			outbreak: 'Signal confirmed as an outbreak: {disease}'
		},
		said: {
			none: 'Denyut found a new signal: {disease}, in the week that began on {week}.',
			outbreak:
				'This signal was looked into and confirmed as an outbreak: {disease}, in the week that began on {week}.'
		},
		count: 'About {cases} cases in that week (rounded to five){place}.',
		place: ', in the kecamatan {kecamatan}',
		few: 'Fewer than 8 cases in that week; the place is on the page of signals.',
		uncounted: 'Its place and who handles it are on the page of signals.',
		due: 'It is to be verified by {due}.',
		open: 'Open this signal in Denyut',
		demo: 'SIMULATION: all data of this installation are made up.',
		why: 'You get this e-mail because you asked for it on your account page. There you can also change or stop it.',
		account: 'Change or stop',
		codeSubject: 'Code for your e-mail address',
		code: 'Your code: {code}. Enter it on your account page in Denyut; it is good for {minutes} minutes.',
		codeWhy:
			'Somebody asked for disease signals to be sent to this address. If it was not you, ignore this e-mail: without the code nothing more is sent.'
	}
} as const;

/** A new signal, or one that was confirmed. */
export function signalLetter(locale: Locale, letter: SignalLetterFacts): Letter {
	const { facts, dueAt, origin, demo } = letter;
	const say = words[locale];
	const values = { disease: facts.names[locale], week: dayText(locale, new Date(facts.week), 'UTC') };
	const isNew = facts.verdict === 'none';
	return compose(locale, fill(say.subject[facts.verdict], values), [
		...(demo ? [{ text: say.demo }] : []),
		{ text: fill(say.said[facts.verdict], values) },
		{ text: countText(locale, letter) },
		...(isNew && dueAt !== null ? [{ text: fill(say.due, { due: momentText(locale, dueAt) }) }] : []),
		{ text: say.open, href: `${origin}/diseases/signals#${facts.signal}` },
		{ text: say.why },
		{ text: say.account, href: `${origin}/account` }
	]);
}

/** What is sent to an address first, and alone until it comes back. */
export function codeLetter(locale: Locale, { code, origin }: { code: string; origin: string }): Letter {
	const say = words[locale];
	return compose(locale, say.codeSubject, [
		{ text: fill(say.code, { code, minutes: String(mailCode.goodForMinutes) }) },
		{ text: `${origin}/account`, href: `${origin}/account` },
		{ text: say.codeWhy }
	]);
}

/** That a count is small is told by naming no place; who is told no count is told no place either, or its lack would tell it. */
function countText(locale: Locale, { facts: { cases, kecamatan }, isToldCounts }: SignalLetterFacts): string {
	const say = words[locale];
	if (!isToldCounts) return say.uncounted;
	if (cases === 0) return say.few;
	const place = kecamatan === null ? '' : fill(say.place, { kecamatan });
	return fill(say.count, { cases: String(cases), place });
}

const tags = { id: 'id-ID', en: 'en-GB' } as const;

/** Put together by hand: how they are joined changes from one version of the locale data to the next. */
function dayText(locale: Locale, at: Date, timeZone: string): string {
	const part = (options: Intl.DateTimeFormatOptions) =>
		new Intl.DateTimeFormat(tags[locale], { ...options, timeZone }).format(at);
	const day = [part({ day: 'numeric' }), part({ month: 'long' }), part({ year: 'numeric' })].join(' ');
	return `${part({ weekday: 'long' })}, ${day}`;
}

const jakartaOffsetMs = 7 * 3_600_000;

function momentText(locale: Locale, at: Date): string {
	const clock = new Date(at.getTime() + jakartaOffsetMs).toISOString().slice(11, 16);
	return `${dayText(locale, at, 'Asia/Jakarta')}, ${locale === 'id' ? clock.replace(':', '.') : clock} WIB`;
}

/** One line each: a name that holds a line's end would else begin a header or a paragraph of its own. */
const onOneLine = (text: string) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();

function fill(text: string, values: Readonly<Record<string, string>>): string {
	return onOneLine(text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? ''));
}

function compose(locale: Locale, subject: string, lines: readonly Line[]): Letter {
	const text = lines.map(({ text, href }) =>
		href === undefined || href === text ? text : `${text}: ${href}`
	);
	const body = lines.map(({ text, href }) =>
		href === undefined ? escape(text) : `<a href="${escape(href)}">${escape(text)}</a>`
	);
	return {
		subject,
		text: `${text.join('\n\n')}\n`,
		html: [
			`<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><title>${escape(subject)}</title></head>`,
			'<body style="font-family:sans-serif;line-height:1.5;max-width:36rem">',
			...body.map((line) => `<p>${line}</p>`),
			'</body></html>\n'
		].join('\n')
	};
}

const entities: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;'
};

const escape = (text: string) => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? '');
