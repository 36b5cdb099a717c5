/**
 * A process of low priority that forecasts every medicine as the server's job does in its thread: the city with the whole
 * pool, each facility with the quick one, and both made to add up.
 */
import { forecastItem } from '../../../src/lib/analytics/drugs/forecast-item.ts';
import { createGenerator } from '../../../src/lib/analytics/stats/generator.ts';
import { forecastChances, leadMonths } from '../../../src/lib/domain/drug-forecast.ts';
import { lowerPriority } from '../../../src/lib/server/store/yielding.ts';

export type ForecastOrder = { items: number; facilities: number; months: number };
export type ForecastTimes = { series: number; seconds: number; cpuSeconds: number };

/** In November: two months until the planned year begins, the year, and the lead time after it. */
const ahead = { horizon: 2 + 12 + leadMonths, totalFrom: 3 };

process.on('message', (order: ForecastOrder) => {
	void lowerPriority(process.pid).then(() =>
		// Closed once the answer is out: within the message itself the channel still waits for its end.
		process.send?.(forecastAll(order), undefined, undefined, () => process.disconnect())
	);
});

function forecastAll({ items, facilities, months }: ForecastOrder): ForecastTimes {
	const [began, cpu] = [performance.now(), process.cpuUsage()];
	for (let item = 0; item < items; item++) {
		const parts = Array.from({ length: facilities }, (_, facility) => ({
			facility: `f${facility}`,
			values: drawDemand(item, facility, months)
		}));
		const city = Array.from({ length: months }, (_, month) =>
			parts.reduce((sum, { values }) => sum + (values[month] ?? 0), 0)
		);
		forecastItem({ city, facilities: parts, ...ahead, chances: forecastChances });
	}
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
