/**
 * The part of the matrix that is no page: what hospitals' and other programs send and read, each protocol in its own words,
 * and the upload of files. Who may say what stands in `domain/role`, whose page it is in `domain/access`.
 */
import { mayDo, mayOpen, readsAs, type Action } from '../../../src/lib/domain/access.ts';
import { claimStates, mayAssert, type ClaimState, type EventKind } from '../../../src/lib/domain/role.ts';
import { resourceTypes } from '../../../src/lib/server/ingest/readers/fhir/facts.ts';
import { credentialsOf, ownHospital, type Caller } from './callers.ts';
import { claimEvent, eventOf, eventKindsSent, fhirWhole, nextId } from './payloads.ts';
import { knock, type Knock, type Told } from './knock.ts';

export type EndpointCase = {
	kind: string;
	method: string;
	/** What it is called in the matrix, and by which the composition's list of endpoints is held against it. */
	path: string;
	isAllowed: (caller: Caller) => boolean;
	ask: (caller: Caller, site: Asking) => Promise<Told>;
	/** In words where it is neither. */
	outcome: (told: Told) => string;
};
export type Asking = {
	origin: string;
	/** Of the own hospital, to lay down what the caller then finds. */
	hospitalKey: string;
};

const isSender = ({ party }: Caller) => party !== null;
const maySay =
	(kind: EventKind, state: ClaimState | null = null) =>
	({ party }: Caller) =>
		party !== null && mayAssert(party, kind, state);
const mayUpload = ({ viewer }: Caller) => mayOpen(viewer, '/upload');

const json = { 'content-type': 'application/json' };
const send = ({ origin }: Asking, path: string, caller: Caller, { headers = {}, ...more }: Knock = {}) =>
	knock(`${origin}${path}`, { ...more, headers: { ...json, ...credentialsOf(caller), ...headers } });

const refusedBy = (statuses: readonly number[]) => (told: Told, allowed: (told: Told) => boolean) =>
	statuses.includes(told.status)
		? 'refused'
		: allowed(told)
			? 'allowed'
			: `${told.status} ${told.text.slice(0, 200)}`;
const byStatus = refusedBy([401, 403]);
const isGiven = ({ status }: Told) => status >= 200 && status < 300;

/** Counts of what was taken, or of what was held because its sender may not say it. */
function taken(told: Told): string {
	const told401 = byStatus(told, () => true);
	if (told401 !== 'allowed') return told401;
	const answer = JSON.parse(told.text) as {
		accepted?: number;
		quarantined?: number;
		errors?: { code: string }[];
	};
	if (answer.accepted === 1) return 'allowed';
	// Who may not say it is told so first: this one may, and is held for how the claim stands.
	if (answer.errors?.some(({ code }) => code.startsWith('claim-'))) return 'allowed';
	return answer.errors?.every(({ code }) => code === 'not-allowed') ? 'refused' : told.text.slice(0, 300);
}

function eventCase(kind: EventKind, state: ClaimState | null): EndpointCase {
	const what = state === null ? kind : `${kind} ${state}`;
	return {
		...{ kind: 'event', method: 'POST', path: `/api/v1/events (${what})`, isAllowed: maySay(kind, state) },
		ask: (caller, site) => {
			const named = caller.party === 'hospital' ? {} : { subject: ownHospital };
			const event = state === null ? eventOf(kind) : claimEvent(state);
			return send(site, '/api/v1/events', caller, {
				method: 'POST',
				body: JSON.stringify([{ ...event, ...named }])
			});
		},
		outcome: taken
	};
}

