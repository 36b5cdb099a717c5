import type { Facility } from '../../lib/domain/facility.ts';
import { medicines } from '../../lib/domain/medicines.ts';
import { addMonths } from '../../lib/domain/period.ts';
import { stock } from './city.ts';
import { dayNumberOf, dayText, hourMs, instantText, minuteMs, monthIndexOf, startMs } from './calendar.ts';
import { type City, facilityNumber, type Planned, sourceOf } from './model.ts';
import { at, hashUnit, Random } from './random.ts';
import { expectedUse } from './use.ts';

interface MonthStock {
	readonly item: string;
	readonly opening: number;
	readonly received: number;
	readonly used: number;
	readonly lost: number;
	readonly closing: number;
	readonly stockoutDays: number;
	readonly expiring?: { month: string; quantity: number }[];
}

const closings = new WeakMap<City, Map<string, number>>();

/** The reports (LPLPO) of last month that are filed on this day. */
export function planStock(city: City, day: number): Planned[] {
	const [earliest, latest] = stock.filedOnDays;
	const dayOfMonth = Number(dayText(day).slice(8));
	const month = addMonths(`${dayText(day).slice(0, 7)}-01`, -1);
	if (dayOfMonth < earliest || dayOfMonth > latest || dayNumberOf(month) < city.startDay) return [];
	return [...city.puskesmas, ...city.hospitals].flatMap((facility) => {
		const habit = hashUnit(city.plan.seed, 71, facilityNumber(facility), dayNumberOf(month));
		const filedOn = earliest + Math.floor(habit * (latest - earliest + 1));
		if (filedOn !== dayOfMonth) return [];
		const reports = monthOfFacility(city, facility, month);
		const missing =
			hashUnit(city.plan.seed, 72, facilityNumber(facility), dayNumberOf(month)) < stock.missingShare;
		return missing
			? []
			: reports.map((report) => stockEvent(facility, month, report, startMs(day) + (9 + habit * 5) * hourMs));
	});
}

function monthOfFacility(city: City, facility: Facility, month: string): MonthStock[] {
	const use = expectedUse(city, month);
	const hospital = facility.kind === 'hospital';
	const beds = city.hospitals.reduce((sum, each) => sum + (each.beds ?? 0), 0);
	const part = (hospital ? (facility.beds ?? 0) / beds : 1 / city.puskesmas.length) * city.plan.scale;
	return medicines.flatMap(({ id, unitPriceRupiah }, index) => {
		const expected = (use.get(id)?.[hospital ? 'hospital' : 'puskesmas'] ?? 0) * part;
		const tooDear = !hospital && unitPriceRupiah > stock.puskesmasPriceLimitRupiah;
		return expected < stock.leastMonthlyUse || tooDear
			? []
			: [monthOfItem(city, facility, { id, index, expected }, month)];
	});
}

function monthOfItem(
	city: City,
	facility: Facility,
	{ id, index, expected }: { id: string; index: number; expected: number },
	month: string
): MonthStock {
	const first = dayNumberOf(month);
	const random = new Random(city.plan.seed, 73, facilityNumber(facility), index, first);
	const chain = closings.get(city) ?? new Map<string, number>();
	closings.set(city, chain);
	const key = `${facility.code} ${id}`;
	const opening =
		chain.get(`${key} ${addMonths(month, -1)}`) ?? Math.round(expected * random.between(0.8, 1.8));
	const short = hashUnit(city.plan.seed, 74, index, first) < stock.shortageShare;
	const supplied = random.between(at(stock.supply, 0), at(stock.supply, 1)) * (short ? 0.1 : 1);
	const received = Math.round(Math.max(0, expected * (1 + stock.targetMonths) - opening) * supplied);
	const wanted = Math.round(expected * random.logNormal(1, 0.22));
	const lost = random.chance(0.1) ? Math.round(opening * stock.lossShare * random.between(1, 6)) : 0;
	const available = Math.max(0, opening + received - lost);
	const used = Math.min(wanted, available);
	const closing = opening + received - lost - used;
	chain.set(`${key} ${month}`, closing);
	const days = dayNumberOf(addMonths(month, 1)) - first;
	return {
		item: id,
		opening,
		received,
		used,
		lost,
		closing,
		stockoutDays: wanted > used ? Math.round((1 - used / wanted) * days) : 0,
		...earliestLot(city, { facility: facilityNumber(facility), index, month, closing })
	};
}

type Shelf = { facility: number; index: number; month: string; closing: number };

/** A lot comes nearer month by month until it has expired, then the next one is the earliest. Draws from no stream of the city. */
function earliestLot(
	{ plan }: City,
	{ facility, index, month, closing }: Shelf
): Pick<MonthStock, 'expiring'> {
	if (hashUnit(plan.seed, 75, facility) >= stock.expiryShare) return {};
	const count = 12 * Number(month.slice(0, 4)) + Number(month.slice(5, 7));
	const offset = Math.floor(hashUnit(plan.seed, 76, facility, index) * stock.lotMonths);
	const ahead = stock.lotMonths - ((count + offset) % stock.lotMonths);
	const [least, most] = [at(stock.lotPart, 0), at(stock.lotPart, 1)];
	const quantity = Math.floor(
		closing * (least + (most - least) * hashUnit(plan.seed, 77, facility, index, count))
	);
	return quantity < 1 ? {} : { expiring: [{ month: addMonths(month, ahead).slice(0, 7), quantity }] };
}

function stockEvent(facility: Facility, month: string, report: MonthStock, timeMs: number): Planned {
	const recordedMs = timeMs + (5 + monthIndexOf(dayNumberOf(month))) * minuteMs;
	const write = () => ({
		party: 'hospital' as const,
		facility: facility.code,
		recordedMs,
		event: {
			specversion: '1.0' as const,
			id: `S/${report.item}/${month}`,
			source: sourceOf('hospital', facility.code),
			type: 'id.denyut.stock.v1' as const,
			time: instantText(timeMs),
			subject: facility.code,
			data: { month: month.slice(0, 7), ...report }
		}
	});
	return { recordedMs, write };
}
