/**
 * What each rollup should hold, said a second time and in another way than the committer says it: in SQL, from the version
 * rows alone. Days, weeks and months are recomputed from instants here, so that a slip in one of the two ways shows.
 */
export type Recount = {
	table: string;
	keys: readonly string[];
	/** Columns that must agree. */
	values: readonly string[];
	/** Of sums a missing row is a nought; of states it is a difference. */
	isSum: boolean;
	/** SELECT of keys and values. */
	counted: string;
};

const dayOf = (instant: string) => `(${instant} AT TIME ZONE 'Asia/Jakarta')::date`;
const monthOf = (day: string) => `date_trunc('month', ${day}::timestamp)::date`;
/** The Sunday of a day's week. */
const weekOf = (day: string) => `(${day} - extract(dow FROM ${day})::int)`;

/** A posted version counts once from `posted_on` on, and no more from `reversed_on` on. */
const effects = (columns: string, from: string) => `(
	SELECT ${columns}, posted_on AS known_on, 1 AS sign FROM ${from} WHERE posted_on IS NOT NULL
	UNION ALL
	SELECT ${columns}, reversed_on, -1 FROM ${from} WHERE posted_on IS NOT NULL AND reversed_on IS NOT NULL) effect`;
const standing = 'posted_on IS NOT NULL AND reversed_on IS NULL';

const visitDay = dayOf('arrived_at');
const dispensed = `visit CROSS JOIN LATERAL jsonb_to_recordset(coalesce(drugs, '[]'::jsonb)) AS drug(item text, quantity bigint)`;
const claimColumns = `budget_year, state, facility, service, ${monthOf('service_to')} AS service_month,
	${monthOf(dayOf('version_time'))} AS transition_month, billed_rupiah, amount_rupiah`;
const claimKeys = ['budget_year', 'state', 'facility', 'service', 'service_month', 'transition_month'];
const claimSums = ['claims', 'billed_rupiah', 'amount_rupiah'];
const bedKeys = ['facility', 'ward', 'way', 'room'];

export const recounts: readonly Recount[] = [
	{
		table: 'disease_effect',
		keys: ['icd3', 'occurred_on', 'kecamatan', 'facility', 'known_on'],
		values: ['visits'],
		isSum: true,
		counted: `SELECT icd3, day AS occurred_on, kecamatan, facility, known_on, sum(sign) AS visits
			FROM ${effects(`icd3, ${visitDay} AS day, kecamatan, facility`, 'visit')} GROUP BY 1, 2, 3, 4, 5`
	},
	{
		table: 'disease_period',
		keys: ['icd3', 'grain', 'period', 'kecamatan'],
		values: ['visits'],
		isSum: true,
		counted: `SELECT icd3, grain, period, kecamatan, count(*) AS visits
			FROM visit CROSS JOIN LATERAL (VALUES ('week', ${weekOf(visitDay)}), ('month', ${monthOf(visitDay)})) AS p(grain, period)
			WHERE ${standing} GROUP BY 1, 2, 3, 4`
	},
	{
		table: 'service_effect',
		keys: ['occurred_on', 'facility', 'service', 'known_on'],
		values: ['visits'],
		isSum: true,
		counted: `SELECT day AS occurred_on, facility, service, known_on, sum(sign) AS visits
			FROM ${effects(`${visitDay} AS day, facility, service`, 'visit')} GROUP BY 1, 2, 3, 4`
	},
	{
		table: 'visit_period',
		keys: ['grain', 'period', 'facility'],
		values: ['visits'],
		isSum: true,
		counted: `SELECT grain, period, facility, count(*) AS visits
			FROM visit CROSS JOIN LATERAL (VALUES ('day', ${visitDay}), ('month', ${monthOf(visitDay)})) AS p(grain, period)
			WHERE ${standing} GROUP BY 1, 2, 3`
	},
	{
		table: 'item_effect',
		keys: ['item', 'month', 'facility', 'known_on'],
		values: ['quantity'],
		isSum: true,
		counted: `SELECT item, month, facility, known_on, sum(sign * quantity) AS quantity
			FROM ${effects(`item, ${monthOf(visitDay)} AS month, facility, quantity`, dispensed)} GROUP BY 1, 2, 3, 4`
	},
	{
		table: 'item_month',
		keys: ['item', 'month', 'facility'],
		values: ['quantity'],
		isSum: true,
		counted: `SELECT item, ${monthOf(visitDay)} AS month, facility, sum(quantity) AS quantity
			FROM ${dispensed} WHERE ${standing} GROUP BY 1, 2, 3`
	},
	{
		table: 'claim_effect',
		keys: [...claimKeys, 'known_on'],
		values: claimSums,
		isSum: true,
		counted: `SELECT ${claimKeys.join(', ')}, known_on, sum(sign) AS claims,
			sum(sign * billed_rupiah) AS billed_rupiah, sum(sign * amount_rupiah) AS amount_rupiah
			FROM ${effects(claimColumns, 'claim')} GROUP BY 1, 2, 3, 4, 5, 6, 7`
	},
	{
		table: 'claim_standing',
		keys: claimKeys,
		values: claimSums,
		isSum: true,
		counted: `SELECT ${claimKeys.join(', ')}, count(*) AS claims,
			sum(billed_rupiah) AS billed_rupiah, sum(amount_rupiah) AS amount_rupiah
			FROM (SELECT ${claimColumns} FROM claim WHERE ${standing}) c GROUP BY 1, 2, 3, 4, 5, 6`
	},
	{
		table: 'member_effect',
		keys: ['kecamatan', 'segment', 'status', 'jkn', 'known_on'],
		values: ['persons'],
		isSum: true,
		counted: `SELECT kecamatan, segment, status, jkn, known_on, sum(sign) AS persons
			FROM ${effects('kecamatan, segment, register_status AS status, jkn', 'member')} GROUP BY 1, 2, 3, 4, 5`
	},
	{
		table: 'bed_now',
		keys: bedKeys,
		values: [
			...['capacity', 'occupied', 'free', 'queue', 'reported_at'],
			...['version_time', 'version_id', 'event_key', 'posted_on']
		],
		isSum: false,
		counted: `SELECT DISTINCT ON (facility, ward, way, room) * FROM bed_report
			ORDER BY facility, ward, way, room, version_time DESC, version_id COLLATE "C" DESC, event_key DESC`
	},
	{
		table: 'bed_hour',
		keys: ['hour', ...bedKeys],
		values: ['capacity', 'occupied', 'free', 'reported_at', 'version_time', 'version_id'],
		isSum: false,
		counted: `SELECT DISTINCT ON (hour, facility, ward, way, room) * FROM (
				SELECT *, date_trunc('hour', version_time, 'UTC') AS hour FROM bed_report WHERE posted_on IS NOT NULL) posted
			ORDER BY hour, facility, ward, way, room, version_time DESC, version_id COLLATE "C" DESC, event_key DESC`
	}
];

