/**
 * The order plan of medicines: what to buy for a year, at which price, how sure, within which money. In a draft its figures
 * follow the newest forecasts and stocks; from the proposal on they are stored lines, whatever is forecast later, and every
 * signature carries their hash.
 */
import { hash } from 'node:crypto';
import type { DrugForecast } from '../../../domain/drug-forecast.ts';
import { textOfPlan, type PlannedLine } from '../../../domain/drug-plan-line.ts';
import {
	judgePlanMove,
	planMovesFor,
	settingsOf,
	standingOf,
	type PlanMove,
	type PlanSettings,
	type PlanStanding
} from '../../../domain/drug-plan.ts';
import { jakartaDay, yearOf } from '../../../domain/period.ts';
import { holdsIdentityNumber } from '../../../domain/nik.ts';
import { systemViewer, type Viewer } from '../../../domain/viewer.ts';
import type { DrugPlanView, PlanAnswer, PlanFault, PlanLineView } from '../../../protocol/views/drug-plan.ts';
import type { Transaction } from '../../store/bulk.ts';
import { recordChange } from '../../store/changes.ts';
import { findNames } from '../../store/claim-desk.ts';
import { readDrugForecasts } from '../../store/drug-forecasts.ts';
import {
	addPlanLines,
	addPlanMove,
	lockPlan,
	readPlanLines,
	readPlanMoves,
	readPlanYears,
	type PlanMoveRow
} from '../../store/drug-plan.ts';
import { inSnapshot } from '../../store/snapshot.ts';
import { inTransaction } from '../../store/transaction.ts';
import { InvalidFilter, momentOf, readView, type Moment, type ServiceContext } from '../context.ts';
import { seesOnlyTotals } from '../frozen.ts';
import { readActual } from './plan-actual.ts';
import { planEvidence } from './plan-evidence.ts';
import { cellsOf, drawLines, totalsOf } from './plan-lines.ts';
import { readPlanOrder, type PlanOrder } from './plan-order.ts';
import { linesInSteps, readToldItems } from './shown-plan.ts';

/** Last day on which a forecast still is of the planned year: a month is complete on the fifteenth of the next. */
const lastForecastDay = (year: number) => `${year}-02-14`;

export type PlanQuery = { asOf: string | null; year: string | null };

/** A plan as it stands, with everything its figures rest on. */
export type ReadPlan = {
	year: number;
	moves: PlanMoveRow[];
	standing: PlanStanding;
	settings: PlanSettings;
	/** Null for whoever sees no draft. */
	lines: PlannedLine[] | null;
	seal: DrugPlanView['seal'];
};

/** A plan as the service's viewer is told of it. */
type ShownPlan = ReadPlan & { isRounded: boolean; leftOut: number; isTold: (item: string) => boolean };

export class DrugPlanService {
	constructor(readonly context: ServiceContext) {}

	/** @param viewer whose moves are offered; what is seen hangs on the service's own. @throws InvalidFilter */
	async load(viewer: Viewer, query: PlanQuery): Promise<DrugPlanView> {
		const moment = momentOf(query.asOf, this.context.clock);
		const running = yearOf(moment.today);
		const year = readYear(query.year, running + 1);
		const { plan, actual, years, snapshot } = await readView(this.context, moment, async (tx) => {
			const read = await this.#shown(tx, await this.read(tx, year, moment), moment);
			const isStored = read.seal !== null;
			return {
				plan: read,
				years: await readPlanYears(tx, moment.now),
				actual: isStored
					? await readActual(this.context, tx, { year, lines: read.lines ?? [], moment })
					: null
			};
		});
		const { name, role } = viewer;
		const isPast = moment.asOf !== null;
		return {
			...(await this.#figures(plan, moment)),
			...{ snapshot, year, actual },
			years: [...new Set([...years, running, running + 1, year])].sort((a, b) => a - b),
			moves: isPast || role === 'system' ? [] : planMovesFor({ name, role }, plan.standing)
		};
	}

	/** In a snapshot of the service's viewer. */
	async read(tx: Transaction, year: number, moment: Moment): Promise<ReadPlan> {
		const moves = await readPlanMoves(tx, year, moment.now);
		const standing = standingOf(moves);
		const settings = settingsOf(moves);
		const plan = { year, moves, standing, settings, seal: null };
		if (standing.state === null) return { ...plan, lines: [] };
		if (standing.state !== 'draft') return { ...plan, ...(await readSigned(tx, { year, moves, settings })) };
		// A draft follows live counts of what was dispensed: who may not know those sees it once it is proposed.
		if (seesOnlyTotals(this.context.viewer)) return { ...plan, lines: null };
		return { ...plan, lines: drawLines(await readForecasts(tx, year, moment.today), settings) };
	}

	/** The seal is of the exact lines, and was looked at. */
	async #shown(tx: Transaction, plan: ReadPlan, { today }: Moment): Promise<ShownPlan> {
		if (!seesOnlyTotals(this.context.viewer))
			return { ...plan, isRounded: false, leftOut: 0, isTold: () => true };
		const told = await readToldItems(tx, today);
		const { capRupiah } = plan.settings;
		const lines = plan.lines && linesInSteps(plan.lines, { told, capRupiah });
		const leftOut = (plan.lines?.length ?? 0) - (lines?.length ?? 0);
		return { ...plan, lines, isRounded: true, leftOut, isTold: (item) => told.has(item) };
	}

