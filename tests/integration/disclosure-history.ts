/**
 * What a city knew before anybody was different in it: a year of dengue, the claims of half of it and older counts of a
 * medicine, so that forecasts, the order plan and the chain have something to stand on. No chance in it.
 */
import pino from 'pino';
import { expectEpisodes } from '../../src/lib/analytics/drugs/expected-episodes.ts';
import { forecastItem } from '../../src/lib/analytics/drugs/forecast-item.ts';
import { addDays, eachMonth, eachWeekStart } from '../../src/lib/domain/period.ts';
import { ChainBaseJob } from '../../src/lib/server/jobs/chain/chain-base-job.ts';
import { DrugForecastJob } from '../../src/lib/server/jobs/drug-forecast/drug-forecast.ts';
import { claim, hospitalA, hospitalB, senders, stock, tally, visit, type IngestCity } from './ingest-city.ts';

const weeks = eachWeekStart('2025-07-06', '2026-08-23');
const visitsAWeek = 12;
const item = 'paracetamol-500';

const told = (day: string) => ({
	...{ time: `${day}T05:00:00Z`, recordedtime: `${day}T05:00:00Z` },
	...{ subject: hospitalA, source: '/history' }
});
/** Serial 0000, and a month of birth that no patient of the tests has: nobody of theirs. */
const nikOf = (n: number) =>
	`327502${String(1 + (n % 28)).padStart(2, '0')}12${String(n % 60).padStart(2, '0')}0000`;

function* visits() {
	for (const [w, sunday] of weeks.entries())
		for (let n = 0; n < visitsAWeek + (w % 5) - 2; n++) {
			const day = addDays(sunday, n % 7);
			const isStay = n % 4 === 0;
			const out = addDays(day, 1 + (n % 3));
			const data = {
				...{ visit: `H-${w}-${n}`, nik: nikOf(w * 20 + n), kecamatan: `32.75.0${1 + ((n + w) % 3)}` },
				...{ diagnoses: [n % 5 === 4 ? 'A09' : 'A91'], arrivedAt: `${day}T01:00:00Z` },
				service: isStay ? 'inpatient-3' : 'outpatient',
				...(isStay && { dischargedAt: `${out}T01:00:00Z` }),
				drugs: [{ item, quantity: 4 + ((n + w) % 5) }]
			};
			yield visit(`h-${w}-${n}`, data, told(isStay ? out : day));
		}
}

function* claims() {
	for (const [w, sunday] of weeks.entries())
		for (let n = 0; n < 4; n++) {
			const data = {
				...{ claim: `H-${w}-${n}`, nik: nikOf(w * 20 + n), diagnoses: ['A91'], billedRupiah: 300_000 + n },
				...{ service: n === 0 ? 'inpatient-3' : 'outpatient', serviceFrom: sunday, serviceTo: sunday }
			};
			yield claim(`k-${w}-${n}`, data, told(addDays(sunday, 3)));
		}
}

const oldCounts = () =>
	eachMonth('2023-01-01', '2025-06-01').map((period, m) =>
		tally(
			`t-${period}`,
			{
				...{ reporter: 'dinkes', measure: 'drug-use', code: item, area: '32.75', period },
				value: 260 + 30 * (m % 12 < 6 ? 1 : 0) + (m % 5)
			},
			{ time: '2025-07-02T05:00:00Z', recordedtime: '2025-07-02T05:00:00Z', source: '/history' }
		)
	);

/** One hospital's stock is known: whose use it stands for is a share of what was dispensed. In fives, as what is ordered is then. */
const report = stock(
	's-1',
	{ item, month: '2026-07', opening: 400, received: 0, used: 100, closing: 300 },
	{ ...told('2026-08-05'), subject: hospitalB }
);

export async function loadHistory({ app }: IngestCity): Promise<void> {
	for (const events of [[...visits()], [...claims()], oldCounts(), [report]]) {
		const answer = await app.ingest.submit(senders.importer, events);
		if (answer.accepted !== events.length) throw new Error(JSON.stringify(answer.errors.slice(0, 3)));
	}
}

/** As the jobs do: medicines are forecast and the chain's rates are made out of what is known now. */
export async function reckon({ app }: IngestCity, clock: () => Date): Promise<void> {
	const options = {
		sql: app.sql,
		clock,
		log: pino({ level: 'silent' }),
		lastChange: () => app.hub.lastChange
	};
	await new ChainBaseJob(options).refresh();
	await new DrugForecastJob({
		...{ ...options, facilities: app.facilities },
		forecast: (input) => Promise.resolve(forecastItem(input)),
		expect: ({ series, ...year }) => Promise.resolve(expectEpisodes(series, year))
	}).refresh();
}
