/**
 * One request in its sender's turn: what stood is read, the new is laid over it, what can be told is handed to ingest, and
 * only then is kept what later resources will need. So a request that fails on the way has kept nothing, and sent again it
 * makes the same events; one that was taken is both counted and kept.
 */
import type { BatchAnswer } from '../../../../protocol/events.ts';
import { refusalSentence, type Locale } from '../../../../protocol/refusals.ts';
import type { Transaction } from '../../../store/bulk.ts';
import { keepResources, type FhirRow } from '../../../store/fhir-waiting.ts';
import type { Ingest } from '../../ingest.ts';
import { seal, unseal } from '../../hold.ts';
import { screen } from '../../screen.ts';
import { partyId, type Sender } from '../../sender.ts';
import { draftClaim, draftVerdict } from './draft-claim.ts';
import { draftRoom } from './draft-room.ts';
import { draftVisit, isWithdrawn } from './draft-visit.ts';
import type { Draft } from './drafts.ts';
import { itemOf, stampOf, type Stamp } from './event-items.ts';
import type { Facts, Key } from './facts.ts';
import { Gathering, type MergedEntry } from './gather.ts';
import { Graph, type Merged } from './graph.ts';
import { issueOf, issueOfEvent, noteOf, type Issue } from './issues.ts';
import { placeOf, placeWithin } from './places.ts';
import type { ReadEntry } from './read-entries.ts';
import { FhirRefusal } from './refusals.ts';
import { lacksOf } from './lacks.ts';

/** `single`: one resource by itself. What is refused of it is told and leaves nothing, not even for correction. */
export type Order = { sender: Sender; mode: 'transaction' | 'batch' | 'single'; locale: Locale };
/** `version`: null of what is not kept. */
export type Fate = { merged: Merged | 'refused'; version: number | null; issues: Issue[] };
/** Of a transaction that was refused nothing was taken; the fates say why. */
export type Outcome = { isTaken: boolean; fates: Fate[] };

type Telling = { draft: Draft; stamp: Stamp };

/** Undoes the turn. */
export class NotTaken extends Error {
	constructor(readonly outcome: Outcome) {
		super('not taken');
	}
}

/** Encounters first: a claim must not build on one that is refused. */
const tellingOrder: readonly Facts['type'][] = ['Encounter', 'Location', 'Claim', 'ClaimResponse'];

export class Turn {
	readonly #graph = new Graph();
	readonly #now: Date;
	readonly #party: string;
	readonly #brought = new Set<Key>();
	readonly #merged: MergedEntry[] = [];
	readonly #issues = new Map<Key, Issue[]>();
	readonly #refused = new Set<Key>();

	constructor(
		readonly ingest: Ingest,
		readonly tx: Transaction,
		readonly entries: readonly ReadEntry[],
		readonly order: Order
	) {
		this.#now = ingest.clock();
		this.#party = partyId(order.sender);
	}