/** The version tables with their natural keys and the day that an effect of theirs falls on. */
export const versionTables = [
	{ table: 'visit', keys: ['facility', 'visit_no'], occurredOn: visitDay },
	{ table: 'bed_report', keys: bedKeys, occurredOn: dayOf('coalesce(reported_at, version_time)') },
	{ table: 'claim', keys: ['facility', 'claim_no'], occurredOn: dayOf('version_time') },
	{ table: 'member', keys: ['person_id'], occurredOn: dayOf('version_time') },
	{ table: 'stock', keys: ['facility', 'item', 'month'], occurredOn: 'month' },
	{
		table: 'tally',
		keys: ['measure', 'code', 'grain', 'period', 'area', 'reporter'],
		occurredOn: 'period'
	}
] as const;

const learned = versionTables
	.map(({ table }) => `SELECT learned_at, learned_at - version_time AS delay FROM "${table}"`)
	.join(' UNION ALL ');
const hours = (from: number | null, to: number | null) =>
	[
		...(from === null ? [] : [`delay > interval '${from} hours'`]),
		...(to === null ? [] : [`delay <= interval '${to} hours'`])
	].join(' AND ');

/** What all sources together sent on a day: which source a version came from is not kept. */
export const acceptedPerDay = {
	keys: ['day'],
	values: ['accepted', 'within_1h', 'within_6h', 'within_24h', 'within_7d', 'later'],
	kept: `SELECT day, sum(accepted) AS accepted, sum(within_1h) AS within_1h, sum(within_6h) AS within_6h,
		sum(within_24h) AS within_24h, sum(within_7d) AS within_7d, sum(later) AS later FROM source_day GROUP BY 1`,
	counted: `SELECT ${dayOf('learned_at')} AS day, count(*) AS accepted,
		count(*) FILTER (WHERE ${hours(null, 1)}) AS within_1h, count(*) FILTER (WHERE ${hours(1, 6)}) AS within_6h,
		count(*) FILTER (WHERE ${hours(6, 24)}) AS within_24h, count(*) FILTER (WHERE ${hours(24, 168)}) AS within_7d,
		count(*) FILTER (WHERE ${hours(168, null)}) AS later FROM (${learned}) v GROUP BY 1`
};
