/** What next year needs, at three certainties and under levers; named scenarios beside it. */
import { randomUUID } from 'node:crypto';
import { mayDo } from '../../../domain/access.ts';
import { settledHalfYear } from '../../../domain/chain.ts';
import {
	isTurned,
	noLevers,
	readNextYear,
	writeNextYear,
	type NextYearLevers
} from '../../../domain/next-year.ts';
import { yearOf } from '../../../domain/period.ts';
import { findNationalPremium } from '../../../domain/programme.ts';
import type { Viewer } from '../../../domain/viewer.ts';
import type { Proposal } from '../../../analytics/budget/next-year.ts';
import { effectOf, type LeverEffect, type LeverGround } from '../../../analytics/budget/next-year-levers.ts';
import type {
	ComparedProposal,
	LeverGap,
	NextYearView,
	ProposalGap,
	ProposalView
} from '../../../protocol/views/budget-next-year.ts';
import {
	countScenarios,
	keepScenario,
	listScenarios,
	mostScenarios,
	removeScenario,
	restoreScenario
} from '../../store/scenarios.ts';
import type { Transaction } from '../../store/bulk.ts';
import { readShownMemberMonths } from '../../store/city-totals.ts';
import { sumMemberChanges } from '../../store/register/member-totals.ts';
import { inTransaction } from '../../store/transaction.ts';
import { membersAt } from '../budget-months.ts';
import { InvalidFilter, momentOf, readView, type Moment, type ServiceContext } from '../context.ts';
import { readAsProduct, seesRoundedMembers } from '../frozen.ts';
import { isScenarioId, readScenarioName, removesAny } from '../scenario-rules.ts';
import { ViewCache } from '../view-cache.ts';
import { nextYearEvidence, scenarioSubject } from './next-year-evidence.ts';
import { keptOf, rowOf } from './next-year-scenarios.ts';
import {
	nextYearVersion,
	readNextYearGround,
	readServiceShares,
	type NextYearGround
} from './next-year-ground.ts';
import {
	assumptionsOf,
	linesOfServices,
	percentAMonth,
	viewOfProposal,
	wholeQuantiles
} from './next-year-view.ts';

export type KeepProposalResult =
	| { outcome: 'kept'; id: string }
	| { outcome: 'forbidden' | 'no-name' | 'identity-number' | 'full' | 'nothing' };
export type MoveProposalResult = { outcome: 'done'; id: string } | { outcome: 'forbidden' | 'gone' };

/** As many as stand beside each other on paper. */
const mostCompared = 4;
const page = '/budget/next-year';

type Weighed = { proposal: Proposal; effect: LeverEffect; view: ProposalView };
type Read = { shares: LeverGround['shares']; members: number | null };

export class BudgetNextYearService {
	/** What does not hang on the levers is read once for each commit. */
	readonly #grounds: ViewCache;

	constructor(readonly context: ServiceContext) {
		this.#grounds = new ViewCache(() => context.lastChange());
	}

	/** @throws InvalidFilter for a lever that cannot be, or a day that has not come. */
	async load(viewer: Viewer, words: URLSearchParams): Promise<NextYearView> {
		const levers = leversOf(words);
		const moment = momentOf(words.get('asOf') || null, this.context.clock);
		const { ground, read, snapshot } = await this.#ground(moment);
		const year = yearOf(moment.today) + 1;
		const until = moment.asOf === null ? null : moment.now;
		const rows = await readAsProduct(this.context, (tx) => listScenarios(tx, scenarioSubject(year), until));
		const scenarios = rows.map((row) => keptOf(row, viewer));
		const ids = (words.get('compare') ?? '').split(' ');
		const chosen = scenarios.filter(({ id }) => ids.includes(id)).slice(0, mostCompared);
		const asked = [noLevers, levers, ...chosen.map((one) => one.levers)];
		const [base, turned, ...others] = await this.#weigh(ground, read, asked);
		const compared = chosen.map((one, place): ComparedProposal => {
			const other = others[place];
			return { ...one, now: other && 'view' in other ? other.view : null };
		});
		return {
			// What it rests on may have been read for an earlier look; what is shown is of now.
			snapshot: { ...snapshot, now: moment.now.toISOString() },
			...{ year, levers, scenarios, compared, modelVersion: nextYearVersion },
			...this.#proposed(ground, read, levers, { base, turned }),
			...{ ceilingRupiah: ground.ceilingRupiah, members: read.members },
			span: settledHalfYear(moment.today),
			referralNow: ground.base?.referral?.complianceNow ?? null,
			premium: premiumOf(year),
			evidence: nextYearEvidence(
				{ year, levers, demo: this.context.demo, computedAt: ground.kept?.computedAt.toISOString() ?? null },
				moment
			)
		};
	}

	/** Keeps the levers under a name, with what came out just now. @throws InvalidFilter for a lever that cannot be. */
	async keep(viewer: Viewer, typed: string, words: URLSearchParams): Promise<KeepProposalResult> {
		if (viewer.role === 'system' || !mayDo(viewer.role, 'keep-scenario')) return { outcome: 'forbidden' };
		const name = readScenarioName(typed);
		if ('fault' in name) return { outcome: name.fault };
		const view = await this.load(viewer, new URLSearchParams(writeNextYear(leversOf(words))));
		if (view.proposal === null) return { outcome: 'nothing' };
		const id = randomUUID();
		const { clock, recordLook, system } = this.context;
		const row = rowOf(view, { id, name: name.name, keptBy: viewer.name, keptAt: clock() });
		const isKept = await inTransaction(system, async (tx) => {
			if ((await countScenarios(tx, row.subject)) >= mostScenarios) return false;
			const filter = { kept: row.name };
			await recordLook(tx, viewer, { action: 'setting-changed', what: page, filter });
			await keepScenario(tx, row);
			return true;
		});
		return isKept ? { outcome: 'kept', id } : { outcome: 'full' };
	}

