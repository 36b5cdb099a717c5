import type { Facility } from '../../domain/facility.ts';
import { hospitals } from '../../domain/hospitals.ts';
import { puskesmas } from '../../domain/puskesmas.ts';
import { insertInto } from './bulk.ts';
import type { Sql } from './connect.ts';

const upsert = insertInto<Facility>(
	'facility',
	[
		{ name: 'code', type: 'text', value: (row) => row.code },
		{ name: 'name', type: 'text', value: (row) => row.name },
		{ name: 'kind', type: 'text', value: (row) => row.kind },
		{ name: 'hospital_class', type: 'text', value: (row) => row.hospitalClass },
		{ name: 'owner', type: 'text', value: (row) => row.owner },
		{ name: 'beds', type: 'int4', value: (row) => row.beds },
		{ name: 'kecamatan', type: 'text', value: (row) => row.kecamatan },
		{ name: 'lon', type: 'float8', value: (row) => row.location?.[0] },
		{ name: 'lat', type: 'float8', value: (row) => row.location?.[1] },
		{ name: 'demo', type: 'bool', value: (row) => row.demo }
	],
	`ON CONFLICT (code) DO UPDATE SET name = excluded.name, kind = excluded.kind, hospital_class = excluded.hospital_class,
		owner = excluded.owner, beds = excluded.beds, kecamatan = excluded.kecamatan, lon = excluded.lon,
		lat = excluded.lat, demo = excluded.demo`
);

export async function layDownFacilities(sql: Sql, facilities: readonly Facility[]): Promise<void> {
	await upsert(sql, facilities);
}

/** The city's real hospitals and puskesmas: known from the start, shown once they have reported. */
export async function layDownReferenceFacilities(sql: Sql): Promise<void> {
	await layDownFacilities(sql, [...hospitals, ...puskesmas]);
}

type FacilityRow = Omit<Facility, 'location'> & { lon: number | null; lat: number | null };

/** The register in memory: every event asks it. Reloaded when a process registers facilities, and once a minute. */
export class FacilityRegister {
	#byCode = new Map<string, Facility>();

	constructor(readonly sql: Sql) {}

	async load(): Promise<void> {
		const rows = await this.sql<FacilityRow[]>`
			SELECT code, name, kind, hospital_class AS "hospitalClass", owner, beds, kecamatan, lon, lat, demo
			FROM facility ORDER BY name, code`;
		this.#byCode = new Map(
			rows.map(({ lon, lat, ...row }) => [row.code, { ...row, location: pointOf(lon, lat) }])
		);
	}

	find(code: string): Facility | undefined {
		return this.#byCode.get(code);
	}

	/** What a facility is called; one that the register does not know, by its code. */
	nameOf(code: string): string {
		return this.find(code)?.name ?? code;
	}

	all(): Facility[] {
		return [...this.#byCode.values()];
	}
}

const pointOf = (lon: number | null, lat: number | null) =>
	lon === null || lat === null ? null : ([lon, lat] as const);