const claimRecords = {
	eklaim: (number: string) => ({
		metadata: { method: 'set_claim_data', nomor_sep: number },
		data: {
			...{ nomor_sep: number, nomor_kartu: '3275015203890000', tgl_masuk: '2026-10-25 12:55:00' },
			...{ tgl_pulang: '2026-10-31 23:55:00', jenis_rawat: '1', kelas_rawat: '3', diagnosa: 'A91' },
			tarif_rs: { kamar: 2_800_000 }
		}
	}),
	vclaim: (number: string) => ({
		Inacbg: { kode: 'A-4-12-I', nama: 'Demam' },
		biaya: { byPengajuan: '2800000', bySetujui: '2700000', byTarifGruper: '2800000', byTarifRS: '2650000' },
		...{ kelasRawat: '3', noSEP: number, status: 'Klaim', tglPulang: '2026-10-31', tglSep: '2026-10-25' },
		peserta: { noKartu: '3275015203890000' }
	})
};

const claimCase = (protocol: 'eklaim' | 'vclaim', state: ClaimState): EndpointCase => ({
	...{ kind: 'claims of programs', method: 'POST', path: `/api/v1/claims/${protocol}` },
	isAllowed: maySay('claim', state),
	ask: async (caller, site) => {
		const number = `0999R001${nextId()}`;
		const known = { ...caller, cookie: null, key: site.hospitalKey };
		// A verdict is about a claim that was made.
		if (protocol === 'vclaim')
			await send(site, '/api/v1/claims/eklaim', known, {
				method: 'POST',
				body: JSON.stringify(claimRecords.eklaim(number))
			});
		return send(site, `/api/v1/claims/${protocol}?facility=${ownHospital}`, caller, {
			method: 'POST',
			body: JSON.stringify(claimRecords[protocol](number))
		});
	},
	outcome: taken
});

const sirsRoom = (name: string) => ({ id_tt: '3', ruang: name, jumlah: '7', terpakai: '3', antrian: '0' });
const sirsPath = '/fo/index.php/Fasyankes';

/** The key as its password, as the original's software sends it. */
const sirsHeaders = ({ key }: Caller): Record<string, string> => ({
	'x-rs-id': ownHospital,
	'x-timestamp': String(Math.floor(Date.now() / 1000)),
	...(key !== null && { 'x-pass': key })
});

const sirsSend = (site: Asking, caller: Caller, method: string, path: string, body?: unknown) =>
	knock(`${site.origin}${path}`, {
		method,
		headers: { ...json, ...sirsHeaders(caller), ...(caller.cookie !== null && { cookie: caller.cookie }) },
		...(body !== undefined && { body: JSON.stringify(body) })
	});

type SirsLine = { fasyankes?: { status?: string; code?: string; id_t_tt?: string }[] };
function sirsOutcome(told: Told): string {
	const answered = byStatus(told, isGiven);
	if (answered !== 'allowed') return answered;
	const [line] = (JSON.parse(told.text) as SirsLine).fasyankes ?? [];
	if (line?.status === undefined || line.status === '200') return 'allowed';
	return line.code === 'not-allowed' ? 'refused' : told.text.slice(0, 300);
}

const sirsCase = (method: string, path: string): EndpointCase => ({
	...{ kind: 'SIRS', method, path: `/fo/index.php/${path}` },
	isAllowed: method === 'GET' ? isSender : maySay('bed'),
	ask: async (caller, site) => {
		const address = `/fo/index.php/${path}`;
		if (method === 'GET') return sirsSend(site, caller, 'GET', address);
		const room = sirsRoom(`Ruang ${nextId()}`);
		if (method === 'POST') return sirsSend(site, caller, 'POST', address, room);
		const hospital = { ...caller, cookie: null, key: site.hospitalKey };
		const laid = JSON.parse((await sirsSend(site, hospital, 'POST', sirsPath, room)).text) as SirsLine;
		const record = laid.fasyankes?.[0]?.id_t_tt ?? '';
		if (method === 'PUT')
			return sirsSend(site, caller, 'PUT', address, { ...room, id_t_tt: record, terpakai: '5' });
		return sirsSend(site, caller, 'DELETE', `${address}?id_t_tt=${record}`);
	},
	outcome: sirsOutcome
});

