/** How the card was used over the years of a plan: an ordinary demo's use is level, a reconstructed year's grows into it. */
import { totals2018 } from '../../lib/domain/reconstruction.ts';
import { Books } from './books.ts';
import { dayNumberOf } from './calendar.ts';
import { referral } from './city.ts';
import type { CityPlan, Preset } from './model.ts';
import { type DengueYears, inventedYears } from './season.ts';

export interface Programme {
	/** Hospitals that take the card. */
	readonly hospitals: number;
	/** Visits to hospitals on a day, as a share of a full year's. */
	readonly uptake: (day: number) => number;
	/** Of hospital outpatients: without any referral. */
	readonly bypassShare: (day: number) => number;
	readonly dengue: DengueYears;
	/** First day of bed reports: of long ago nobody asks for them, and they are the most of all events. */
	readonly bedsFrom: number;
}

export const ordinary: Programme = {
	hospitals: Infinity,
	uptake: () => 1,
	bypassShare: () => referral.bypassShare,
	dengue: inventedYears,
	bedsFrom: -Infinity
};

/** KS-NIK opened to every resident in January 2017; tiered referral came back in August 2018 (domain/programme). */
const opened = dayNumberOf('2017-01-01');
const referralReturned = dayNumberOf('2018-08-01');

/**
 * Assumption: use grew until referral returned, somewhat faster than evenly, and stayed there. With this power the bills of
 * 2017 and 2018 stand to each other about as the published totals do, at nearly the same bill a visit.
 */
const growth = 1.5;
/** Before that people could go straight to a hospital; how many did is an assumption. */
const directShare = 0.45;

const programme2018: Programme = {
	// The city's own, and the private ones that were owed money.
	hospitals: 1 + totals2018.unpaidHospitals,
	uptake: (day) => Math.min(1, Math.max(0, (day - opened + 0.5) / (referralReturned - opened)) ** growth),
	bypassShare: (day) => (day < referralReturned ? directShare : referral.bypassShare),
	// Kota Bekasi 2018, 2017, 2016 (Open Data Jabar od_18509, v3); 2015 is not in it and taken as 2017.
	dengue: { casesByYearsBack: [626, 699, 3_813, 699], hasOutbreak: false },
	bedsFrom: dayNumberOf('2018-01-01')
};

export function programmeOf(preset: Preset, plan: CityPlan): { programme: Programme; books: Books } {
	const programmes: Record<Preset, Programme> = { '2018': programme2018 };
	return { programme: programmes[preset], books: new Books(Date.parse(plan.end)) };
}
