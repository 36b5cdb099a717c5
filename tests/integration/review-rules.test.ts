/** Which claims will be looked at in full is told by a seed that each installation makes for itself, and that the desk alone reads. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readable } from '../../src/lib/domain/access.ts';
import { usualReviewRules, type ReviewRules } from '../../src/lib/domain/claim-desk.ts';
import { roles } from '../../src/lib/domain/role.ts';
import { inSnapshot } from '../../src/lib/server/store/snapshot.ts';
import { inTransaction } from '../../src/lib/server/store/transaction.ts';
import { findReviewRules } from '../../src/lib/server/store/review-rules.ts';
import { fixDraw } from '../support/fixed-draw.ts';
import { bill } from './claim-desk-city.ts';
import { hospitalA, now, openCity, type IngestCity } from './ingest-city.ts';

let city: IngestCity;
beforeAll(async () => {
	city = await openCity();
});
afterAll(() => city.close());

type Line = { number: number; who: string; rules: ReviewRules };
const linesOf = ({ database: { sql } }: IngestCity) =>
	sql<Line[]>`SELECT number, who, rules FROM review_rule ORDER BY number`;

it('is made at random when an installation starts for the first time, and kept', async () => {
	const [first] = await linesOf(city);
	const { seed, ...usual } = first?.rules ?? { seed: '' };
	expect([first?.number, first?.who, usual]).toEqual([1, 'system:start', usualReviewRules]);
	expect(seed).toMatch(/^[a-p]{32}$/);
	const other = await openCity();
	try {
		expect((await linesOf(other))[0]?.rules.seed).not.toBe(seed);
		const before = await linesOf(other);
		await other.openAnother();
		expect(await linesOf(other)).toEqual(before);
	} finally {
		await other.close();
	}
});

it('takes the place of the one that stood in the source, from then on', async () => {
	const old = await openCity();
	try {
		await fixDraw(old.database.sql, 'denyut');
		await old.openAnother();
		const lines = await linesOf(old);
		expect(lines.at(-2)?.rules.seed).toBe('denyut');
		expect(lines.at(-1)?.rules).toMatchObject(usualReviewRules);
		expect(lines.at(-1)?.rules.seed).toMatch(/^[a-p]{32}$/);
		const at = (moment: Date) => inTransaction(old.database.sql, (tx) => findReviewRules(tx, moment));
		expect((await at(new Date(now.getTime() - 1))).seed).toBe('denyut');
		expect((await at(now)).seed).toBe(lines.at(-1)?.rules.seed);
	} finally {
		await old.close();
	}
});

it('is read by those who work claims, and by nobody else', async () => {
	for (const role of roles) {
		const viewer = { name: `user:${role}`, role, facility: role === 'hospital' ? hospitalA : null } as const;
		const { sql } = city.app.servicesFor(viewer).claimRules.context;
		const [row] = await inSnapshot(
			sql,
			viewer,
			(tx) => tx<{ lines: number }[]>`SELECT count(*)::int AS lines FROM review_rule`
		);
		expect(row?.lines, role).toBe(readable[role].claims === 'all' ? 2 : 0);
	}
});

it('leaves a hospital the limit of the stage that its claim stands in', async () => {
	await bill(city, 'hospitalA', 'limit', { claim: 'LIMIT' });
	const own = { name: 'user:rumah', role: 'hospital', facility: hospitalA } as const;
	const name = { facility: hospitalA, claimNo: 'LIMIT' };
	const view = await city.app.servicesFor(own).claimDetail.find(own, name);
	expect(view).toMatchObject({ limitDays: usualReviewRules.limitDays.submitted, sample: null });
});