	/** @throws NotTaken where a transaction is refused. */
	async run(): Promise<Outcome> {
		const roots = await this.#gather();
		const tellings = this.#judge(roots);
		if (this.order.mode === 'single') for (const telling of tellings) this.#tryOut(telling);
		if (this.order.mode !== 'batch' && this.#isRefused()) throw new NotTaken(this.#outcome(false));
		await this.#tell(tellings);
		for (const [key, node] of this.#graph.nodes) {
			const lacks = lacksOf(key, node.facts, this.#graph);
			if (lacks !== null) this.#setMissing(key, lacks);
		}
		await this.#keep();
		return this.#outcome(true);
	}

	#isRefused(): boolean {
		return this.#refused.size > 0 || this.#merged.some(({ merged }) => merged === 'stale');
	}

	async #gather(): Promise<ReadonlySet<Key>> {
		const { holdKey } = this.ingest.pseudonymiser;
		const gathering = new Gathering(this.#graph, this.tx, ({ facts }) =>
			facts === null ? null : (unseal(holdKey, facts) as Facts)
		);
		await gathering.prepare(this.entries);
		const entries = this.entries.map((entry) => this.#graph.findSearched(entry));
		const stale = new Set(entries.filter((entry) => this.#graph.isStale(entry)));
		for (const entry of entries) if (!stale.has(entry)) this.#graph.name(entry);
		for (const entry of entries) this.#merge(entry, stale.has(entry));
		await gathering.gather(this.#merged);
		return gathering.roots;
	}

	#merge(sent: ReadEntry, isStale: boolean): void {
		if (isStale) return void this.#merged.push({ ...sent, merged: 'stale' });
		const entry = this.#graph.recognise(sent);
		this.#brought.add(entry.key);
		this.#merged.push({ ...entry, merged: this.#graph.merge(entry, this.#party, this.#now) });
	}

	#judge(roots: ReadonlySet<Key>): Telling[] {
		const place = (key: Key) => tellingOrder.indexOf(this.#graph.nodes.get(key)?.facts?.type ?? 'Encounter');
		const sorted = [...roots].map((key) => ({ key, place: place(key) }));
		sorted.sort((a, b) => a.place - b.place || (a.key < b.key ? -1 : 1));
		return sorted.flatMap(({ key }) => this.#judgeOne(key));
	}

	#judgeOne(root: Key): Telling[] {
		const node = this.#graph.nodes.get(root);
		if (!node?.facts) return [];
		if (isTakenBack(node.facts, node.row)) {
			const refusal = new FhirRefusal('withdrawn', `${node.facts.type}.status`);
			this.#refuse(root, issueOf(refusal, this.order.locale));
			return [];
		}
		const draft = this.#draftOf(root, node.facts);
		if (draft === null) return [];
		this.#setMissing(root, draft.missing);
		const stamp = stampOf(draft, node.row, this.ingest.pseudonymiser.digestOf);
		if (draft.isReady) return stamp.isNew || this.#brought.has(root) ? [{ draft, stamp }] : [];
		if (node.isChanged) this.#tryOut({ draft, stamp });
		return [];
	}

	#draftOf(root: Key, facts: Facts): Draft | null {
		const context = { graph: this.#graph, sender: this.order.sender };
		if (facts.type === 'Encounter') return draftVisit(root, facts, context);
		if (facts.type === 'Location') return draftRoom(root, facts, context);
		if (facts.type === 'Claim') return draftClaim(root, facts, context);
		return facts.type === 'ClaimResponse' ? draftVerdict(root, facts, context) : null;
	}

	/** What waits is judged now, with stand-ins for what it lacks: its sender hears at once what is wrong with it. */
	#tryOut(telling: Telling): void {
		const { ingest, order } = this;
		const judged = screen(this.#itemOf(telling), 0, {
			sender: order.sender,
			now: this.#now,
			pseudonymiser: ingest.pseudonymiser,
			findFacility: (code) => ingest.facilities.find(code)
		});
		if (judged.ok) return;
		const { refusal } = judged.refused;
		this.#refuseDraft(telling.draft, refusal.code, refusal.field, refusalSentence(refusal, order.locale));
	}

	#itemOf({ draft, stamp }: Telling) {
		const { sender } = this.order;
		const source = `/fhir/${sender.facility ?? sender.party}`;
		return itemOf(draft, stamp, source, this.ingest.pseudonymiser.digestOf);
	}

	async #tell(tellings: readonly Telling[]): Promise<void> {
		if (tellings.length === 0) return;
		const { sender, locale } = this.order;
		const mode = this.order.mode === 'transaction' ? 'atomic' : 'each';
		const items = tellings.map((one) => this.#itemOf(one));
		const answer = await this.ingest.take(sender, items, { mode, locale });
		this.#hear(answer, tellings);
		if (answer.rejected !== undefined) throw new NotTaken(this.#outcome(false));
		const failed = new Set(answer.errors.map(({ index }) => index));
		tellings.forEach(({ draft, stamp }, i) => {
			if (!failed.has(i)) this.#stamp(draft.root, stamp);
		});
	}

	#hear({ errors }: BatchAnswer, tellings: readonly Telling[]): void {
		for (const { index, code, field, message } of errors) {
			const draft = tellings[index]?.draft;
			if (draft !== undefined) this.#refuseDraft(draft, code, field, message);
		}
	}

