/** The demo's letters and complaints go through the same services as everybody's, and are laid down once. */
import { expect, it } from 'vitest';
import { layDownLetters } from '../../src/cli/demo/letters.ts';
import { layDownCity } from '../../src/cli/demo/installed.ts';
import { planMembers } from '../../src/cli/demo/members.ts';
import { buildCity, type City } from '../../src/cli/demo/model.ts';
import { syncRegisters } from '../../src/cli/demo/registers.ts';
import { planVisits } from '../../src/cli/demo/visits.ts';
import { dayNumberAt } from '../../src/cli/demo/calendar.ts';
import { jakartaDay } from '../../src/lib/domain/period.ts';
import { findLetterFaults } from '../../src/lib/server/store/letters/claim-letters.ts';
import { openCity, senders } from './ingest-city.ts';

it('gives a demo city letters, wishes that wait, and complaints, once', async () => {
	const city = await openCity({ clock: () => new Date() });
	try {
		const end = new Date();
		const start = jakartaDay(new Date(end.getTime() - 3 * 86_400_000));
		const demo = buildCity({ seed: 1, scale: 0.002, start, end: end.toISOString() });
		await layDownCity(city.app.sql, demo);
		await city.app.facilities.load();
		const members = planMembers(demo, demo.startDay).map((planned) => planned.write().event);
		await city.app.ingest.submit(senders.register, members);
		const count = async () => {
			const [row] = await city.app.sql<Record<'letters' | 'waiting' | 'complaints' | 'answered', number>[]>`
				SELECT (SELECT count(*)::int FROM guarantee_letter) AS letters,
					(SELECT count(*)::int FROM letter_request WHERE decided_at IS NULL) AS waiting,
					(SELECT count(*)::int FROM complaint) AS complaints,
					(SELECT count(*)::int FROM complaint WHERE answered_at IS NOT NULL) AS answered`;
			return row;
		};
		await layDownLetters(city.app, demo);
		const first = await count();
		expect(first).toMatchObject({ waiting: 6, complaints: 6, answered: 1 });
		expect(first?.letters).toBeGreaterThan(9);
		await layDownLetters(city.app, demo);
		expect(await count()).toEqual(first);
	} finally {
		await city.close();
	}
});

/** What the hospitals of the demo's last days told, and the first word on each claim. */
function stays(demo: City) {
	const days = Array.from(
		{ length: dayNumberAt(demo.endMs) - demo.startDay + 1 },
		(_, n) => demo.startDay + n
	);
	const events = days.flatMap((day) => planVisits(demo, day)).map((planned) => planned.write().event);
	const known = events.filter(({ time }) => Date.parse(time) <= demo.endMs);
	return known.filter(
		({ type, data }) => type !== 'id.denyut.claim.v1' || ('state' in data && data.state === 'submitted')
	);
}

it('gives a part of the claims of a demo city the letter that they name, issued for that very service', async () => {
	const city = await openCity({ clock: () => new Date() });
	try {
		const end = new Date();
		const start = jakartaDay(new Date(end.getTime() - 25 * 86_400_000));
		const demo = buildCity({ seed: 1, scale: 0.005, start, end: end.toISOString() });
		await layDownCity(city.app.sql, demo);
		await city.app.facilities.load();
		const members = planMembers(demo, demo.startDay).map((planned) => planned.write().event);
		await city.app.ingest.submit(senders.register, members);
		await city.app.ingest.submit(senders.importer, stays(demo));
		// As in the demo: an event alone is too old after a while to say that somebody is covered.
		await syncRegisters(city.app, demo);
		await layDownLetters(city.app, demo);
		const [row] = await city.app.sql<Record<'claims' | 'linked' | 'byStay', number>[]>`
			SELECT count(*)::int AS claims, count(l.number)::int AS linked,
				count(l.number) FILTER (WHERE l.request_key = 'demo-' || k.visit_no)::int AS "byStay"
			FROM claim k LEFT JOIN guarantee_letter l ON l.number = k.letter_number
			WHERE k.posted_on IS NOT NULL AND k.reversed_on IS NULL`;
		expect(row?.linked).toBeGreaterThan(20);
		expect(row?.linked).toBeLessThan(row?.claims ?? 0);
		expect(row?.byStay).toBe(row?.linked);
		// A letter holds for the claim that names it; only the same bill sent twice is in doubt.
		const faults = await findLetterFaults(city.app.sql, start);
		const kinds = new Set(faults.map(({ fault }) => fault));
		expect([...kinds].filter((fault) => fault !== 'unknown' && fault !== 'used')).toEqual([]);
	} finally {
		await city.close();
	}
});
