import type { App } from '../../lib/server/app.ts';
import type { EventInput } from '../../lib/protocol/events.ts';
import { dayNumberAt, dayText, instantText } from './calendar.ts';
import { findInstalledCity, holdsOtherData, layDownCity, rememberCity } from './installed.ts';
import { buildCity, type City, type CityPlan, type DemoEvent } from './model.ts';
import { closeMonth, isMonthEnd, type StandingClock } from './reconstruct.ts';
import { syncRegisters } from './registers.ts';
import { history } from './schedule.ts';
import { UsageError } from '../run-command.ts';

export interface Seeded {
	readonly plan: CityPlan;
	/** Zero where the city stood already. */
	readonly events: number;
	readonly quarantined: number;
}

export interface Progress {
	begin: (days: number) => void;
	update: (daysDone: number, events: number) => void;
	end: () => void;
}

const batchSize = 5_000;
/** While one batch is written the next ones are made and judged. */
const batchesInFlight = 3;
const sender = { party: 'importer', facility: null } as const;

/** Fills an empty database with a city, finishes one that was interrupted, leaves a finished one alone. */
export async function seedCity(
	app: App,
	wanted: CityPlan,
	progress: Progress,
	clock?: StandingClock
): Promise<Seeded> {
	const installed = await findInstalledCity(app.sql);
	if (installed && installed.plan.preset !== wanted.preset) {
		throw new UsageError(
			`This database holds ${installed.plan.preset ? `the year ${installed.plan.preset}` : 'a demo of today'}. Choose another one: DENYUT_DATA_DIR=.demo-2 npm run demo`
		);
	}
	if (installed?.complete) return { plan: installed.plan, events: 0, quarantined: 0 };
	if (!installed && (await holdsOtherData(app.sql))) {
		throw new UsageError(
			'This database holds data that is no demo. Choose another one: DENYUT_DATA_DIR=.demo npm run demo'
		);
	}
	const plan = installed?.plan ?? wanted;
	await rememberCity(app.sql, { plan, complete: false });
	const city = buildCity(plan);
	await layDownCity(app.sql, city);
	await app.facilities.load();
	progress.begin(dayNumberAt(city.endMs) - city.startDay + 2);
	const close = clock && ((day: number) => closeMonth(app, city, clock, dayText(day)));
	const sent = await sendHistory(app, city, progress, close);
	progress.end();
	await syncRegisters(app, city);
	await close?.(dayNumberAt(city.endMs));
	// Pages are asked for at once.
	await app.analyseTables();
	await rememberCity(app.sql, { plan, complete: true });
	return { plan, ...sent };
}

/** @param close told at the end of each month of a reconstructed year, with everything of it committed and nothing later */
async function sendHistory(
	app: App,
	city: City,
	progress: Progress,
	close: ((day: number) => Promise<void>) | undefined
) {
	let events = 0;
	let quarantined = 0;
	// The old years come before the first day.
	let day = city.startDay - 1;
	let batch: EventInput[] = [];
	let inFlight: Promise<void>[] = [];
	const send = async (full: EventInput[]) => {
		const answer = await app.ingest.submit(sender, full);
		events += full.length;
		quarantined += answer.quarantined;
		progress.update(day - city.startDay + 2, events);
	};
	const flush = async () => {
		await Promise.all([...inFlight, send(batch)]);
		[batch, inFlight] = [[], []];
	};
	for (const known of history(city)) {
		for (const one of known) {
			batch.push(asImported(one));
			if (batch.length < batchSize) continue;
			inFlight.push(send(batch));
			batch = [];
			if (inFlight.length >= batchesInFlight) await inFlight.shift();
		}
		if (close && isMonthEnd(day)) {
			await flush();
			await close(day);
		}
		day++;
	}
	await flush();
	return { events, quarantined };
}

/** History is told by the importer, who may say when each event became known. */
export function asImported({ event, facility, recordedMs }: DemoEvent): EventInput {
	return { ...event, subject: event.subject ?? facility, recordedtime: instantText(recordedMs) };
}
