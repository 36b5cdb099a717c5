/** The chain: what follows from an event or a policy, for beds, drugs, claims and the money; and questions that were kept. */
import { randomUUID } from 'node:crypto';
import type { ChainResult } from '../../../analytics/chain/run-chain.ts';
import { mayDo, scopeOf } from '../../../domain/access.ts';
import { hasEvent, hasPolicy, readLevers, type ChainLevers } from '../../../domain/chain.ts';
import { findDiseaseGroup } from '../../../domain/surveillance-diseases.ts';
import type { Viewer } from '../../../domain/viewer.ts';
import type {
	ChainMoney,
	ChainView,
	EventGap,
	KeptScenario,
	ScenarioFigures,
	UsualCases
} from '../../../protocol/views/chain.ts';
import {
	countScenarios,
	keepScenario,
	listScenarios,
	mostScenarios,
	removeScenario,
	restoreScenario,
	type ScenarioRow
} from '../../store/scenarios.ts';
import { inTransaction } from '../../store/transaction.ts';
import { isScenarioId, readScenarioName, removesAny } from '../scenario-rules.ts';
import { InvalidFilter, momentOf, readView, type ServiceContext } from '../context.ts';
import { readAsProduct, seesOnlyTotals } from '../frozen.ts';
import { ViewCache } from '../view-cache.ts';
import { chainEvidence } from './chain-evidence.ts';
import { chargeRestsOf } from './charge-rests.ts';
import { drugsOf } from './chain-drugs.ts';
import { readGround, readUsualCases, type Base } from './read-ground.ts';

/** To be raised whenever the chain answers differently from the same inputs; kept answers name theirs. */
export const chainVersion = 1;
const subject = 'chain';

export type KeepResult =
	| { outcome: 'kept'; id: string }
	| { outcome: 'forbidden' | 'no-name' | 'identity-number' | 'full' | 'nothing' };
export type MoveResult = { outcome: 'done'; id: string } | { outcome: 'forbidden' | 'gone' };

export type Words = (name: string) => string | null;

export class ChainService {
	/** What does not hang on the numbers of the levers is read once for each commit. */
	readonly #grounds: ViewCache;

	constructor(readonly context: ServiceContext) {
		this.#grounds = new ViewCache(() => context.lastChange());
	}

	/** @throws InvalidFilter for a lever that cannot be. */
	async load(viewer: Viewer, words: Words): Promise<ChainView> {
		const answer = await this.#answer(readQuestion(words));
		const rows = await readAsProduct(this.context, (tx) => listScenarios(tx, subject));
		return { ...answer.view, scenarios: rows.map((row) => this.#keptOf(row, viewer)) };
	}

	/** Keeps the question with what came out just now. @throws InvalidFilter for a lever that cannot be. */
	async keep(viewer: Viewer, name: string, words: Words): Promise<KeepResult> {
		if (viewer.role === 'system' || !mayDo(viewer.role, 'keep-scenario')) return { outcome: 'forbidden' };
		const given = readScenarioName(name);
		if ('fault' in given) return { outcome: given.fault };
		const { view, result, base } = await this.#answer(readQuestion(words));
		if (result === null || base === null || !isReckoned(view)) return { outcome: 'nothing' };
		const { clock, recordLook, system } = this.context;
		const id = randomUUID();
		const now = clock();
		const { levers, snapshot, usual, baseline, window } = view;
		const row: ScenarioRow = {
			...{ id, subject, name: given.name, keptBy: viewer.name, keptAt: now, levers, result },
			disclosure: usual?.kind === 'visits' ? 'exact' : 'shown',
			...{ modelVersion: chainVersion, computedAt: now, change: snapshot.change },
			inputs: { usual, window, baseline, rates: ratesOf(base, levers) }
		};
		const isKept = await inTransaction(system, async (tx) => {
			if ((await countScenarios(tx, subject)) >= mostScenarios) return false;
			await recordLook(tx, viewer, {
				action: 'setting-changed',
				what: '/chain',
				filter: { kept: given.name }
			});
			await keepScenario(tx, row);
			return true;
		});
		return isKept ? { outcome: 'kept', id } : { outcome: 'full' };
	}

	/** Takes one out of the list; who did it can put it back. */
	remove(viewer: Viewer, id: string): Promise<MoveResult> {
		const { clock } = this.context;
		const by = removesAny(viewer) ? null : viewer.name;
		return this.#move(viewer, id, 'removed', (tx) =>
			removeScenario(tx, { id, subject }, { at: clock(), who: viewer.name, by })
		);
	}

	restore(viewer: Viewer, id: string): Promise<MoveResult> {
		const at = this.context.clock();
		return this.#move(viewer, id, 'restored', (tx) =>
			restoreScenario(tx, { id, subject }, { at, who: viewer.name })
		);
	}