	moveByForm(viewer: Viewer, move: PlanMove, form: FormData): Promise<PlanAnswer> {
		return this.move(viewer, readPlanOrder(move, form));
	}

	/** One line more, or why not. Of two at once the second is told that it has moved. */
	async move(viewer: Viewer, order: PlanOrder): Promise<PlanAnswer> {
		const refused = (fault: PlanFault): PlanAnswer => ({ outcome: 'refused', fault });
		const { name, role } = viewer;
		if (role === 'system') return refused('not-yours');
		// It is kept for good and in the clear.
		if (holdsIdentityNumber(order.reason)) return refused('identity-number');
		const { clock, system } = this.context;
		return inTransaction(system, async (tx) => {
			await lockPlan(tx, order.year);
			const at = clock();
			const moves = await readPlanMoves(tx, order.year, at);
			const judged = judgePlanMove({ name, role }, standingOf(moves), order);
			if (!judged.ok && judged.refusal === 'not-yours') return refused('not-yours');
			if ((moves.at(-1)?.number ?? 0) !== order.seen) return refused('stale');
			if (!judged.ok) return refused(judged.refusal);
			const signed = await this.#sign(tx, order, moves, at);
			if ('fault' in signed) return refused(signed.fault);
			const { year, move, item, value } = order;
			const reason = order.reason.trim();
			await this.#record(tx, viewer, { ...order, reason });
			const number = order.seen + 1;
			const line = { number, move, state: judged.state, item, value, reason, who: name, role, at };
			await addPlanMove(tx, year, { ...line, hash: signed.hash });
			await recordChange(tx, { reload: ['drugs'] });
			return { outcome: 'done' };
		});
	}

	/** The hash that the move signs, null where it signs none; or what keeps it from being made. */
	async #sign(
		tx: Transaction,
		{ year, move, item, seen }: PlanOrder,
		moves: readonly PlanMoveRow[],
		at: Date
	): Promise<{ hash: string | null } | { fault: PlanFault }> {
		const today = jakartaDay(at);
		const settings = settingsOf(moves);
		if (move === 'begin') {
			const ahead = year - yearOf(today);
			return ahead === 0 || ahead === 1 ? { hash: null } : { fault: 'bad-year' };
		}
		if (item !== null) {
			const forecasts = await readForecasts(tx, year, today);
			return forecasts.some((one) => one.item === item) ? { hash: null } : { fault: 'no-item' };
		}
		if (move === 'propose') return propose(tx, { year, number: seen + 1, settings, today });
		if (move !== 'approve' && move !== 'lock') return { hash: null };
		const { seal } = await readSigned(tx, { year, moves, settings });
		return seal.isWhole ? { hash: seal.hash } : { fault: 'broken' };
	}

	async #record(
		tx: Transaction,
		viewer: Viewer,
		{ year, move, item, value, reason }: PlanOrder
	): Promise<void> {
		const filter = { year: String(year), move, ...(item && { item }), value: value?.toString() ?? null };
		const what = { action: 'setting-changed', what: '/drugs/plan', filter } as const;
		await this.context.recordLook(tx, viewer, reason === '' ? what : { ...what, reason });
	}

	async #figures(plan: ShownPlan, moment: Moment) {
		const { year, moves, standing, settings, lines, seal, isRounded, leftOut } = plan;
		const names = await this.#names(moves);
		const nameOf = (who: string) => names.get(who) ?? who;
		const shown = (lines ?? []).map((line) => shownLine(line, moves, nameOf));
		const url = `/drugs/plan?year=${year}${moment.asOf === null ? '' : `&asOf=${moment.asOf}`}`;
		const { demo } = this.context;
		return {
			...{ state: standing.state, number: moves.at(-1)?.number ?? 0, seal },
			...{ chance: settings.chance, capRupiah: settings.capRupiah, isRounded, leftOut },
			lines: lines && shown.filter(({ rank }) => rank !== null),
			unpriced: shown.filter(({ rank }) => rank === null),
			...totalsOf(lines ?? [], settings.capRupiah),
			...{ cells: cellsOf(lines ?? []), forecasts: basisOf(lines ?? []) },
			history: moves
				.filter(({ item }) => item === null || plan.isTold(item))
				.map(({ number, move, state, item, value, reason, who, at }) => ({
					...{ number, move, state, item, value, reason, who: nameOf(who), at: at.toISOString() }
				}))
				.reverse(),
			evidence: planEvidence({ year, isStored: seal !== null, url, demo }, moment)
		};
	}

	/** Accounts are the administrator's to read; how colleagues call each other is no secret among those who work here. */
	#names(moves: readonly PlanMoveRow[]): Promise<Map<string, string>> {
		const who = [...new Set(moves.map((line) => line.who))];
		return inSnapshot(this.context.system, systemViewer('drug-plan'), (tx) => findNames(tx, who));
	}
}

