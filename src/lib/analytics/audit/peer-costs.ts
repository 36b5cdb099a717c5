import { medianAbsoluteDeviation } from '../stats/robust-scale.ts';
import { median } from '../stats/quantile.ts';
import { type ClaimTable } from './claim-table.ts';
import { type CodeColumn, crossColumns, groupByCode } from './code-column.ts';

/** How a claim's cost lies among its peers, on the scale of logarithms. */
export interface PeerStanding {
	readonly claim: number;
	readonly level: PeerLevel;
	readonly peers: number;
	/** Distance from the peers' median in spreads, the median's own doubt included; above 0 = dearer. */
	readonly z: number;
	/** Cost ÷ what the median peer of as many days costs. */
	readonly ratio: number;
	/** What that median peer costs. */
	readonly typicalRupiah: number;
	/** Robust standard deviation of the peers' log cost. */
	readonly spread: number;
}

/** What the peers share. */
export type PeerLevel = 'diagnosis+service+class+tariff' | 'diagnosis+service+class' | 'diagnosis+service';

/** Two dozen peers fix a median to about a quarter of their spread. Our rule. */
const leastPeers = 25;
/** Prices fixed by tariff have no spread at all; two per cent keeps rounding from looking like fraud. */
const leastSpread = 0.02;

/**
 * Each claim beside its peers: same diagnosis category, service, hospital class and tariff code, or fewer of
 * these where peers are few.
 *
 * Definition: logarithms of cost, brought to the same length of stay by one slope a service (least squares
 * within peer groups, kept within 0…1), and where classes are mixed to the same class by the median step of
 * each class in its service; centre = median, spread = MAD × 1.4826, both deaf to the very outliers that are
 * sought. The spread of a group is drawn towards the median spread of all groups of its level as if that had
 * been seen in 25 claims (moderated variance; Smyth 2004), and z counts the median's own doubt, √(1 + π/2n).
 *
 * @param table amounts of 0 and claims without diagnosis are passed over, as are claims with fewer than 25
 * peers on every level
 * @returns by level, within a level by group. Cost: a sort within each group.
 */
export function compareWithPeers(table: ClaimTable): PeerStanding[] {
	const groupings = groupPeers(table);
	const [, byClass, mixed] = groupings;
	const costs = logCosts(table, byClass?.groups ?? []);
	const levelled = levelClasses(table, mixed?.groups ?? [], costs);
	const judged = new Uint8Array(table.rows.length);
	const standings: PeerStanding[] = [];
	for (const { level, groups } of groupings) {
		const used = level === 'diagnosis+service' ? levelled : costs;
		for (const peers of summarise(groups, used))
			for (const claim of peers.group) {
				if (judged[claim] === 1) continue;
				judged[claim] = 1;
				standings.push(standingOf(claim, level, peers, table, used));
			}
	}
	return standings;
}

/** From near to far; the first that has enough peers counts. */
function groupPeers(table: ClaimTable): { level: PeerLevel; groups: Int32Array[] }[] {
	const priced: CodeColumn = {
		codes: table.category.codes.map((code, place) => ((table.amountRupiah[place] as number) > 0 ? code : -1)),
		size: table.category.size
	};
	const byService = crossColumns(priced, table.service);
	const byClass = crossColumns(byService, table.hospitalClass);
	const byTariff = crossColumns(byClass, table.tariff);
	return [
		{ level: 'diagnosis+service+class+tariff', groups: groupByCode(byTariff, leastPeers) },
		{ level: 'diagnosis+service+class', groups: groupByCode(byClass, leastPeers) },
		{ level: 'diagnosis+service', groups: groupByCode(byService, leastPeers) }
	];
}

/**
 * Log cost of each claim as if it had lasted one day, and what was taken off for it. Claims without a cost
 * hold 0.
 */
interface LogCosts {
	readonly levelled: Float64Array;
	readonly takenOff: Float64Array;
}