	#stamp(root: Key, { revision, posted, postedAt }: Stamp): void {
		const node = this.#graph.nodes.get(root);
		if (node === undefined || node.row.revision === revision) return;
		node.row = { ...node.row, revision, posted, postedAt };
		node.isToBeKept = true;
	}

	/** The resource whose word it was, where this request brings it; else the root; else a warning to all that it brings. */
	#refuseDraft(draft: Draft, code: string, field: string | null, text: string): void {
		const words = (field ?? '').split('.').slice(1);
		const source = draft.sources.get(words.slice(0, 2).join('.')) ?? draft.sources.get(words[0] ?? '');
		const rootType = this.#graph.nodes.get(draft.root)?.facts?.type ?? '';
		const place = placeOf(draft.type, rootType, field);
		const culprit = [source, draft.root].find((key) => key !== undefined && this.#brought.has(key));
		const type = this.#graph.nodes.get(culprit ?? draft.root)?.facts?.type ?? rootType;
		const issue = issueOfEvent(code, text, culprit === undefined ? place : placeWithin(type, place));
		if (culprit !== undefined) return this.#refuse(culprit, issue);
		const severity = this.order.mode === 'transaction' ? 'error' : 'warning';
		for (const key of this.#brought) this.#say(key, { ...issue, severity });
	}

	#refuse(key: Key, issue: Issue): void {
		this.#say(key, issue);
		this.#refused.add(key);
		this.#graph.revert(key);
	}

	/** Once, though it be found twice: when it is tried out and when it is told. */
	#say(key: Key, issue: Issue): void {
		const said = this.#issues.get(key) ?? [];
		const isSaid = said.some(
			({ code, expression }) => code === issue.code && expression === issue.expression
		);
		if (!isSaid) this.#issues.set(key, [...said, issue]);
	}

	#setMissing(key: Key, missing: readonly string[]): void {
		const node = this.#graph.nodes.get(key);
		const words = missing.length === 0 ? null : missing.join(', ');
		if (node === undefined || node.row.missing === words) return;
		node.row = { ...node.row, missing: words };
		node.isToBeKept = true;
	}

	async #keep(): Promise<void> {
		const { holdKey } = this.ingest.pseudonymiser;
		const rows: FhirRow[] = [];
		for (const { row, facts, isToBeKept, isChanged } of this.#graph.nodes.values()) {
			const isKept = isToBeKept && !this.#graph.newNames.has(row.key);
			if (!isKept || facts === null || isUnused(facts)) continue;
			rows.push(isChanged ? { ...row, facts: seal(holdKey, facts) } : row);
		}
		for (const [name, own] of this.#graph.newNames) rows.push(...this.#nameRow(name, own));
		rows.sort((a, b) => (a.key < b.key ? -1 : 1));
		await keepResources(this.tx, rows, this.#graph.linksToKeep());
	}

	#nameRow(name: Key, own: Key): FhirRow[] {
		const facts = this.#graph.nodes.get(own)?.facts;
		if (!facts || isUnused(facts) || this.#graph.nodes.get(name)?.row.sameAs === own) return [];
		return [
			{
				...{ key: name, party: this.#party, type: facts.type, sameAs: own, facts: null, statedAt: null },
				...{ receivedAt: this.#now, firstReceivedAt: this.#now, version: 1, revision: 0 },
				...{ posted: null, postedAt: null, missing: null }
			}
		];
	}

	#outcome(isTaken: boolean): Outcome {
		return { isTaken, fates: this.#merged.map((entry) => this.#fateOf(entry)) };
	}

	#fateOf({ key, type, merged, facts }: MergedEntry): Fate {
		const { locale } = this.order;
		if (merged === 'stale') {
			const issue = issueOf(new FhirRefusal('stale', `${type}.meta.versionId`), locale);
			return { merged: 'refused', version: null, issues: [issue] };
		}
		const issues = this.#issues.get(key) ?? [];
		if (this.#refused.has(key)) return { merged: 'refused', version: null, issues };
		const row = this.#graph.nodes.get(key)?.row;
		const missing = row?.missing ?? '';
		const code = isUnused(facts) ? 'unused' : missing === '' ? 'taken' : 'waiting';
		const isPassedOver = merged === 'superseded' || merged === 'standing';
		const note = noteOf(isPassedOver ? merged : code, locale, missing);
		return { merged, version: isUnused(facts) ? null : (row?.version ?? 1), issues: [...issues, note] };
	}
}

/** There is no event that takes one back. */
function isTakenBack(facts: Facts, { revision }: FhirRow): boolean {
	if (revision === 0) return false;
	if (facts.type === 'Encounter') return isWithdrawn(facts);
	return (facts.type === 'Claim' || facts.type === 'ClaimResponse') && !facts.isActive;
}

const isUnused = ({ type }: Facts) => type === 'unused';
