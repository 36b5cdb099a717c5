/** The demo's letters and complaints go through the same services as everybody's, and are laid down once. */
import { expect, it } from 'vitest';
import { layDownLetters } from '../../src/cli/demo/letters.ts';
import { layDownCity } from '../../src/cli/demo/installed.ts';
import { planMembers } from '../../src/cli/demo/members.ts';
import { buildCity } from '../../src/cli/demo/model.ts';
import { jakartaDay } from '../../src/lib/domain/period.ts';
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
