/**
 * The letters that the demo's claims name: asked for as a hospital's clerk does, on the day of the service, and issued where the
 * rules say so. A stay that is not covered gets none, and its claim names a letter that does not exist.
 */
import type { Viewer } from '../../lib/domain/viewer.ts';
import { letterWish, type LetterWish } from '../../lib/protocol/coverage.ts';
import type { App } from '../../lib/server/app.ts';
import { EligibilityService } from '../../lib/server/services/coverage/eligibility.ts';
import { LettersService } from '../../lib/server/services/coverage/letters.ts';
import { dayNumberAt } from './calendar.ts';
import { letters } from './city.ts';
import { drawOf } from './letter-numbers.ts';
import type { City, DemoEvent } from './model.ts';
import { planVisits } from './visits.ts';

/** Those who ask at once are answered together. */
const atOnce = 16;

type StayWish = { facility: string; stay: string; arrivedAt: Date; wish: LetterWish };

export async function issueForStays(app: App, city: City): Promise<void> {
	const wishes = wishesOf(city);
	for (let start = 0; start < wishes.length; start += atOnce)
		await Promise.all(wishes.slice(start, start + atOnce).map((one) => issue(app, city, one)));
}

async function issue(app: App, city: City, { facility, stay, arrivedAt, wish }: StayWish): Promise<void> {
	const clerk: Viewer = { name: 'system:demo', role: 'hospital', facility };
	const { context } = app.servicesFor(clerk);
	const coverage = { ...context.coverage, draw: drawOf(city.plan.seed, stay) };
	const then = { ...context, coverage, clock: () => arrivedAt };
	await new LettersService(then, new EligibilityService(then)).issue(clerk, wish, 'id');
}

/** Of every stay whose claim names a letter: the generator is asked once more for the days in question. */
function wishesOf(city: City): StayWish[] {
	const lastDay = dayNumberAt(city.endMs);
	const wishes: StayWish[] = [];
	for (let day = Math.max(city.startDay, lastDay - letters.days); day <= lastDay; day++) {
		const events = planVisits(city, day).map((planned) => planned.write());
		const named = new Set(events.flatMap(stayOfLetter));
		for (const event of events) wishes.push(...wishOf(event, named));
	}
	return wishes;
}

function stayOfLetter({ event }: DemoEvent): string[] {
	if (event.type !== 'id.denyut.claim.v1') return [];
	const { letter, visit } = event.data;
	return visit && letter && letter !== `SJP-${visit}` ? [visit] : [];
}

/** Of a visit that is over: its first word has no drugs yet, and may be missing. */
function wishOf({ event, facility }: DemoEvent, named: ReadonlySet<string>): StayWish[] {
	if (event.type !== 'id.denyut.visit.v1' || facility === null) return [];
	const { visit, nik, service, referral, emergency, arrivedAt, dischargedAt } = event.data;
	if (!nik || !dischargedAt || !named.has(visit)) return [];
	const wish = letterWish.parse({ key: `demo-${visit}`, nik, service, referral, emergency });
	return [{ facility, stay: visit, arrivedAt: new Date(arrivedAt), wish }];
}