/** @throws InvalidFilter */
export function readYear(text: string | null, usual: number): number {
	if (text === null) return usual;
	if (!/^20\d\d$/.test(text)) throw new InvalidFilter('year', text);
	return Number(text);
}

/** The newest of each item that are of the planned year. */
async function readForecasts(tx: Transaction, year: number, today: string): Promise<DrugForecast[]> {
	const last = lastForecastDay(year);
	const found = await readDrugForecasts(tx, { asOf: today < last ? today : last, facility: null });
	return found.filter(({ plan }) => plan.from === `${year}-01`);
}

const hashOf = (year: number, { chance, capRupiah }: PlanSettings, lines: readonly PlannedLine[]) =>
	hash('sha256', textOfPlan({ year, chance, capRupiah, lines }), 'hex');

/** Stores the figures as they stand now. */
async function propose(
	tx: Transaction,
	{ year, number, settings, today }: { year: number; number: number; settings: PlanSettings; today: string }
): Promise<{ hash: string } | { fault: PlanFault }> {
	const forecasts = await readForecasts(tx, year, today);
	if (forecasts.length === 0) return { fault: 'no-forecast' };
	const lines = drawLines(forecasts, settings);
	await addPlanLines(tx, year, number, lines);
	return { hash: hashOf(year, settings, lines) };
}

/** The figures that were proposed last, and whether they still are those that were signed. */
async function readSigned(
	tx: Transaction,
	{ year, moves, settings }: { year: number; moves: readonly PlanMoveRow[]; settings: PlanSettings }
): Promise<{ lines: PlannedLine[]; seal: { hash: string; isWhole: boolean } }> {
	const proposal = moves.findLast(({ move }) => move === 'propose');
	const lines = proposal ? await readPlanLines(tx, year, proposal.number) : [];
	const signed = proposal?.hash ?? '';
	return { lines, seal: { hash: signed, isWhole: hashOf(year, settings, lines) === signed } };
}

function shownLine(
	{ months: _, ...line }: PlannedLine,
	moves: readonly PlanMoveRow[],
	nameOf: (who: string) => string
): PlanLineView {
	const said =
		line.override === null
			? undefined
			: moves.findLast(({ move, item }) => move === 'quantity' && item === line.item);
	return {
		...line,
		overridden: said ? { who: nameOf(said.who), at: said.at.toISOString(), reason: said.reason } : null
	};
}

function basisOf(lines: readonly PlannedLine[]): DrugPlanView['forecasts'] {
	const days = lines.map(({ madeOn }) => madeOn).sort();
	const [oldest, newest] = [days[0], days.at(-1)];
	const lastMonth = lines
		.map((line) => line.lastMonth)
		.sort()
		.at(-1);
	if (oldest === undefined || newest === undefined || lastMonth === undefined) return null;
	return { oldest, newest, lastMonth, items: lines.length };
}
