import { findDiseaseGroupByCategory } from '../../lib/domain/surveillance-diseases.ts';
import { kecamatan } from '../../lib/domain/area.ts';
import { type Stream, visitsPerYear } from './city.ts';
import {
	type AgeProfile,
	dengueCasesByKecamatan,
	dengueCasesByYearsBack,
	dengueKecamatanNoiseSigma,
	dengueMonthPercent,
	diarrhoeaCasesPerYear,
	diarrhoeaMonthPercent,
	diseaseMix,
	ispaCasesByMonth,
	levelled,
	outbreak,
	type Season,
	specialMix,
	weakSeasons,
	weeklyNoiseSigma
} from './city-diseases.ts';
import { dayShare, dayText, monthIndexOf, yearOf } from './calendar.ts';
import { at, Random, Weighted } from './random.ts';

/** One ICD-10 code: how many visits a year it brings to each stream at full size, and when and to whom. */
export interface Disease {
	readonly code: string;
	readonly category: string;
	/** Disease group id of the category, if it is counted in one. */
	readonly group: string | null;
	readonly season: Season;
	readonly age: AgeProfile;
	readonly visitsPerYear: Partial<Record<Stream, number>>;
}

const mixStreams = ['puskesmas', 'outpatient', 'emergency', 'inpatient-3', 'icu'] as const;
const levelPerYear = {
	dengue: at(dengueCasesByYearsBack, 0),
	ispa: ispaCasesByMonth.reduce((sum, cases) => sum + cases, 0),
	diarrhoea: diarrhoeaCasesPerYear
};

function disease(code: string, season: Season, age: AgeProfile, visits: Disease['visitsPerYear']): Disease {
	const category = code.slice(0, 3);
	return {
		code,
		category,
		group: findDiseaseGroupByCategory(category)?.id ?? null,
		season,
		age,
		visitsPerYear: visits
	};
}

function levelledDiseases(): Disease[] {
	return levelled.flatMap(({ season, codes, age, streams }) =>
		codes.map(([code, share]) => {
			const visits = Object.entries(streams).map(([stream, part]) => [
				stream,
				levelPerYear[season] * share * part
			]);
			return disease(code, season, age, Object.fromEntries(visits));
		})
	);
}

/** The mix fills what the levelled diseases leave of each stream. */
function mixedDiseases(taken: readonly Disease[]): Disease[] {
	const rows = diseaseMix.map((row) => {
		const [code = '', season = 'flat', age = 'any', ...weights] = row.split(' ');
		return { code, season: season as Season, age: age as AgeProfile, weights: weights.map(Number) };
	});
	const factors = mixStreams.map((stream, index) => {
		const left =
			visitsPerYear[stream] - taken.reduce((sum, each) => sum + (each.visitsPerYear[stream] ?? 0), 0);
		return left / rows.reduce((sum, { weights }) => sum + at(weights, index), 0);
	});
	return rows.map(({ code, season, age, weights }) => {
		const visits = mixStreams.map(
			(stream, index) => [stream, at(weights, index) * at(factors, index)] as const
		);
		return disease(code, season, age, Object.fromEntries(visits.filter(([, count]) => count > 0)));
	});
}

const specialAges = { picu: 'infant', nicu: 'mother', dialysis: 'older', ambulance: 'any' } as const;

function specialDiseases(): Disease[] {
	return (['picu', 'nicu', 'dialysis', 'ambulance'] as const).flatMap((stream) => {
		// Dengue and diarrhoea take their part of the PICU.
		const left =
			visitsPerYear[stream] -
			levelledDiseases().reduce((sum, each) => sum + (each.visitsPerYear[stream] ?? 0), 0);
		return specialMix[stream].map(([code, share]) =>
			disease(code, 'flat', specialAges[stream], { [stream]: left * share })
		);
	});
}

const own = levelledDiseases();
export const diseases: readonly Disease[] = [...own, ...mixedDiseases(own), ...specialDiseases()];

const monthShares: Readonly<Record<Season, readonly number[]>> = {
	dengue: normalised(dengueMonthPercent),
	ispa: normalised(ispaCasesByMonth),
	diarrhoea: normalised(diarrhoeaMonthPercent),
	...{
		wet: normalised(weakSeasons.wet),
		dry: normalised(weakSeasons.dry),
		flat: normalised(weakSeasons.flat)
	}
};

function normalised(values: readonly number[]): number[] {
	const sum = values.reduce((total, value) => total + value, 0);
	return values.map((value) => (value * 12) / sum);
}

/** The season's factor on a day (mean 1 over a year), sliding from mid-month to mid-month. */
export function seasonFactor(season: Season, day: number): number {
	const month = monthIndexOf(day);
	const position = (Number(dayText(day).slice(8)) - 15.5) / 30.4;
	const here = at(monthShares[season], month);
	const beside = at(monthShares[season], (month + (position < 0 ? 11 : 1)) % 12);
	return here + (beside - here) * Math.abs(position);
}

