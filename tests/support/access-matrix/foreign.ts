/**
 * A hospital that names another one: in the path, the query, the body, a header, the subject of an event. Nothing of the other
 * may be read so, and nothing of it may change: refused is what leaves its rows as they are and tells none of its words.
 */
import { createHmac } from 'node:crypto';
import type { Sql } from '../../../src/lib/server/store/connect.ts';
import { otherHospital, ownHospital, type Ground } from './callers.ts';
import { knock, type Told } from './knock.ts';
import { claimEvent, eventOf, fhirWhole, nextId } from './payloads.ts';
import type { Tally } from './tally.ts';

/** Words that stand in the other hospital's rows and nowhere else. */
const secrets = {
	room: 'Ruang Kenari Lain',
	label: 'SIMRS Rahasia Lain',
	visit: 'KUNJ-LAIN-1',
	claim: 'KLAIM-LAIN-1'
};

export type Foreign = {
	origin: string;
	sql: Sql;
	/** The own hospital's: its program, its reader, its clerk. */
	key: string;
	readKey: string;
	cookie: string;
	/** A key and an upload of the other's. */
	otherKey: string;
	otherKeyId: string;
};

/** How a request names the other, and the request. */
export type ForeignCase = readonly [by: Naming, what: string, ask: (on: Foreign) => Promise<Told | string>];
export type Naming = 'path' | 'query' | 'body' | 'header' | 'event';

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const json = { 'content-type': 'application/json' };

export async function layDownOther(
	{ origin, sql, keys }: Ground & { origin: string },
	cookie: string
): Promise<Foreign> {
	const other = { party: 'hospital', role: null, facility: otherHospital } as const;
	const otherKey = await keys.create({ ...other, label: secrets.label });
	const bed = eventOf('bed');
	const events = [
		{ ...bed, data: { ...bed.data, room: secrets.room } },
		{ ...eventOf('visit'), data: { ...eventOf('visit').data, visit: secrets.visit } },
		{ ...claimEvent('submitted'), data: { ...claimEvent('submitted').data, claim: secrets.claim } },
		eventOf('stock'),
		// Held, and then the other's alone.
		{ ...eventOf('visit'), data: { visit: secrets.visit } }
	];
	const told = await postEvents(origin, otherKey, events);
	const { accepted, quarantined } = JSON.parse(told.text) as { accepted: number; quarantined: number };
	if (accepted !== 4 || quarantined !== 1) throw new Error(`the other hospital sent nothing: ${told.text}`);
	const own = { facility: ownHospital };
	return {
		...{ origin, sql, cookie, otherKey, otherKeyId: otherKey.split('_')[1] ?? '' },
		key: await keys.create({ party: 'hospital', role: null, ...own }),
		readKey: await keys.create({ party: null, role: 'hospital', ...own })
	};
}

const postEvents = (origin: string, key: string, events: readonly unknown[]) =>
	knock(`${origin}/api/v1/events`, {
		method: 'POST',
		headers: { ...bearer(key), ...json },
		body: JSON.stringify(events)
	});

/** Every row that names the other hospital as its own, table by table. */
export async function rowsOfOther(sql: Sql): Promise<string> {
	const columns = await sql<{ table: string; column: string }[]>`
		SELECT c.table_name AS table, c.column_name AS column FROM information_schema.columns c
		JOIN information_schema.tables t USING (table_schema, table_name)
		WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.column_name IN ('facility', 'reporter', 'party')
		ORDER BY 1, 2`;
	if (columns.length < 10) throw new Error('hardly any table names a facility');
	const told: string[] = [];
	for (const { table, column } of columns) {
		const names = column === 'party' ? [`hospital:${otherHospital}`] : [otherHospital];
		const rows = await sql.unsafe<{ rows: string }[]>(
			`SELECT count(*) || ' ' || md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS rows
			FROM "${table}" AS t WHERE "${column}" = ANY($1)`,
			[names]
		);
		told.push(`${table}.${column} ${rows[0]?.rows}`);
	}
	return told.join('\n');
}

/** Each of them must be refused. */
export async function askForeign(on: Foreign, cases: readonly ForeignCase[], tally: Tally): Promise<void> {
	const before = await rowsOfOther(on.sql);
	for (const [by, what, ask] of cases) {
		const told = await ask(on);
		const text = typeof told === 'string' ? told : `${told.location} ${told.text}`;
		const isTold = Object.values(secrets).some((secret) => text.includes(secret));
		const isChanged = (await rowsOfOther(on.sql)) !== before;
		const isBroken = typeof told !== 'string' && told.status >= 500;
		const got = isChanged
			? 'written'
			: isTold
				? 'read'
				: isBroken
					? `answered with ${told.status}`
					: 'refused';
		tally.add(`foreign facility in ${by}`, what, { got, expected: 'refused' });
	}
}

