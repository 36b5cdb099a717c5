/**
 * What may be asked of the chain: an event (a disease that has so many times its usual cases for so many weeks, somewhere) and
 * policies (referral enforced, another tariff, more or fewer members). The levers live in the address of the page and in kept
 * scenarios; one that changes nothing has no place in the address.
 */
import { findKecamatan } from './area.ts';
import { lastDayOf, movePeriod, periodOf } from './grain.ts';
import { addDays, epiWeekStart } from './period.ts';
import type { ServiceId } from './service.ts';
import { findDiseaseGroup } from './surveillance-diseases.ts';

export type ChainLevers = {
	/** Group id; null for no event. */
	readonly disease: string | null;
	/** Kemendagri code; null for the whole city. */
	readonly kecamatan: string | null;
	/** Cases then ÷ usual cases; 1 changes nothing. */
	readonly size: number;
	/** From today on. */
	readonly weeks: number;
	/** Percent of hospital outpatient visits that come with a referral then; null leaves it as it is. */
	readonly referralPercent: number | null;
	/** Change in percent; 0 changes nothing. */
	readonly tariffPercent: number;
	/** Change in percent; 0 changes nothing. */
	readonly membersPercent: number;
};

/** Lowest, highest and step of each number that may be chosen. */
export const chainLimits = {
	size: { min: 1, max: 10, step: 0.5 },
	weeks: { min: 1, max: 26, step: 1 },
	referral: { min: 0, max: 100, step: 5 },
	tariff: { min: -50, max: 100, step: 1 },
	members: { min: -50, max: 100, step: 1 }
} as const;
export type ChainNumber = keyof typeof chainLimits;

export const usualLevers: ChainLevers = {
	...{ disease: null, kecamatan: null, size: 2, weeks: 8 },
	...{ referralPercent: null, tariffPercent: 0, membersPercent: 0 }
};

export const hasEvent = ({ disease, size }: ChainLevers): boolean => disease !== null && size !== 1;
export const hasPolicy = ({ referralPercent, tariffPercent, membersPercent }: ChainLevers): boolean =>
	referralPercent !== null || tariffPercent !== 0 || membersPercent !== 0;

/** The levers as words of an address; only what changes something. */
export function writeLevers(levers: ChainLevers): Record<string, string> {
	const { disease, kecamatan, size, weeks, referralPercent, tariffPercent, membersPercent } = levers;
	return {
		...(disease !== null && { disease, size: String(size), weeks: String(weeks) }),
		...(disease !== null && kecamatan !== null && { kecamatan }),
		...(referralPercent !== null && { referral: String(referralPercent) }),
		...(tariffPercent !== 0 && { tariff: String(tariffPercent) }),
		...(membersPercent !== 0 && { members: String(membersPercent) })
	};
}

/** @returns the levers, or the name and the text of the one that cannot be used. */
export function readLevers(
	textOf: (name: string) => string | null
): ChainLevers | { readonly field: string; readonly value: string } {
	const disease = textOf('disease');
	const kecamatan = textOf('kecamatan');
	if (disease !== null && !findDiseaseGroup(disease)) return { field: 'disease', value: disease };
	if (kecamatan !== null && !findKecamatan(kecamatan)) return { field: 'kecamatan', value: kecamatan };
	const numbers: Partial<Record<ChainNumber, number>> = {};
	for (const name of Object.keys(chainLimits) as ChainNumber[]) {
		const text = textOf(name);
		if (text === null) continue;
		const value = readNumber(name, text);
		if (value === null) return { field: name, value: text };
		numbers[name] = value;
	}
	return {
		...{ disease, kecamatan: disease === null ? null : kecamatan },
		size: numbers.size ?? usualLevers.size,
		weeks: numbers.weeks ?? usualLevers.weeks,
		referralPercent: numbers.referral ?? null,
		tariffPercent: numbers.tariff ?? 0,
		membersPercent: numbers.members ?? 0
	};
}

function readNumber(name: ChainNumber, text: string): number | null {
	const { min, max, step } = chainLimits[name];
	const value = Number(text.replace(',', '.'));
	if (text.trim() === '' || !(value >= min && value <= max)) return null;
	return Number.isInteger(value / (step < 1 ? step : 1)) ? value : null;
}

/** Services of a stay in a bed. */
export const stayServices = ['inpatient-3', 'icu', 'picu', 'nicu'] as const satisfies readonly ServiceId[];

/** Bills come one to four months late: a half-year is reckoned with when so many days have passed since its end. */
export const settledAfterDays = 120;

/** The newest half-year whose bills are in: first and last day. */
export function settledHalfYear(today: string): { readonly from: string; readonly to: string } {
	const current = periodOf('half-year', addDays(today, -settledAfterDays));
	const from = movePeriod('half-year', current, -1);
	return { from, to: lastDayOf('half-year', from) };
}

/** Usual cases are the mean of so many weeks, the newest of which ended long enough ago for late reports. */
export const usualWeeks = 52;
const lateDays = 28;

/** The Sundays of the first and the last of the weeks. */
export function usualSpan(today: string): { readonly from: string; readonly to: string } {
	const last = addDays(epiWeekStart(addDays(today, -lateDays)), -7);
	return { from: addDays(last, -7 * (usualWeeks - 1)), to: last };
}