const aplicaresRoom = (code: string) => ({
	...{ kodekelas: 'KL3', koderuang: code, namaruang: `Ruang ${code}`, kapasitas: '20', tersedia: '4' },
	...{ tersediapria: '2', tersediawanita: '2', tersediapriawanita: '0' }
});

function aplicaresOutcome(told: Told): string {
	const answered = byStatus(told, isGiven);
	if (answered !== 'allowed') return answered;
	const { metadata } = JSON.parse(told.text) as { metadata?: { code?: number; reason?: string } };
	if (metadata?.code === 1) return 'allowed';
	return metadata?.reason === 'not-allowed' ? 'refused' : told.text.slice(0, 300);
}

const aplicaresCase = (method: string, path: string): EndpointCase => ({
	...{ kind: 'Aplicares', method, path: `/aplicaresws/rest/${path}` },
	isAllowed: method === 'GET' ? isSender : maySay('bed'),
	ask: async (caller, site) => {
		const address = `/aplicaresws/rest/${path}`;
		if (method === 'GET') return send(site, address, caller);
		const body = JSON.stringify(aplicaresRoom(nextId()));
		const create = `/aplicaresws/rest/bed/create/${ownHospital}`;
		if (address !== create)
			await send(site, create, { ...caller, cookie: null, key: site.hospitalKey }, { method: 'POST', body });
		const changed = address.includes('update') ? body.replace('"tersedia":"4"', '"tersedia":"3"') : body;
		return send(site, address, caller, { method: 'POST', body: changed });
	},
	outcome: aplicaresOutcome
});

/** Of one resource alone nothing is known yet; whoever may send keeps it waiting, whatever it will become. */
const fhirCase = (method: 'POST' | 'PUT', type: string): EndpointCase => ({
	...{ kind: 'FHIR', method, path: type === '' ? '/fhir' : `/fhir/${type}` },
	isAllowed: isSender,
	ask: (caller, site) => {
		const id = nextId();
		const { bundle, resources } = fhirWhole(id);
		const resource = resources.find(({ resourceType }) => resourceType === type) ?? {
			...{ resourceType: type, id },
			status: 'active'
		};
		const path =
			type === '' ? '/fhir' : method === 'PUT' ? `/fhir/${type}/${String(resource.id)}` : `/fhir/${type}`;
		const body = JSON.stringify(type === '' ? bundle : resource);
		return send(site, path, caller, { method, body, headers: { 'content-type': 'application/fhir+json' } });
	},
	// What of a lone resource cannot be read is told to whoever may send.
	outcome: (told) => byStatus(told, ({ status }) => status < 500 && status !== 404 && status !== 405)
});

const fhirMetadata: EndpointCase = {
	...{ kind: 'FHIR', method: 'GET', path: '/fhir/metadata', isAllowed: () => true },
	ask: (caller, site) => send(site, '/fhir/metadata', caller),
	outcome: (told) => byStatus(told, isGiven)
};

