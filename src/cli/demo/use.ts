import { medicines } from '../../lib/domain/medicines.ts';
import { addMonths } from '../../lib/domain/period.ts';
import { drugsRecordedShare, type Stream } from './city.ts';
import { dayNumberOf } from './calendar.ts';
import type { City } from './model.ts';
import { diseases } from './season.ts';

/** Units of an item that a month is expected to need at full size, in puskesmas and in hospitals. */
export interface MonthUse {
	readonly puskesmas: number;
	readonly hospital: number;
}

const known = new WeakMap<City, Map<string, ReadonlyMap<string, MonthUse>>>();

/** Expected use by item: the month's expected episodes by disease group × units an episode. */
export function expectedUse(city: City, month: string): ReadonlyMap<string, MonthUse> {
	const months = known.get(city) ?? new Map<string, ReadonlyMap<string, MonthUse>>();
	known.set(city, months);
	const found = months.get(month);
	if (found) return found;
	const episodes = episodesByGroup(city, month);
	const use = new Map<string, MonthUse>();
	for (const { id, perEpisode } of medicines) {
		let puskesmas = 0;
		let hospital = 0;
		for (const { group, quantity } of perEpisode) {
			const cases = episodes.get(group);
			puskesmas += (cases?.puskesmas ?? 0) * quantity * drugsRecordedShare;
			hospital += (cases?.hospital ?? 0) * quantity * drugsRecordedShare;
		}
		use.set(id, { puskesmas, hospital });
	}
	months.set(month, use);
	return use;
}

function episodesByGroup(city: City, month: string): Map<string, { puskesmas: number; hospital: number }> {
	const groups = new Map<string, { puskesmas: number; hospital: number }>();
	const end = dayNumberOf(addMonths(month, 1));
	for (const disease of diseases) {
		if (disease.group === null) continue;
		const cases = groups.get(disease.group) ?? { puskesmas: 0, hospital: 0 };
		groups.set(disease.group, cases);
		for (const stream of Object.keys(disease.visitsPerYear) as Stream[]) {
			if (stream === 'ambulance') continue;
			let sum = 0;
			for (let day = dayNumberOf(month); day < end; day++) sum += city.demand.expected(disease, stream, day);
			cases[stream === 'puskesmas' ? 'puskesmas' : 'hospital'] += sum;
		}
	}
	return groups;
}