	/** Takes one out of the list; who did it can put it back. */
	remove(viewer: Viewer, id: string): Promise<MoveProposalResult> {
		const by = removesAny(viewer) ? null : viewer.name;
		const at = this.context.clock();
		return this.#move(viewer, id, 'removed', (tx, named) =>
			removeScenario(tx, named, { at, who: viewer.name, by })
		);
	}

	restore(viewer: Viewer, id: string): Promise<MoveProposalResult> {
		const at = this.context.clock();
		return this.#move(viewer, id, 'restored', (tx, named) =>
			restoreScenario(tx, named, { at, who: viewer.name })
		);
	}

	async #move(
		viewer: Viewer,
		id: string,
		what: string,
		move: (tx: Transaction, named: { id: string; subject: string }) => Promise<boolean>
	): Promise<MoveProposalResult> {
		if (viewer.role === 'system' || !mayDo(viewer.role, 'keep-scenario')) return { outcome: 'forbidden' };
		if (!isScenarioId(id)) return { outcome: 'gone' };
		const { recordLook, system, clock } = this.context;
		const { today } = momentOf(null, clock);
		const isDone = await inTransaction(system, async (tx) => {
			if (!(await move(tx, { id, subject: scenarioSubject(yearOf(today) + 1) }))) return false;
			await recordLook(tx, viewer, { action: 'setting-changed', what: page, filter: { [what]: id } });
			return true;
		});
		return isDone ? { outcome: 'done', id } : { outcome: 'gone' };
	}

	#ground(moment: Moment) {
		const { context } = this;
		return this.#grounds.get(`${moment.today} ${moment.asOf}`, async () => {
			const ground = await readAsProduct(context, (tx) => readNextYearGround(tx, moment.today));
			const { snapshot, ...read } = await readView(context, moment, (tx) => this.#read(tx, moment));
			return { ground, read, snapshot };
		});
	}

	async #read(tx: Transaction, moment: Moment): Promise<Read> {
		const readMembers = seesRoundedMembers(this.context.viewer) ? readShownMemberMonths : sumMemberChanges;
		const members = membersAt(await readMembers(tx, moment.today), moment.today)?.persons ?? null;
		return { shares: await readServiceShares(tx, moment), members };
	}

	/** One answer for each: a proposal, or what is missing. The first asks for no lever and is answered from what was kept. */
	async #weigh(
		{ kept, year, base }: NextYearGround,
		{ shares, members }: Read,
		asked: readonly NextYearLevers[]
	): Promise<(Weighed | { missing: LeverGap } | null)[]> {
		if (kept?.result.status !== 'projected') return asked.map(() => null);
		const { proposal: standing } = kept.result;
		const effects = asked.map((levers) => ({ levers, effect: effectOf(levers, { base, shares }) }));
		const asks = effects.flatMap(({ levers, effect }) =>
			'missing' in effect || !isTurned(levers) ? [] : [effect.ask]
		);
		const answers =
			year === null || asks.length === 0 ? [] : ((await this.context.nextYear.weigh(year, asks)) ?? []);
		const next = answers.values();
		return effects.map(({ levers, effect }) => {
			if ('missing' in effect) return effect;
			const proposal = isTurned(levers) ? next.next().value : standing;
			if (!proposal) return { missing: 'stale' };
			const then = members === null ? null : Math.round(members * (1 + levers.membersPercent / 100));
			return { proposal, effect, view: viewOfProposal(proposal, effect, then === 0 ? null : then) };
		});
	}

	#proposed(
		{ kept, ceilingRupiah, base: chainBase }: NextYearGround,
		{ shares }: Read,
		levers: NextYearLevers,
		{ base, turned }: Record<'base' | 'turned', Weighed | { missing: LeverGap } | null | undefined>
	) {
		const told = kept?.result.status === 'projected' ? kept.result : null;
		const found = turned && 'view' in turned ? turned : null;
		const services = found ? linesOfServices(found.view, found.effect) : [];
		return {
			gap: gapOf(kept, ceilingRupiah),
			leverGap: turned && 'missing' in turned ? turned.missing : null,
			computedAt: told ? (kept?.computedAt.toISOString() ?? null) : null,
			...{ from: told?.from ?? null, to: told?.to ?? null, simulations: told?.simulations ?? null },
			growth: told && {
				visits: told.growth.visits === null ? null : percentAMonth(told.growth.visits),
				cost: percentAMonth(told.growth.cost)
			},
			course: told && { before: wholeQuantiles(told.costBefore), after: wholeQuantiles(told.cost) },
			yearEnd: told && wholeQuantiles(told.yearEnd),
			proposal: found?.view ?? null,
			base: base && 'view' in base ? base.view : null,
			services: shares.length > 0 ? services : [],
			assumptions: assumptionsOf({ base: chainBase, shares }, levers)
		};
	}
}

function leversOf(words: URLSearchParams): NextYearLevers {
	const levers = readNextYear(words);
	if ('field' in levers) throw new InvalidFilter(levers.field, levers.value);
	return levers;
}

function gapOf(kept: NextYearGround['kept'], ceilingRupiah: number | null): ProposalGap | null {
	if (kept?.result.status === 'projected') return null;
	if (ceilingRupiah === null) return 'no-ceiling';
	return kept?.result.status === 'unknown' ? kept.result.reason : 'not-computed';
}

function premiumOf(year: number): NextYearView['premium'] {
	const premium = findNationalPremium(`${year}-01-01`);
	return premium ? { ...premium } : null;
}