	async #move(
		viewer: Viewer,
		id: string,
		what: string,
		move: (tx: Parameters<typeof removeScenario>[0]) => Promise<boolean>
	): Promise<MoveResult> {
		if (viewer.role === 'system' || !mayDo(viewer.role, 'keep-scenario')) return { outcome: 'forbidden' };
		if (!isScenarioId(id)) return { outcome: 'gone' };
		const { recordLook, system } = this.context;
		const isDone = await inTransaction(system, async (tx) => {
			if (!(await move(tx))) return false;
			await recordLook(tx, viewer, { action: 'setting-changed', what: '/chain', filter: { [what]: id } });
			return true;
		});
		return isDone ? { outcome: 'done', id } : { outcome: 'gone' };
	}

	async #answer(levers: ChainLevers) {
		const { context } = this;
		const moment = momentOf(null, context.clock);
		const { today } = moment;
		const isFrozen = seesOnlyTotals(context.viewer);
		const ground = await this.#grounds.get(`ground ${today}`, () =>
			readAsProduct(context, (tx) => readGround(tx, today))
		);
		const { base, baseline, ceilingRupiah, projectionVersion, year } = ground;
		const { usual, snapshot } = await this.#grounds.get(
			`usual ${today} ${levers.disease} ${levers.kecamatan}`,
			() =>
				readView(context, moment, async (tx) => ({
					usual: await readUsualCases(tx, levers, today, isFrozen)
				}))
		);
		const eventGap = gapOf(levers, base, usual);
		const result =
			base &&
			(await context.chain.run({
				...{ year, levers, today },
				ground: {
					...{ base, chargeRests: chargeRestsOf(base, ground) },
					// An event that cannot be reckoned is none: noughts would say that it costs nothing.
					usual: eventGap === null ? usual : null,
					usualSource: usual?.kind === 'frozen' ? 'weeks-frozen' : 'weeks'
				}
			}));
		const arrows = isReckoned({ levers, eventGap }) ? arrowsOf(result) : [];
		const view: Omit<ChainView, 'scenarios'> = {
			...{ snapshot: { ...snapshot, now: moment.now.toISOString() }, levers, usual },
			...{ baseline, ceilingRupiah, projectionVersion },
			diseases: diseasesOf(base),
			window: base && windowOf(base),
			...{ eventGap, arrows, drugs: drugsOf(arrows) },
			cases: result?.cases ?? null,
			money: result && moneyOf(result),
			modelVersion: chainVersion,
			evidence: chainEvidence(levers, {
				...{ now: moment.now.toISOString(), today, isFrozen, demo: context.demo },
				baseFrom: base?.from ?? null
			})
		};
		return { view, result, base };
	}

	#keptOf(row: ScenarioRow, viewer: Viewer): KeptScenario {
		const isOwn = row.keptBy === viewer.name;
		const maySee = row.disclosure === 'shown' || seesExact(viewer);
		return {
			...{ id: row.id, name: row.name, keptAt: row.keptAt.toISOString(), isOwn },
			mayRemove: isOwn || removesAny(viewer),
			levers: row.levers as ChainLevers,
			modelVersion: row.modelVersion,
			figures: maySee ? figuresOf(row.result as ChainResult) : null
		};
	}
}

/** Something is asked, and can be told: an event that can be reckoned, or a policy. */
const isReckoned = ({ levers, eventGap }: Pick<ChainView, 'levers' | 'eventGap'>): boolean =>
	hasPolicy(levers) || (hasEvent(levers) && eventGap === null);

/** Sees live counts by disease: the same who see their rows. */
const seesExact = ({ role }: Viewer) => role === 'system' || scopeOf(role, 'visits') === 'all';

function readQuestion(words: Words): ChainLevers {
	const levers = readLevers(words);
	if ('field' in levers) throw new InvalidFilter(levers.field, levers.value);
	return levers;
}

const diseasesOf = (base: Base | null): ChainView['diseases'] =>
	(base?.diseases ?? []).flatMap(({ disease }) => {
		const group = findDiseaseGroup(disease);
		return group ? [{ id: group.id, names: group.names }] : [];
	});

const windowOf = ({ from, to, computedAt, paidShare, referral, delayDays }: Base) => ({
	...{ from, to, computedAt, paidShare, delayDays },
	complianceNow: referral?.complianceNow ?? null
});

/** Only what the question rests on: the rates of the disease, and those of all. */
const ratesOf = ({ diseases, ...rest }: Base, { disease }: ChainLevers) => ({
	...rest,
	diseases: diseases.filter((one) => one.disease === disease)
});

function gapOf(levers: ChainLevers, base: Base | null, usual: UsualCases | null): EventGap | null {
	if (levers.disease === null || base === null) return null;
	if (!base.diseases.some(({ disease }) => disease === levers.disease)) return 'no-rates';
	if (usual === null) return 'too-few-weeks';
	return usual.value > 0 ? null : 'no-cases';
}

const arrowsOf = (result: ChainResult | null): ChainView['arrows'] =>
	(result?.arrows ?? []).map(({ from, to, key, result: found, assumptions }) => ({
		...{ from, to, key, result: found, assumptions }
	}));

function moneyOf({ exhaustion }: ChainResult): ChainMoney | null {
	if (exhaustion === null) return null;
	const { probability, date, yearEnd, months } = exhaustion;
	return {
		...{ probability, date, yearEnd: wholeRupiah(yearEnd) },
		months: months.map(({ month, used }) => ({ month, used: wholeRupiah(used) }))
	};
}

const wholeRupiah = ({ p10, p50, p90 }: { p10: number; p50: number; p90: number }) => ({
	...{ p10: Math.round(p10), p50: Math.round(p50), p90: Math.round(p90) }
});

function figuresOf(result: ChainResult): ScenarioFigures {
	const find = (key: string) => result.arrows.find((arrow) => arrow.key === key)?.result ?? null;
	const money = moneyOf(result);
	// Of before an event that cannot be reckoned was refused: the difference alone is of nothing.
	const isOfNothing = result.arrows.length === 1;
	return {
		cases: result.cases,
		beds: find('scenario.peak-beds'),
		claims: find('scenario.claims'),
		cost: find('scenario.outbreak-cost'),
		drugs: drugsOf(result.arrows),
		difference: isOfNothing ? null : find('scenario.year-difference'),
		money: money && { probability: money.probability, date: money.date, yearEnd: money.yearEnd }
	};
}