const events: readonly ForeignCase[] = ['visit', 'bed', 'stock', 'tally', 'claim'].map((kind) => [
	'event',
	`subject of a ${kind}`,
	({ origin, key }) => {
		const event = kind === 'claim' ? claimEvent('submitted') : eventOf(kind);
		return postEvents(origin, key, [{ ...event, subject: otherHospital }]);
	}
]);

const sirs = (method: string): ForeignCase => [
	'header',
	`X-rs-id, ${method} SIRS`,
	({ origin, key }) =>
		knock(`${origin}/fo/index.php/Fasyankes${method === 'DELETE' ? '?id_t_tt=1' : ''}`, {
			method,
			headers: { ...json, 'x-rs-id': otherHospital, 'x-pass': key },
			...((method === 'POST' || method === 'PUT') && {
				body: JSON.stringify({ id_tt: '3', ruang: secrets.room.toUpperCase(), jumlah: '7', terpakai: '7' })
			})
		})
];

function signature(id: string, secretOf: string): Record<string, string> {
	const secret = /^dk_[a-z0-9]{16}_(.+)$/.exec(secretOf)?.[1] ?? '';
	const stamp = String(Math.floor(Date.now() / 1000));
	const mac = createHmac('sha256', secret).update(`${id}&${stamp}`).digest('base64');
	return { 'x-cons-id': id, 'x-timestamp': stamp, 'x-signature': mac };
}
const idOf = (key: string) => key.split('_')[1] ?? '';

const aplicaresBody = JSON.stringify({
	...{ kodekelas: 'KL3', koderuang: 'RG99', namaruang: 'Ruang 99', kapasitas: '20', tersedia: '4' }
});
const aplicares = (action: string): readonly ForeignCase[] => {
	const ask = (on: Foreign, headers: Record<string, string>, hospital = otherHospital) =>
		knock(`${on.origin}/aplicaresws/rest/bed/${action}/${hospital}`, {
			...{ method: action === 'read' ? 'GET' : 'POST', headers: { ...json, ...headers } },
			...(action !== 'read' && { body: aplicaresBody })
		});
	return [
		['path', `kodeppk, Aplicares ${action}, by key`, (on) => ask(on, bearer(on.key))],
		['path', `kodeppk, Aplicares ${action}, signed`, (on) => ask(on, signature(idOf(on.key), on.key))],
		['header', `X-Cons-ID, Aplicares ${action}`, (on) => ask(on, signature(on.otherKeyId, on.key))]
	];
};

const fhirOf = (resource: Record<string, unknown>, type: string, what: string): ForeignCase => [
	'body',
	`${what}, FHIR`,
	({ origin, key }) =>
		knock(`${origin}/fhir/${type}`, {
			method: 'POST',
			headers: { ...bearer(key), 'content-type': 'application/fhir+json' },
			body: JSON.stringify(resource)
		})
];

const fhir: readonly ForeignCase[] = [
	[
		'body',
		'serviceProvider of an Encounter, FHIR bundle',
		({ origin, key }) =>
			knock(`${origin}/fhir`, {
				method: 'POST',
				headers: { ...bearer(key), 'content-type': 'application/fhir+json' },
				body: JSON.stringify(fhirWhole(nextId(), `Organization/${otherHospital}`).bundle)
			})
	],
	fhirOf(
		{
			...{ resourceType: 'Location', status: 'active', name: 'Ruang 99' },
			physicalType: { coding: [{ code: 'ro' }] },
			managingOrganization: { reference: `Organization/${otherHospital}` }
		},
		'Location',
		'managingOrganization of a Location'
	),
	fhirOf(
		{
			...{ resourceType: 'Claim', status: 'active', use: 'claim', total: { value: 1, currency: 'IDR' } },
			identifier: [
				{ system: 'http://sys-ids.kemkes.go.id/claim-number/1000', value: secrets.claim.toLowerCase() }
			],
			billablePeriod: { start: '2026-10-01T01:00:00+00:00', end: '2026-10-03T04:00:00+00:00' },
			...{ created: '2026-11-01T05:00:00+00:00', patient: { reference: 'Patient/any' } },
			provider: { reference: `Organization/${otherHospital}` }
		},
		'Claim',
		'provider of a Claim'
	)
];

