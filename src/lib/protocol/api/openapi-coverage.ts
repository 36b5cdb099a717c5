/** The document's part on cards, guarantee letters and registers. */
import { registerSources } from '../../domain/membership-validity.ts';
import { coverageRefusals, type CoverageRefusalCode } from '../coverage.ts';
import { requestRefusals, type Locale, type RequestRefusalCode } from '../refusals.ts';
import { registerRefusals } from '../register-refusals.ts';
import { languageParameter, retryAfter } from './openapi-events.ts';
import { refTo } from './openapi-schemas.ts';
import { said } from './said.ts';

type Table = Readonly<Record<string, { status: number } & Record<Locale, string>>>;

const json = (...names: string[]) => {
	const [first = ''] = names;
	return {
		'application/json': { schema: names.length === 1 ? refTo(first) : { anyOf: names.map(refTo) } }
	};
};

/** Every status with which a request is refused, and why. */
function refusals(table: Table, ...schemas: string[]): Record<string, object> {
	const statuses = [...new Set(Object.values(table).map(({ status }) => status))];
	const say = (locale: Locale, status: number) =>
		Object.entries(table)
			.filter(([, refusal]) => refusal.status === status)
			.map(([code, refusal]) => `${code}: ${refusal[locale].replace(/\{\w+\}/g, '…')}`)
			.join(' ');
	return Object.fromEntries(
		statuses.map((status) => {
			const headers = status === 503 || status === 429 ? { headers: retryAfter } : {};
			return [
				status,
				{ ...said(say('en', status), say('id', status)), ...headers, content: json(...schemas) }
			];
		})
	);
}

const only = (codes: readonly CoverageRefusalCode[]): Table =>
	Object.fromEntries(codes.map((code) => [code, coverageRefusals[code]]));

const asking = [
	...['bad-request', 'no-key', 'bad-key', 'forbidden', 'other-facility', 'other-origin'],
	...['wrong-method', 'too-large', 'too-often', 'unavailable']
] as CoverageRefusalCode[];
const cancelling = asking.filter((code) => code !== 'other-facility');

const taken = (en: string, id: string, ...schemas: string[]) => ({
	...said(en, id),
	content: json(...schemas)
});
const body = (name: string) => ({ required: true, content: json(name) });
const inPath = (name: string, schema: object, en: string, id: string) => ({
	...{ name, in: 'path', required: true, schema },
	...said(en, id)
});

export function coveragePaths(): Record<string, Record<string, object>> {
	return {
		'/api/v1/eligibility': { post: eligibility() },
		'/api/v1/sjp': { post: issuing() },
		'/api/v1/sjp/{number}/cancel': { post: cancel() },
		'/api/v1/sjp/key': { get: publicKey() },
		'/api/v1/register/{source}': { post: register() }
	};
}

const ofHospital = { tags: ['coverage'], security: [{ sendKey: [] }] };

const eligibility = () => ({
	...{ ...ofHospital, operationId: 'checkEligibility', summary: 'Eligibility' },
	...said(
		'Is this visit covered? With the hospital’s key, for its own patients. Each question is written down; the NIK is not kept.',
		'Apakah kunjungan ini ditanggung? Dengan kunci rumah sakit, untuk pasiennya sendiri. Setiap pertanyaan dicatat; NIK tidak disimpan.'
	),
	parameters: [languageParameter],
	requestBody: body('EligibilityQuestion'),
	responses: {
		'200': taken('The answer, with its reasons.', 'Jawabannya, beserta alasannya.', 'Eligibility'),
		...refusals(only(asking), 'CoverageRefusal')
	}
});

