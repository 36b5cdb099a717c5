/** The chain's city with ambulances and members, and a ceiling that not all of its worlds keep: what next year's proposal rests on. */
import { certainties } from '../../src/lib/domain/next-year.ts';
import type { Role } from '../../src/lib/domain/role.ts';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import type { NextYearView, ProposalPoints } from '../../src/lib/protocol/views/budget-next-year.ts';
import { openChainCity, type ChainCity } from './chain-city.ts';
import { claim, hospitalA, senders } from './ingest-city.ts';

/** Of 2026. */
export const ceiling = 3_050_000_000;
export const members = 1_240;

export const viewerOf = (role: Role, name: string = role): Viewer => ({
	name: `user:${name}`,
	role,
	facility: null
});
export const planner = viewerOf('planner');
export const executive = viewerOf('executive');

export async function openNextYearCity(): Promise<ChainCity> {
	const city = await openChainCity(ceiling);
	const { sql } = city.database;
	const ambulance = Array.from({ length: 30 }, (_, n) =>
		claim(
			`ambulance-${n}`,
			{ service: 'ambulance', billedRupiah: 3_000_000, serviceFrom: '2026-03-09', serviceTo: '2026-03-09' },
			{ subject: hospitalA, time: '2026-04-01T05:00:00Z', recordedtime: '2026-04-01T06:00:00Z' }
		)
	);
	const { accepted } = await city.app.ingest.submit(senders.importer, ambulance);
	if (accepted !== 30) throw new Error(`${accepted} of 30 claims were accepted`);
	await sql`INSERT INTO membership_day (day, reason, kecamatan, persons, counted_at)
		VALUES ('2026-11-01', 'valid', '32.75.01', ${members}, now())`;
	await city.analyst.refresh();
	await city.bases.refresh();
	await city.app.hub.poll();
	return city;
}

/** @param city once it stands */
export function askingOf(city: () => ChainCity) {
	const services = (viewer: Viewer) => city().app.servicesFor(viewer);
	const load = (query = '', viewer = planner): Promise<NextYearView> =>
		services(viewer).budgetNextYear.load(viewer, new URLSearchParams(query));
	const keep = (name: string, query: string, viewer = planner) =>
		services(viewer).budgetNextYear.keep(viewer, name, new URLSearchParams(query));
	const file = (format: 'pdf' | 'xlsx', query = '', locale: 'id' | 'en' = 'en', viewer = planner) =>
		services(viewer).nextYearFiles.file(viewer, new URLSearchParams(query), format, locale);
	async function bytesOf(...asked: Parameters<typeof file>) {
		const made = await file(...asked);
		if (made === null) throw new Error('no file');
		// The reader of PDF refuses a Buffer.
		return new Uint8Array(made.body);
	}
	return { services, load, keep, bytesOf };
}

export const totalsOf = (points: ProposalPoints | undefined) =>
	certainties.map((name) => points?.[name].total);
