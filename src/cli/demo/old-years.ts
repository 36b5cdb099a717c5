import { city as cityArea, kecamatan } from '../../lib/domain/area.ts';
import { medicines } from '../../lib/domain/medicines.ts';
import { addMonths, monthOf } from '../../lib/domain/period.ts';
import { services } from '../../lib/domain/service.ts';
import type { TallyData } from '../../lib/protocol/events.ts';
import { type Stream, tallies } from './city.ts';
import { dayMs, dayNumberOf, dayText, hourMs, instantText, startMs } from './calendar.ts';
import { type City, type DemoEvent, sourceOf } from './model.ts';
import { at, Random } from './random.ts';
import { type Disease, diseases } from './season.ts';
import { expectedUse } from './use.ts';
import { serviceOf } from './visits.ts';

/**
 * The years before the seeded days, as the health office would have kept them: weekly cases by disease group and
 * kecamatan, monthly use of medicines and monthly visits by service. They end where the visits begin; the month in which
 * that happens is told by the tally whole, since the visits have only its last days.
 */
export function* oldYears(city: City): Generator<DemoEvent> {
	const firstSunday = city.startDay - Math.round((tallies.years * 365.25) / 7) * 7;
	for (let week = firstSunday; week < city.startDay; week += 7) yield* weekOf(city, week);
	for (
		let month = monthOf(dayText(firstSunday));
		dayNumberOf(month) < city.startDay;
		month = addMonths(month, 1)
	) {
		yield* monthOfUse(city, month);
	}
}

function* weekOf(city: City, week: number): Generator<DemoEvent> {
	const random = new Random(city.plan.seed, 81, week);
	for (const group of tallies.groups) {
		const expectedDays = diseases
			.filter((disease) => disease.group === group)
			.flatMap((disease) =>
				sevenFrom(week).map((day) => ({ disease, day, expected: expectedOn(city, disease, day) }))
			);
		for (const [place, { code: area }] of kecamatan.entries()) {
			let expected = 0;
			for (const each of expectedDays)
				expected += each.expected * city.demand.placeShare(each.disease, place, each.day);
			const value = random.poisson(expected * city.plan.scale);
			yield tally(city, week + 7, tallies.weekDelayDays, random, {
				...{ reporter: tallies.reporter, measure: 'cases', code: group, area },
				...{ period: dayText(week), grain: 'week', value }
			});
		}
	}
}

const sevenFrom = (day: number) => [0, 1, 2, 3, 4, 5, 6].map((offset) => day + offset);

function expectedOn(city: City, disease: Disease, day: number): number {
	const streams = Object.keys(disease.visitsPerYear) as Stream[];
	return streams.reduce((sum, stream) => sum + city.demand.expected(disease, stream, day), 0);
}

function* monthOfUse(city: City, month: string): Generator<DemoEvent> {
	const first = dayNumberOf(month);
	const random = new Random(city.plan.seed, 82, first);
	const end = dayNumberOf(addMonths(month, 1));
	const common = { reporter: tallies.reporter, area: cityArea.code, period: month, grain: 'month' as const };
	for (const { id } of medicines) {
		const { puskesmas = 0, hospital = 0 } = expectedUse(city, month).get(id) ?? {};
		const value = Math.round((puskesmas + hospital) * city.plan.scale * random.logNormal(1, 0.04));
		yield tally(city, end, tallies.monthDelayDays, random, {
			...common,
			measure: 'drug-use',
			code: id,
			value
		});
	}
	for (const { id } of services) {
		let expected = 0;
		for (let day = first; day < end; day++) expected += visitsOn(city, id, day);
		const value = random.poisson(expected * city.plan.scale);
		yield tally(city, end, tallies.monthDelayDays, random, { ...common, measure: 'visits', code: id, value });
	}
}

function visitsOn(city: City, service: string, day: number): number {
	let sum = 0;
	for (const disease of diseases) {
		for (const stream of Object.keys(disease.visitsPerYear) as Stream[]) {
			if (serviceOf(stream) === service) sum += city.demand.expected(disease, stream, day);
		}
	}
	return sum;
}

function tally(
	city: City,
	endDay: number,
	delayDays: readonly number[],
	random: Random,
	data: TallyData
): DemoEvent {
	const timeMs = startMs(endDay) + (random.between(at(delayDays, 0), at(delayDays, 1)) * dayMs + 2 * hourMs);
	// What was late at the border of the seeded days must not arrive after the history's end.
	const recordedMs = Math.min(timeMs, city.endMs);
	return {
		party: 'dinkes',
		facility: null,
		recordedMs,
		event: {
			specversion: '1.0',
			id: `T/${data.measure}/${data.code}/${data.area}/${data.grain}/${data.period}`,
			source: sourceOf('dinkes', null),
			type: 'id.denyut.tally.v1',
			time: instantText(recordedMs),
			data
		}
	};
}