function logCosts(table: ClaimTable, groups: readonly Int32Array[]): LogCosts {
	const cost = table.amountRupiah.map((amount) => (amount > 0 ? Math.log(amount) : 0));
	const logDays = Float64Array.from(table.from, (day, place) =>
		Math.log((table.to[place] as number) - day + 1)
	);
	const slopes = daySlopes(table.service, groups, cost, logDays);
	const forDays = logDays.map(
		(value, place) => value * (slopes[table.service.codes[place] as number] as number)
	);
	// One a claim.
	return { levelled: cost.map((value, place) => value - (forDays[place] as number)), takenOff: forDays };
}

/**
 * And as if all hospitals were of one class: by service and class, the median distance from peers of all
 * classes.
 */
function levelClasses(
	table: ClaimTable,
	groups: readonly Int32Array[],
	{ levelled, takenOff }: LogCosts
): LogCosts {
	const centred = new Float64Array(levelled.length);
	for (const group of groups) {
		const centre = median(valuesAt(levelled, group));
		// Places of claims, as below.
		for (const place of group) centred[place] = (levelled[place] as number) - centre;
	}
	const grouped = new Int32Array(levelled.length).fill(-1);
	const cells = crossColumns(table.service, table.hospitalClass);
	for (const group of groups) for (const place of group) grouped[place] = cells.codes[place] as number;
	const steps = new Float64Array(levelled.length);
	for (const cell of groupByCode({ codes: grouped, size: cells.size }, 1)) {
		// A class seen in a few claims only must not explain them away.
		const step = (median(valuesAt(centred, cell)) * cell.length) / (cell.length + leastPeers);
		for (const place of cell) steps[place] = step;
	}
	return {
		levelled: levelled.map((value, place) => value - (steps[place] as number)),
		takenOff: takenOff.map((value, place) => value + (steps[place] as number))
	};
}

function valuesAt(values: Float64Array, places: Int32Array): Float64Array {
	const result = new Float64Array(places.length);
	places.forEach((place, i) => (result[i] = values[place] as number));
	return result;
}

/** By service: how log cost grows with log days among peers. Places are claims'. */
function daySlopes(
	{ codes, size }: CodeColumn,
	groups: readonly Int32Array[],
	cost: Float64Array,
	logDays: Float64Array
): Float64Array {
	const together = new Float64Array(size);
	const alone = new Float64Array(size);
	for (const group of groups) {
		const service = codes[group[0] as number] as number;
		const [meanDays, meanCost] = [meanAt(logDays, group), meanAt(cost, group)];
		for (const place of group) {
			const x = (logDays[place] as number) - meanDays;
			together[service] = (together[service] as number) + x * ((cost[place] as number) - meanCost);
			alone[service] = (alone[service] as number) + x * x;
		}
	}
	return together.map((xy, service) => {
		const xx = alone[service] as number;
		return xx > 0 ? Math.min(1, Math.max(0, xy / xx)) : 0;
	});
}

function meanAt(values: Float64Array, places: Int32Array): number {
	let sum = 0;
	for (const place of places) sum += values[place] as number;
	return sum / places.length;
}

interface PeerGroup {
	readonly group: Int32Array;
	readonly centre: number;
	readonly spread: number;
}

function summarise(groups: readonly Int32Array[], { levelled }: LogCosts): PeerGroup[] {
	const raw = groups.map((group) => {
		const costs = valuesAt(levelled, group);
		return { group, centre: median(costs), spread: medianAbsoluteDeviation(costs) };
	});
	if (raw.length === 0) return [];
	const usual = median(raw.map(({ spread }) => spread));
	return raw.map(({ group, centre, spread }) => {
		const pooled = (leastPeers * usual ** 2 + group.length * spread ** 2) / (leastPeers + group.length);
		return { group, centre, spread: Math.max(leastSpread, Math.sqrt(pooled)) };
	});
}

function standingOf(
	claim: number,
	level: PeerLevel,
	{ group, centre, spread }: PeerGroup,
	{ amountRupiah }: ClaimTable,
	{ levelled, takenOff }: LogCosts
): PeerStanding {
	const distance = (levelled[claim] as number) - centre; // a claim's place, as below
	const typicalRupiah = Math.exp(centre + (takenOff[claim] as number));
	return {
		claim,
		level,
		peers: group.length,
		z: distance / (spread * Math.sqrt(1 + Math.PI / (2 * group.length))),
		ratio: (amountRupiah[claim] as number) / typicalRupiah,
		typicalRupiah,
		spread
	};
}
