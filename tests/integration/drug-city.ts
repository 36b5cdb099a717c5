/** A small city with medicines: a hospital's visits, another's monthly reports, and the health office's old counts. */
import pino from 'pino';
import { expectEpisodes } from '../../src/lib/analytics/drugs/expected-episodes.ts';
import { forecastItem } from '../../src/lib/analytics/drugs/forecast-item.ts';
import { eachMonth } from '../../src/lib/domain/period.ts';
import { DrugForecastJob } from '../../src/lib/server/jobs/drug-forecast/drug-forecast.ts';
import { findLastChange } from '../../src/lib/server/store/changes.ts';
import { nikOf } from '../bench/support/visits.ts';
import { hospitalA, hospitalB, now, openCity, senders, stock, tally, visit } from './ingest-city.ts';
import type { IngestCity } from './ingest-city.ts';

export const item = 'oralit';
export const feedMonths = eachMonth('2025-09-01', '2026-10-01');
/** Hospital B did not report it, ran out in one, and was empty for most of another. */
export const silentMonth = '2026-03-01';
export const [shortMonth, emptyMonth] = ['2026-06-01', '2026-08-01'];
const visitsAMonth = 6;

const season = (n: number) => 1 + 0.4 * Math.sin((2 * Math.PI * n) / 12);
const learned = (day: string) => ({ time: `${day}T05:00:00Z`, recordedtime: `${day}T06:00:00Z` });

function* visits() {
	for (const [m, month] of feedMonths.entries())
		for (let n = 0; n < visitsAMonth; n++) {
			const day = `${month.slice(0, 8)}${String(1 + n * 4).padStart(2, '0')}`;
			const quantity = Math.round((6 + (n % 4)) * season(m + 8));
			yield visit(
				`${month}-${n}`,
				{
					...{ nik: nikOf(m * 10 + n), diagnoses: ['A09'], arrivedAt: `${day}T02:00:00Z` },
					drugs: [{ item, quantity }]
				},
				{ ...learned(day), subject: hospitalA }
			);
		}
}

const daysOut: Readonly<Record<string, number>> = { [shortMonth]: 10, [emptyMonth]: 25 };

const reports = () =>
	feedMonths
		.filter((month) => month !== silentMonth)
		.map((month, m) => {
			const used = Math.round((month === emptyMonth ? 4 : 60) * season(m + 8)) + (m % 3);
			const data = { item, month: month.slice(0, 7), used, opening: 300, received: 0, closing: 300 - used };
			return stock(
				`s-${month}`,
				{ ...data, stockoutDays: daysOut[month] ?? 0 },
				{ ...learned('2026-11-10'), subject: hospitalB }
			);
		});

const oldCounts = () =>
	eachMonth('2022-01-01', '2025-08-01').map((period, m) =>
		tally(
			`t-${period}`,
			{
				...{ reporter: 'dinkes', measure: 'drug-use', code: item, area: '32.75', period },
				value: Math.round(110 * season(m) + (m % 5))
			},
			learned('2025-10-02')
		)
	);

export type DrugCity = IngestCity & {
	job: DrugForecastJob;
	/** The product's clock, to be put on. */
	setNow: (next: Date) => void;
};

export async function openDrugCity(): Promise<DrugCity> {
	let moment = now;
	const clock = () => moment;
	const city = await openCity({ clock });
	for (const events of [[...visits()], reports(), oldCounts()]) {
		const answer = await city.app.ingest.submit(senders.importer, events);
		if (answer.accepted !== events.length) throw new Error(JSON.stringify(answer.errors.slice(0, 3)));
	}
	const lastChange = await findLastChange(city.app.sql);
	const job = new DrugForecastJob({
		...{ sql: city.app.sql, clock, log: pino({ level: 'silent' }), lastChange: () => lastChange },
		facilities: city.app.facilities,
		forecast: (input) => Promise.resolve(forecastItem(input)),
		expect: ({ series, ...year }) => Promise.resolve(expectEpisodes(series, year))
	});
	return { ...city, job, setNow: (next) => (moment = next) };
}
