/** One line of a register: whose it is and what it says, with no number left in it; or why it cannot be used. */
import { bucketKecamatan, findKecamatanByName } from '../../../../domain/area.ts';
import {
	jknStatuses,
	registerStatuses,
	type RegisterSource
} from '../../../../domain/membership-validity.ts';
import { isDay } from '../../../../domain/period.ts';
import type { IncomingLine } from '../../../store/register/incoming.ts';
import type { Pseudonymiser } from '../../pseudonym.ts';
import { findPersonHint } from '../../screen.ts';
import type { RegisterLine } from './read-lines.ts';

/** Why a line is not taken. Of all but the first two the person is known, and is left as it stood. */
export type LineFault =
	| 'unreadable'
	| 'nik-malformed'
	| 'family-malformed'
	| 'status-unknown'
	| 'day-malformed'
	| 'yes-no-malformed'
	| 'segment-malformed';

class Faulty extends Error {
	constructor(readonly fault: LineFault) {
		super(fault);
	}
}

/** The columns without which a file says nothing. */
export const neededColumns: Readonly<Record<RegisterSource, readonly string[]>> = {
	dukcapil: ['nik', 'status'],
	dinsos: ['nik'],
	jkn: ['nik', 'status']
};

export type LineContext = { source: RegisterSource; pseudonymiser: Pseudonymiser; now: Date };

/** `row` is set wherever the person is known, `fault` wherever the line is not taken. */
export function readPerson(
	{ number, fields }: RegisterLine,
	context: LineContext
): { row: IncomingLine | null; fault: LineFault | null } {
	if (fields === null) return { row: null, fault: 'unreadable' };
	const person = findPersonHint(fields.get('nik') ?? '', context);
	if (person === undefined) return { row: null, fault: 'nik-malformed' };
	const { sex, birthYear, nikArea, nikDefect, mac } = person;
	const known = {
		...{ ...nothingSaid, line: number, mac: context.pseudonymiser.wrapMac(mac) },
		...{ sex, birthYear, nikArea, nikDefect }
	};
	try {
		return { row: { ...known, ...readers[context.source](fields, context), isUsable: true }, fault: null };
	} catch (error) {
		if (!(error instanceof Faulty)) throw error;
		return { row: known, fault: error.fault };
	}
}

const nothingSaid = {
	familyMac: null,
	isUsable: false,
	kecamatan: null,
	status: null,
	statusSince: null,
	ektp: null,
	isHead: null,
	registeredSince: null,
	segment: null
};

type Fields = ReadonlyMap<string, string>;

const readers: Record<RegisterSource, (fields: Fields, context: LineContext) => Partial<IncomingLine>> = {
	dukcapil: (fields, context) => ({
		familyMac: familyOf(fields, context),
		kecamatan: kecamatanOf(fields.get('kecamatan')),
		status: wordOf(fields.get('status'), registerWords),
		statusSince: dayOf(fields.get('statusSince')),
		ektp: yesNoOf(fields.get('ektp')),
		isHead: yesNoOf(fields.get('head')) ?? false,
		registeredSince: dayOf(fields.get('registeredSince'))
	}),
	dinsos: (fields, context) => ({
		familyMac: familyOf(fields, context),
		segment: segmentOf(fields.get('segment'))
	}),
	jkn: (fields) => ({
		status: wordOf(fields.get('status'), jknWords),
		statusSince: dayOf(fields.get('statusSince'))
	})
};

function familyOf(fields: Fields, { pseudonymiser }: LineContext): string | null {
	const family = fields.get('family');
	if (family === undefined) return null;
	if (!/^\d{16}$/.test(family)) throw new Faulty('family-malformed');
	return pseudonymiser.wrapMac(pseudonymiser.macOfFamily(family));
}

/** A code with or without points, or a name; what is none of the city's is outside it. */
function kecamatanOf(text: string | undefined): string {
	if (text === undefined) return bucketKecamatan(null);
	const digits = text.replaceAll('.', '');
	if (/^\d{6}$/.test(digits))
		return bucketKecamatan(`${digits.slice(0, 2)}.${digits.slice(2, 4)}.${digits.slice(4)}`);
	return bucketKecamatan(findKecamatanByName(text)?.code ?? text);
}

const meaning = (known: readonly string[], spoken: Readonly<Record<string, string>>) =>
	new Map([...known.map((word) => [word, word] as const), ...Object.entries(spoken)]);

const registerWords = meaning(registerStatuses, {
	aktif: 'active',
	hidup: 'active',
	pindah: 'moved',
	meninggal: 'deceased',
	mati: 'deceased',
	unknown: 'not-found',
	'tidak ditemukan': 'not-found',
	'tidak dikenal': 'not-found'
});
const jknWords = meaning(jknStatuses, {
	aktif: 'active',
	nonaktif: 'inactive',
	'tidak aktif': 'inactive',
	'pbi apbn': 'pbi-apbn',
	'pbi apbd': 'pbi-apbd',
	'tidak terdaftar': 'none'
});

function wordOf(text: string | undefined, words: ReadonlyMap<string, string>): string {
	const word = words.get(text?.toLowerCase().trim() ?? '');
	if (word === undefined) throw new Faulty('status-unknown');
	return word;
}

function dayOf(text: string | undefined): string | null {
	if (text === undefined) return null;
	const [, day = '', month = '', year = ''] = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})$/.exec(text) ?? [];
	const iso = year === '' ? text : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
	if (!isDay(iso)) throw new Faulty('day-malformed');
	return iso;
}

const yesNo = new Map<string, boolean>([
	...(['1', 'true', 'ya', 'y', 'yes', 'sudah', 'rekam'] as const).map((word) => [word, true] as const),
	...(['0', 'false', 'tidak', 'n', 'no', 'belum', 't'] as const).map((word) => [word, false] as const)
]);

function yesNoOf(text: string | undefined): boolean | null {
	if (text === undefined) return null;
	const answer = yesNo.get(text.toLowerCase());
	if (answer === undefined) throw new Faulty('yes-no-malformed');
	return answer;
}

function segmentOf(text: string | undefined): string {
	const segment = (text ?? 'ks-nik').toLowerCase().replace(/\s+/g, '-');
	if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(segment) || /\d{13}/.test(segment))
		throw new Faulty('segment-malformed');
	return segment;
}