const claims = (protocol: 'eklaim' | 'vclaim'): ForeignCase => [
	'query',
	`facility, ${protocol}`,
	({ origin, key }) =>
		knock(`${origin}/api/v1/claims/${protocol}?facility=${otherHospital}`, {
			method: 'POST',
			headers: { ...bearer(key), ...json },
			body: JSON.stringify({ metadata: { method: 'set_claim_data' }, data: { nomor_sep: nextId() } })
		})
];

const coverage = (path: string): readonly ForeignCase[] => {
	const body = JSON.stringify({
		...{ nik: '3275015203890000', service: 'outpatient', key: nextId(), facility: otherHospital }
	});
	const ask = (origin: string, who: Record<string, string>) =>
		knock(`${origin}${path}`, { method: 'POST', headers: { ...json, origin, ...who }, body });
	return [
		['body', `facility, ${path}, by key`, ({ origin, key }) => ask(origin, bearer(key))],
		['body', `facility, ${path}, by session`, ({ origin, cookie }) => ask(origin, { cookie })]
	];
};

/** What needs no pages. */
export const foreignSenders: readonly ForeignCase[] = [
	...events,
	...['GET', 'POST', 'PUT', 'DELETE'].map(sirs),
	...['read', 'create', 'update', 'delete'].flatMap(aplicares),
	claims('eklaim'),
	claims('vclaim'),
	...fhir,
	...coverage('/api/v1/eligibility'),
	...coverage('/api/v1/sjp')
];

const form = (values: Record<string, string>) => ({
	method: 'POST',
	headers: { 'content-type': 'application/x-www-form-urlencoded' },
	body: String(new URLSearchParams(values))
});

const onPages = (path: string, query: string): ForeignCase => [
	'query',
	`facility, ${path}`,
	({ origin, cookie }) => knock(`${origin}${path}${query}`, { headers: { cookie } })
];

/** A form of a page in the own clerk's session. */
const onForm = (
	action: string,
	by: Naming,
	what: string,
	values: (on: Foreign) => Record<string, string>
): ForeignCase => [
	by,
	what,
	(on) => {
		const { headers, ...sent } = form(values(on));
		const { origin, cookie } = on;
		return knock(`${origin}${action}`, {
			...sent,
			headers: { ...headers, cookie, origin, accept: 'application/json', 'x-sveltekit-action': 'true' }
		});
	}
];

const readsOf = (resource: string): readonly ForeignCase[] => {
	const ask = (origin: string, key: string) =>
		knock(`${origin}/api/v1/${resource}?facility=${otherHospital}`, { headers: bearer(key) });
	return [
		['query', `facility, /api/v1/${resource}, by read key`, ({ origin, readKey }) => ask(origin, readKey)],
		['query', `facility, /api/v1/${resource}, by sending key`, ({ origin, key }) => ask(origin, key)]
	];
};

const bedReport = (): string =>
	JSON.stringify({
		...{ facility: otherHospital, time: new Date().toISOString() },
		rooms: [{ id: crypto.randomUUID(), ward: 'inpatient-3', room: secrets.room, capacity: 20, occupied: 0 }]
	});

/**
 * What needs the pages.
 * @param pages those that open to a hospital, but for the ones that show every hospital's beds
 * @param place of an upload of the other's
 */
export const foreignOnPages = (
	pages: readonly string[],
	resources: readonly string[],
	place: string
): readonly ForeignCase[] => [
	...pages.flatMap((page) => {
		const query = `?facility=${otherHospital}`;
		return [onPages(page, query), onPages(`${page}/__data.json`, query)];
	}),
	...resources.flatMap(readsOf),
	onPages('/beds/report/rooms', `?facility=${otherHospital}`),
	[
		'body',
		'facility, bed report',
		({ origin, cookie }) =>
			knock(`${origin}/beds/report/reports`, {
				...{ method: 'POST', headers: { ...json, cookie, origin }, body: bedReport() }
			})
	],
	onForm('/connect?/make', 'body', 'facility, new key', () => ({ facility: otherHospital, label: 'x' })),
	onForm('/connect?/revoke', 'body', 'facility, revoking its key', ({ otherKeyId }) => ({
		...{ facility: otherHospital, id: otherKeyId }
	})),
	onForm('/connect?/revoke', 'body', 'its key, as if it were the own', ({ otherKeyId }) => ({
		...{ facility: ownHospital, id: otherKeyId }
	})),
	['path', 'upload, page', ({ origin, cookie }) => knock(`${origin}${place}`, { headers: { cookie } })],
	...['columns', 'send', 'cancel'].map((step) =>
		onForm(`${place}?/${step}`, 'path', `upload, ${step}`, () => ({ period: '2026-10' }))
	)
];
