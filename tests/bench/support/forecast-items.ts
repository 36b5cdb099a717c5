/** A process of low priority that forecasts the demand of every medicine at every facility. */
import { setPriority } from 'node:os';
import { forecastDemand } from '../../../src/lib/analytics/forecast/forecast-demand.ts';
import { createGenerator } from '../../../src/lib/analytics/stats/generator.ts';

export type ForecastOrder = { items: number; facilities: number; months: number; niceness: number };
export type ForecastTimes = { series: number; seconds: number; cpuSeconds: number };

process.on('message', (order: ForecastOrder) => {
	// Closed once the answer is out: within the message itself the channel still waits for its end.
	process.send?.(forecastAll(order), undefined, undefined, () => process.disconnect());
});

function forecastAll({ items, facilities, months, niceness }: ForecastOrder): ForecastTimes {
	setPriority(niceness);
	const [began, cpu] = [performance.now(), process.cpuUsage()];
	for (let item = 0; item < items; item++)
		for (let facility = 0; facility < facilities; facility++)
			forecastDemand(drawDemand(item, facility, months), { period: 12, horizon: 18, isCounted: true });
	const used = process.cpuUsage(cpu);
	const seconds = (performance.now() - began) / 1_000;
	return { series: items * facilities, seconds, cpuSeconds: (used.user + used.system) / 1e6 };
}

/** A few medicines and facilities use much, most little, and a third of the little ones only now and then. */
function drawDemand(item: number, facility: number, months: number): number[] {
	const { normal, uniform } = createGenerator(1 + item * 1_000 + facility);
	const level = 20_000 / (1 + item) / (1 + facility / 8);
	const share = level < 100 && (item + facility) % 3 === 0 ? 0.4 : 1;
	return Array.from({ length: months }, (_, month) => {
		const season = 1 + 0.25 * Math.sin((2 * Math.PI * month) / 12);
		const used = level * season * Math.exp(0.2 * normal());
		return uniform() < share ? Math.round(used) : 0;
	});
}
