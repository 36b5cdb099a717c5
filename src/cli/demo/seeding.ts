import type { App } from '../../lib/server/app.ts';
import type { EventInput } from '../../lib/protocol/events.ts';
import { dayNumberAt, instantText } from './calendar.ts';
import { findInstalledCity, holdsOtherData, layDownCity, rememberCity } from './installed.ts';
import { buildCity, type CityPlan, type DemoEvent } from './model.ts';
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
export async function seedCity(app: App, wanted: CityPlan, progress: Progress): Promise<Seeded> {
	const installed = await findInstalledCity(app.sql);
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
	const sent = await sendHistory(app, history(city), progress);
	progress.end();
	await syncRegisters(app, city);
	// Pages are asked for at once.
	await app.analyseTables();
	await rememberCity(app.sql, { plan, complete: true });
	return { plan, ...sent };
}

async function sendHistory(app: App, days: Iterable<DemoEvent[]>, progress: Progress) {
	let events = 0;
	let quarantined = 0;
	let daysDone = 0;
	let batch: EventInput[] = [];
	const inFlight: Promise<void>[] = [];
	const send = async (full: EventInput[]) => {
		const answer = await app.ingest.submit(sender, full);
		events += full.length;
		quarantined += answer.quarantined;
		progress.update(daysDone, events);
	};
	for (const day of days) {
		daysDone++;
		for (const known of day) {
			batch.push(asImported(known));
			if (batch.length < batchSize) continue;
			inFlight.push(send(batch));
			batch = [];
			if (inFlight.length >= batchesInFlight) await inFlight.shift();
		}
	}
	await Promise.all([...inFlight, send(batch)]);
	return { events, quarantined };
}

/** History is told by the importer, who may say when each event became known. */
function asImported({ event, facility, recordedMs }: DemoEvent): EventInput {
	return { ...event, subject: event.subject ?? facility, recordedtime: instantText(recordedMs) };
}
