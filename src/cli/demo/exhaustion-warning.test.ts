/**
 * Does the warning come in time? Generated years in which the cost of a month grows so that the ceiling is passed in month
 * 8, 9, 10 or 11, or stays within it; months stray by 8 %, bills come as late as in the demo, by its own function. Judged
 * four months ahead.
 */
import { describe, expect, it } from 'vitest';
import { projectExhaustion } from '../../lib/analytics/budget/project-exhaustion.ts';
import { simulateCosts } from '../../lib/analytics/budget/simulate-costs.ts';
import { createGenerator } from '../../lib/analytics/stats/generator.ts';
import { dayNumberOf, monthIndexOf, workingDay, yearOf } from './calendar.ts';
import { defaults, hospitalClasses } from './city.ts';
import { drawBillDelay } from './claims.ts';
import { Random } from './random.ts';

const yearBefore = 12;
const ceilingRupiah = 12e9;
/** Share of a month's bills in each month after it, the month itself first. Each month's own shares stray by about a tenth. */
const billed = drawBilledShares();
const delaySteadiness = 200;

/** Services of a year, spread evenly over its days and hospitals, by the month in which the demo bills them. */
function drawBilledShares(): number[] {
	const hospitals = hospitalClasses.reduce((sum, { count }) => sum + count, 0);
	const random = new Random(1, 2);
	const firstDay = dayNumberOf('2025-01-01');
	const bills: number[] = [];
	const drawn = 50_000;
	for (let n = 0; n < drawn; n++) {
		const day = firstDay + (n % 365);
		const delay = drawBillDelay({ seed: defaults.seed, hospital: 1 + (n % hospitals) }, random);
		const billedOn = workingDay(Math.floor(day + 1 + delay));
		const lag = 12 * (yearOf(billedOn) - yearOf(day)) + monthIndexOf(billedOn) - monthIndexOf(day);
		bills[lag] = (bills[lag] ?? 0) + 1;
	}
	return Array.from(bills, (count = 0) => count / drawn);
}

/** Growth a month at which the ceiling is passed in the middle of a month. */
function growthTo(passedIn: number): number {
	let [low, high] = [0, 1];
	for (let step = 0; step < 50; step++) {
		const growth = (low + high) / 2;
		let used = 0.5 * (1 + growth) ** passedIn;
		for (let month = 1; month < passedIn; month++) used += (1 + growth) ** month;
		if (used > 12) high = growth;
		else low = growth;
	}
	return low;
}

function drawYear(passedIn: number | null, seed: number) {
	const generator = createGenerator(1000 * (passedIn ?? 0) + seed);
	const growth = passedIn ? growthTo(passedIn) : 0;
	// A balanced year is planned with 4 % to spare.
	const level = passedIn ? 1e9 : 0.96e9;
	const costs = Array.from({ length: yearBefore + 12 }, (_, month) => {
		const grown = (1 + growth) ** Math.max(0, month - yearBefore + 1);
		return level * grown * Math.exp(0.08 * generator.normal());
	});
	const cumulative = costs.map((cost) => {
		const weights = billed.map((share) => generator.gamma(share * delaySteadiness, 1));
		const all = weights.reduce((sum, weight) => sum + weight, 0);
		let sum = 0;
		return weights.map((weight) => (sum += (cost * weight) / all));
	});
	const visits = costs.map((cost) => Math.round((cost / 1e5) * Math.exp(0.05 * generator.normal())));
	return { costs, cumulative, visits };
}

function judge(passedIn: number | null, seed: number, hasVisits: boolean) {
	const { costs, cumulative, visits } = drawYear(passedIn, seed);
	const known = yearBefore + (passedIn ? passedIn - 4 : 8);
	const committed = cumulative
		.slice(0, known)
		.map((row, month) => row.map((amount, lag) => (month + lag < known ? amount : null)));
	const simulated = simulateCosts(
		{ committed, visits: hasVisits ? visits.slice(0, known) : null },
		{ seed, monthsAhead: yearBefore + 12 - known, simulations: 1000 }
	);
	const year = { firstMonth: '2026-01-01', firstIndex: yearBefore, ceilingRupiah, carriedRupiah: 0 };
	const { probability, date } = projectExhaustion(simulated, year);
	const truth = projectExhaustion({ ...simulated, simulations: 1, costs: Float64Array.from(costs) }, year)
		.date.median;
	const late = '9999';
	const isCovered = (date.lower80 ?? late) <= (truth ?? late) && (truth ?? late) <= (date.upper80 ?? late);
	return { warned: probability >= 0.8, isCovered, isGone: truth !== null };
}

const seeds = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const rising = (hasVisits: boolean) =>
	[8, 9, 10, 11].flatMap((passedIn) => seeds(5).map((seed) => judge(passedIn, seed, hasVisits)));
const count = (years: readonly { warned: boolean }[]) => years.filter(({ warned }) => warned).length;

describe('the warning four months ahead', () => {
	it.each([
		['with a visit feed', true],
		['from bills alone', false]
	])('comes in at least 16 of 20 rising years, %s', (_, hasVisits) => {
		expect(count(rising(hasVisits))).toBeGreaterThanOrEqual(16);
	});

	it.each([
		['with a visit feed', true],
		['from bills alone', false]
	])('comes in at most 2 of 20 balanced years, %s', (_, hasVisits) => {
		expect(count(seeds(20).map((seed) => judge(null, seed, hasVisits)))).toBeLessThanOrEqual(2);
	});

	it.each([
		['with a visit feed', true],
		['from bills alone', false]
	])('holds the true day in its interval of four fifths about as often as it says, %s', (feed, hasVisits) => {
		const [up, balanced] = [rising(hasVisits), seeds(20).map((seed) => judge(null, seed, hasVisits))];
		const share = (years: readonly { isCovered: boolean }[]) =>
			years.filter(({ isCovered }) => isCovered).length / years.length;
		console.info(
			`80 % date interval, ${feed}: holds the day in ${share(up)} of rising, ${share(balanced)} of balanced years; ` +
				`warned in ${count(up)} and ${count(balanced)} of 20`
		);
		expect(share([...up, ...balanced])).toBeGreaterThanOrEqual(0.7);
	});

	it('is judged by bills as late as the demo’s: most come after the month, a tenth two months later or more', () => {
		console.info(`Bills by month after the service: ${billed.map((part) => part.toFixed(3)).join(' ')}`);
		const [within = 1, next = 1] = billed;
		expect(within).toBeLessThan(0.5);
		expect(1 - within - next).toBeGreaterThan(0.1);
		expect(billed.reduce((sum, part) => sum + part, 0)).toBeCloseTo(1, 9);
	});
});
