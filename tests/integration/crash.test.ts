import { describe, expect, it } from 'vitest';
import { runCrashes } from '../support/crash/rounds.ts';

describe('crashes in the middle of a concurrent load', () => {
	it('lose no acknowledged event and count none twice, 3 kills of the app and 2 crash-stops of the database', async () => {
		const report = await runCrashes({ appKills: 3, databaseStops: 2 });
		expect(report.acknowledged).toBeGreaterThan(500);
		expect(report.refusals).toBeGreaterThan(0);
		expect({ lost: report.lost, double: report.double }).toEqual({ lost: 0, double: 0 });
		expect(report.wrongTotals).toEqual([]);
		expect(report.differences).toEqual([]);
	}, 180_000);
});
