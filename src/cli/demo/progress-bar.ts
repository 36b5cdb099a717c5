import { Presets, SingleBar } from 'cli-progress';
import type { Progress } from './seeding.ts';

/** A bar on a terminal; in a log, a line now and then. */
export function seedingProgress(): Progress {
	const bar = new SingleBar(
		{
			format: 'Demo city  {bar} {percentage} %  {events} events',
			hideCursor: true,
			noTTYOutput: true,
			notTTYSchedule: 5_000
		},
		Presets.shades_classic
	);
	return {
		begin: (days) => {
			console.log('Filling the demo city: a minute or two, the first time only.');
			bar.start(days, 0, { events: 0 });
		},
		update: (daysDone, events) => bar.update(daysDone, { events: events.toLocaleString('en') }),
		end: () => {
			bar.stop();
			console.log('The history is in; the registers and the database’s statistics follow.');
		}
	};
}
