/** What the tests of the pages with levers share: events that the importer tells of their own day, and waiting for the jobs over them. */
import type { Page } from '@playwright/test';
import { expect, type City } from './city.ts';
import { rsud } from './fixture-events.ts';

/** Of the RSUD, known on the day on which it was said. Its name makes the id: a random one may look like somebody's number. */
export const told = (type: 'visit' | 'claim', name: string, day: string, data: object) => ({
	...{ specversion: '1.0', id: `${type}-${name}`, source: '/e2e', subject: rsud },
	...{ type: `id.denyut.${type}.v1`, time: `${day}T05:00:00Z`, recordedtime: `${day}T05:00:00Z` },
	data: { [type]: name, ...data }
});

export async function tell(city: City, events: readonly object[]): Promise<void> {
	const key = await city.partyKey('importer');
	const response = await fetch(`${city.origin}/api/v1/events`, {
		method: 'POST',
		headers: { authorization: `Bearer ${key}`, 'content-type': 'application/cloudevents-batch+json' },
		body: JSON.stringify(events)
	});
	expect(await response.json()).toMatchObject({ accepted: events.length, quarantined: 0 });
}

/** Opens the page again and again, for jobs look once a minute: what is expected of a reading of it is awaited. */
export const reopened = <Reading>(page: Page, path: string, read: () => Promise<Reading>) =>
	expect.poll(
		async () => {
			await page.goto(path);
			return read();
		},
		{ timeout: 200_000, intervals: [3_000] }
	);
