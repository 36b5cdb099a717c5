/** A city with half a year of visits in it, and the watch over its diseases: what the tests of signals share. */
import pino from 'pino';
import { lookAtWeek } from '../../src/lib/analytics/surveillance/signals/look-at-week.ts';
import { addDays } from '../../src/lib/domain/period.ts';
import type { Role } from '../../src/lib/domain/role.ts';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import { SignalWatch } from '../../src/lib/server/jobs/signals/signal-watch.ts';
import { hospitalA, niks, openCity, senders, visit, type IngestCity } from './ingest-city.ts';

/** Twenty whole weeks, Sunday to Saturday; the last one ended the day before the clock's first day. */
export const firstWeek = '2026-07-05';
export const lastWeek = '2026-11-15';
export const weeksBetween = 20;

export const viewerOf = (role: Role, name = `user:${role}`): Viewer => ({ name, role, facility: null });

export class SignalCity {
	#serial = 0;
	readonly watch: SignalWatch;

	private constructor(
		readonly city: IngestCity,
		readonly clock: { now: Date }
	) {
		const { sql, facilities } = city.app;
		this.watch = new SignalWatch({
			...{ sql, facilities, clock: () => clock.now, log: pino({ level: 'silent' }) },
			look: (series) => Promise.resolve(lookAtWeek(series)),
			lastChange: () => 0
		});
	}

	static async open(): Promise<SignalCity> {
		const clock = { now: new Date('2026-11-22T05:00:00.000Z') };
		return new SignalCity(await openCity({ clock: () => clock.now }), clock);
	}

	/** So many visits of a category in a kecamatan, spread over a week. */
	async visits(week: string, count: number, icd10: string, area: string): Promise<void> {
		const events = Array.from({ length: count }, (_, n) => {
			this.#serial += 1;
			const arrivedAt = `${addDays(week, n % 7)}T03:00:00Z`;
			return visit(
				`s-${this.#serial}`,
				{ nik: niks[n % niks.length], kecamatan: area, diagnoses: [icd10], arrivedAt },
				{ time: arrivedAt, subject: hospitalA, recordedtime: this.clock.now.toISOString() }
			);
		});
		if (count === 0) return;
		const answer = await this.city.app.ingest.submit(senders.importer, events);
		if (answer.accepted !== count) throw new Error(JSON.stringify(answer));
	}

	/** A course of weeks, oldest first, that ends with the last whole week. */
	async course(counts: readonly number[], icd10: string, area: string): Promise<void> {
		for (const [place, count] of counts.entries())
			await this.visits(addDays(lastWeek, 7 * (place - counts.length + 1)), count, icd10, area);
	}

	signalsFor(viewer: Viewer) {
		return this.city.app.servicesFor(viewer).signals;
	}

	goTo(at: string): void {
		this.clock.now = new Date(at);
	}
}