const issuing = () => ({
	...{ ...ofHospital, operationId: 'issueLetter', summary: 'SJP' },
	...said(
		'Issues the guarantee letter. The same key with the same content makes no second letter.',
		'Menerbitkan Surat Jaminan Pelayanan. Key yang sama dengan isi yang sama tidak membuat surat kedua.'
	),
	parameters: [languageParameter],
	requestBody: body('LetterWish'),
	responses: {
		'200': taken('Issued before under this key.', 'Sudah terbit dengan key ini.', 'LetterIssued'),
		'201': taken('Issued.', 'Terbit.', 'LetterIssued'),
		'202': taken(
			'Dinkes decides: ask again with the same key.',
			'Dinkes memutuskan: tanyakan lagi dengan key yang sama.',
			'LetterQueued'
		),
		'422': taken(
			'Not covered, or refused by Dinkes.',
			'Tidak ditanggung, atau ditolak Dinkes.',
			'Eligibility',
			'LetterRefused'
		),
		...refusals(only([...asking, 'conflict', 'bad-birth', 'bad-service-day']), 'CoverageRefusal')
	}
});

const cancel = () => ({
	...{ ...ofHospital, operationId: 'cancelLetter', summary: 'SJP' },
	...said('Cancels a letter of one’s own.', 'Membatalkan surat sendiri.'),
	parameters: [
		inPath('number', { type: 'string' }, 'The letter’s number.', 'Nomor surat.'),
		languageParameter
	],
	requestBody: body('LetterCancelling'),
	responses: {
		'200': taken('Cancelled.', 'Dibatalkan.', 'LetterCancelled'),
		...refusals(only([...cancelling, 'reason-short', 'not-found', 'gone']), 'CoverageRefusal')
	}
});

const publicKey = () => ({
	...{ tags: ['coverage'], security: [], operationId: 'getLetterKey', summary: 'SJP' },
	...said(
		'The public key with which anybody verifies a letter without asking us. Needs no key.',
		'Kunci publik untuk memeriksa surat tanpa bertanya kepada kami. Tanpa kunci.'
	),
	responses: {
		'200': taken('The key.', 'Kuncinya.', 'LetterKey'),
		...refusals(only(['wrong-method', 'unavailable']), 'CoverageRefusal')
	}
});

const keyRefusals: readonly RequestRefusalCode[] = ['no-key', 'bad-key', 'read-key', 'wrong-method'];
const registerTable: Table = {
	...Object.fromEntries(keyRefusals.map((code) => [code, requestRefusals[code]])),
	...registerRefusals
};

const register = () => ({
	...{ tags: ['send'], security: [{ sendKey: [] }], operationId: 'sendRegister', summary: 'Register' },
	...said(
		'A register’s file as CSV or NDJSON, plain or gzip, up to 1 GiB: all of it or nothing. With a key of the party register.',
		'Berkas register sebagai CSV atau NDJSON, polos atau gzip, paling besar 1 GiB: semua atau tidak sama sekali. Dengan kunci pihak register.'
	),
	parameters: [
		inPath(
			'source',
			{ type: 'string', enum: [...registerSources] },
			'Whose register.',
			'Register milik siapa.'
		),
		{
			...{ name: 'mode', in: 'query', required: true },
			...said(
				'snapshot: the whole register. delta: only what changed.',
				'snapshot: seluruh register. delta: hanya yang berubah.'
			),
			schema: { type: 'string', enum: ['snapshot', 'delta'] }
		},
		{
			...{ name: 'force', in: 'query', required: false },
			...said(
				'1: takes a snapshot that removes more than 20 % of the people.',
				'1: menerima snapshot yang menghapus lebih dari 20 % orang.'
			),
			schema: { type: 'string', enum: ['1'] }
		},
		languageParameter
	],
	requestBody: {
		required: true,
		content: {
			'text/csv': { schema: { type: 'string' } },
			'application/x-ndjson': { schema: { type: 'string' } }
		}
	},
	responses: {
		'200': taken(
			'Taken: what changed, in counts.',
			'Diterima: yang berubah, dalam hitungan.',
			'RegisterSync'
		),
		...refusals(registerTable, 'RegisterRefusal', 'RequestRefusal')
	}
});