const boundary = 'matrix';
const formOf = (fields: Readonly<Record<string, string>>, file: string) =>
	[
		...Object.entries(fields).map(
			([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
		),
		`--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n${file}\r\n`,
		`--${boundary}--\r\n`
	].join('');

/** As the page's form sends a file. */
export function upload(
	{ origin }: Pick<Asking, 'origin'>,
	caller: Pick<Caller, 'cookie' | 'key'>,
	sender: string,
	kind: string
): Promise<Told> {
	return knock(`${origin}/upload/files`, {
		method: 'POST',
		headers: {
			...credentialsOf(caller),
			...{ origin, 'content-type': `multipart/form-data; boundary=${boundary}` }
		},
		body: formOf({ sender, kind }, 'a;b\r\n1;2\r\n')
	});
}

const senderOfRole: Readonly<Record<string, readonly [string, string]>> = {
	planner: ['dinkes', 'stock'],
	hospital: [`hospital:${ownHospital}`, 'visit'],
	verifier: ['verifier', 'claim'],
	finance: ['finance', 'claim']
};

const uploadCases: readonly EndpointCase[] = [
	{
		...{ kind: 'upload', method: 'POST', path: '/upload/files', isAllowed: mayUpload },
		ask: (caller, site) => upload(site, caller, ...(senderOfRole[caller.viewer] ?? ['dinkes', 'stock'])),
		outcome: (told) => byStatus(told, ({ status }) => status === 303)
	},
	{
		...{ kind: 'upload', method: 'GET', path: '/upload/templates/visit.xlsx', isAllowed: mayUpload },
		ask: (caller, site) => send(site, '/upload/templates/visit.xlsx', caller),
		outcome: (told) => byStatus(told, isGiven)
	},
	{
		...{ kind: 'upload', method: 'GET', path: `/upload/${'0'.repeat(32)}/refused.csv`, isAllowed: mayUpload },
		ask: (caller, site) => send(site, `/upload/${'0'.repeat(32)}/refused.csv`, caller),
		// It is nobody's: whoever may upload is told that there is none.
		outcome: (told) => byStatus(told, ({ status }) => status === 404)
	}
];

/** Registers send with keys of their own; people who state members do so by a file of the page. */
const registerCase: EndpointCase = {
	...{ kind: 'register', method: 'POST', path: '/api/v1/register/dukcapil' },
	isAllowed: ({ party }) => party !== null && mayAssert(party, 'member', null) && readsAs(party) === null,
	ask: (caller, site) =>
		send(site, '/api/v1/register/dukcapil?mode=delta', caller, { method: 'POST', body: '' }),
	outcome: (told) => byStatus(told, ({ status }) => status < 500 && status !== 404)
};

/** A hospital's own patients, asked by its program or by its clerk; the body is sound, so that only the asker is judged. */
const coverageCase = (path: string, action: Action, body: object): EndpointCase => ({
	...{ kind: 'cards and letters', method: 'POST', path },
	isAllowed: ({ party, viewer }) => party === 'hospital' || mayDo(viewer, action),
	ask: (caller, site) =>
		send(site, path, caller, {
			...{ method: 'POST', body: JSON.stringify(body), headers: { origin: site.origin } }
		}),
	outcome: (told) => byStatus(told, ({ status }) => status < 500 && status !== 405)
});
const question = { nik: '3275015203890000', service: 'outpatient' };
const coverageCases: readonly EndpointCase[] = [
	coverageCase('/api/v1/eligibility', 'check-card', question),
	coverageCase('/api/v1/sjp', 'issue-letter', { ...question, key: 'matrix' }),
	coverageCase('/api/v1/sjp/0000000000000/cancel', 'cancel-letter', { reason: 'pemeriksaan akses' }),
	{
		...{ kind: 'cards and letters', method: 'GET', path: '/api/v1/sjp/key', isAllowed: () => true },
		ask: (caller, site) => send(site, '/api/v1/sjp/key', caller),
		outcome: (told) => byStatus(told, isGiven)
	}
];

export const endpointCases: readonly EndpointCase[] = [
	...eventKindsSent.map((kind) => eventCase(kind, null)),
	...claimStates.map((state) => eventCase('claim', state)),
	claimCase('eklaim', 'submitted'),
	claimCase('vclaim', 'verified'),
	...['GET', 'POST', 'PUT', 'DELETE'].map((method) => sirsCase(method, 'Fasyankes')),
	sirsCase('GET', 'Referensi/tempat_tidur'),
	aplicaresCase('GET', 'ref/kelas'),
	aplicaresCase('GET', `bed/read/${ownHospital}`),
	...['create', 'update', 'delete'].map((action) => aplicaresCase('POST', `bed/${action}/${ownHospital}`)),
	fhirMetadata,
	fhirCase('POST', ''),
	...resourceTypes.flatMap((type) => [fhirCase('POST', type), fhirCase('PUT', type)]),
	...uploadCases,
	registerCase,
	...coverageCases
];