/** How much dengue there is, by years before the end, and whether an outbreak is planted near the end. */
export interface DengueYears {
	readonly casesByYearsBack: readonly number[];
	readonly hasOutbreak: boolean;
}
export const inventedYears: DengueYears = { casesByYearsBack: dengueCasesByYearsBack, hasOutbreak: true };

/** What a day expects: the city's demand, disease by disease, before chance. */
export class Demand {
	private readonly endYear: number;
	private readonly outbreakDay: number;
	private readonly placeWeights: Weighted;

	/** @param endDay the outbreak and the years' levels hang on the day on which the history ends */
	constructor(
		private readonly seed: number,
		endDay: number,
		private readonly dengue: DengueYears = inventedYears
	) {
		this.endYear = yearOf(endDay);
		this.outbreakDay = endDay - outbreak.startsDaysBeforeEnd;
		this.placeWeights = new Weighted(kecamatan.map(({ population }) => population.persons));
	}

	/** Visits of a disease in a stream on a day at full size. Dengue's outbreak is in it. */
	expected(disease: Disease, stream: Stream, day: number): number {
		const yearly = disease.visitsPerYear[stream] ?? 0;
		if (yearly === 0) return 0;
		const factor =
			seasonFactor(disease.season, day) * this.levelOf(disease.season, day) * this.noise(disease, day);
		return yearly * dayShare(stream, day) * factor * (disease.season === 'dengue' ? this.dengueSum(day) : 1);
	}

	/** A kecamatan's part of a disease on a day; the parts of all sum to 1. */
	placeShare(disease: Disease, place: number, day: number): number {
		if (disease.season === 'dengue') return this.dengueAt(place, day) / this.dengueSum(day);
		return at(kecamatan, place).population.persons / this.placeWeights.total;
	}

	drawPlace(disease: Disease, day: number, random: Random): number {
		return disease.season === 'dengue'
			? this.dengueWeights(day).draw(random)
			: this.placeWeights.draw(random);
	}

	private levelOf(season: Season, day: number): number {
		if (season !== 'dengue') return 1;
		const back = Math.max(0, this.endYear - yearOf(day));
		const { casesByYearsBack } = this.dengue;
		const cases = casesByYearsBack[Math.min(back, casesByYearsBack.length - 1)] ?? levelPerYear.dengue;
		return cases / levelPerYear.dengue;
	}

	private noise({ code }: Disease, day: number): number {
		return weekNoise(this.seed, Number.parseInt(code, 36), day, weeklyNoiseSigma);
	}

	private dengueDay = -1;
	private dengueDayWeights: Weighted | undefined;
	private dengueWeights(day: number): Weighted {
		if (this.dengueDay !== day || !this.dengueDayWeights) {
			this.dengueDayWeights = new Weighted(kecamatan.map((_, place) => this.dengueAt(place, day)));
			this.dengueDay = day;
		}
		return this.dengueDayWeights;
	}

	/** City-wide factor that the outbreak adds; 1 without it. */
	private dengueSum(day: number): number {
		return this.dengueWeights(day).total;
	}

	/** A kecamatan's part of a season's dengue (sum about 1) with its own noise and the outbreak. */
	private dengueAt(place: number, day: number): number {
		const { code } = at(kecamatan, place);
		const part = (dengueCasesByKecamatan[code] ?? 0) / dengueTotal;
		const own = weekNoise(this.seed, 100 + place, day, dengueKecamatanNoiseSigma);
		return (
			part * own * (code === outbreak.kecamatan && this.dengue.hasOutbreak ? this.outbreakFactor(day) : 1)
		);
	}

	private outbreakFactor(day: number): number {
		const since = day - this.outbreakDay;
		const { peakFactor, daysToPeak, daysOfDecline } = outbreak;
		if (since < 0 || since > daysToPeak + daysOfDecline) return 1;
		const height = since < daysToPeak ? since / daysToPeak : 1 - (since - daysToPeak) / daysOfDecline;
		return 1 + (peakFactor - 1) * height;
	}
}

const dengueTotal = Object.values(dengueCasesByKecamatan).reduce((sum, cases) => sum + cases, 0);

const noises = new Map<number, number>();

/** Log-normal with mean 1, one draw an epidemiological week, so that a disease has good and bad weeks. */
function weekNoise(seed: number, what: number, day: number, sigma: number): number {
	const week = Math.floor((day + 4) / 7);
	const key = ((seed % 4096) * 100_000 + (what % 100_000)) * 8192 + week;
	let value = noises.get(key);
	if (value === undefined) {
		value = Math.exp(sigma * new Random(seed, 3, what, week).normal() - (sigma * sigma) / 2);
		noises.set(key, value);
	}
	return value;
}
