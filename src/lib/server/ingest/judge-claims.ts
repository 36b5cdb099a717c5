/**
 * What is new of claims, judged against how each claim stands, with its facility's writers locked: the one place through
 * which every way of moving a claim goes. Of one group, what is said of a claim is judged in the order of its versions,
 * whatever the order in the request, and each on what the ones before it left. What comes late changes nothing: a bill is
 * kept as it is, an answer only where it followed from what it answered then, and a payment never.
 */
import { judgeAssertion, moveOf, type ClaimSoFar } from '../../domain/claim-assertion.ts';
import { standingRupiah, type PastMove } from '../../domain/claim-desk.ts';
import type { Party } from '../../domain/role.ts';
import type { EventOf } from '../../protocol/events.ts';
import type { EventRefusal } from '../../protocol/refusals.ts';
import type { DecisionRow } from '../store/claim-desk.ts';
import type { Transaction } from '../store/bulk.ts';
import { findClaimStories, type ClaimStories, type ToldVersion } from '../store/claim-stories.ts';
import { findClaimedBefore } from '../store/ledger.ts';
import { isNewer, type VersionOrder } from '../store/versions.ts';

/** The account whose doing an event is, where a person sends it. */
export type Hand = { readonly name: string; readonly role: string };

/** One event of a claim that came, in the order in which it came. */
export type ClaimWord = {
	readonly party: Party;
	readonly by: Hand | null;
	readonly event: EventOf<'id.denyut.claim.v1'>;
	readonly facility: string;
	readonly eventKey: string;
};

export type Judged = {
	refused: Map<ClaimWord, EventRefusal>;
	/** What persons moved, to be written beside it; the desk writes its own. */
	decisions: DecisionRow[];
	/** Taken, and so to be accepted: where another transaction took the same id meanwhile, it is judged anew. */
	taken: Set<ClaimWord>;
};

type Story = { versions: ToldVersion[]; past: PastMove[]; wasPaid: boolean };
type Placed = { word: ClaimWord; version: ToldVersion };

/** What was said before; null where nobody speaks who is bound by it. */
export type ClaimNews = {
	stories: ClaimStories;
	/** Keys of events that were taken before: duplicates or conflicts, and no news. */
	known: ReadonlySet<string>;
};

/** Asks nothing where there is no claim, or only imported history. */
export async function readClaimNews(tx: Transaction, words: readonly ClaimWord[]): Promise<ClaimNews | null> {
	if (words.every(({ party }) => party === 'importer')) return null;
	const names = new Map(words.map((word) => [keyOf(nameOf(word)), nameOf(word)]));
	const keys = words.map(({ eventKey }) => ({ eventKey, digest: eventKey }));
	const [stories, known] = await Promise.all([
		findClaimStories(tx, [...names.values()]),
		findClaimedBefore(tx, keys)
	]);
	return { stories, known: new Set(known.keys()) };
}

const nameOf = ({ facility, event }: ClaimWord) => ({ facility, claimNo: event.data.claim });
const keyOf = ({ facility, claimNo }: { facility: string; claimNo: string }) => `${facility}\u0000${claimNo}`;

/** @param at when persons' moves among them are made */
export function judgeClaims(words: readonly ClaimWord[], before: ClaimNews | null, at: Date): Judged {
	const judged: Judged = { refused: new Map(), decisions: [], taken: new Set() };
	if (before === null) return judged;
	const stories = storiesOf(before.stories);
	const takenKeys = new Set(before.known);
	let left = words.map((word) => ({ word, version: versionOf(word) }));
	// A second event under an id is a copy of the first, or a conflict with it, unless the first was refused.
	for (;;) {
		left = left.filter(({ word }) => !takenKeys.has(word.eventKey));
		const firsts = new Map([...left].reverse().map((one) => [one.word.eventKey, one]));
		if (firsts.size === 0) return judged;
		for (const one of [...firsts.values()].sort(byOrder)) {
			const story = stories.get(keyOf(one.version)) ?? { versions: [], past: [], wasPaid: false };
			stories.set(keyOf(one.version), story);
			if (take(one, story, judged, at)) takenKeys.add(one.word.eventKey);
		}
		const done = new Set([...firsts.values()]);
		left = left.filter((one) => !done.has(one));
	}
}

const byOrder = (a: Placed, b: Placed) => (isNewer(a.version, b.version) ? 1 : -1);

function take({ word, version }: Placed, story: Story, judged: Judged, at: Date): boolean {
	const standing = story.versions.at(-1) ?? null;
	const isLate = standing !== null && !isNewer(version, standing);
	const refusal = isLate
		? judgeLate(word, version, story, standing)
		: judgeOn(word, version, story, standing);
	if (refusal) {
		judged.refused.set(word, refusal);
		return false;
	}
	judged.taken.add(word);
	if (!isLate && standing) tellMove({ word, version }, story, standing, judged, at);
	story.wasPaid ||= version.state === 'paid';
	story.versions.push(version);
	if (isLate) story.versions.sort(inOrder);
	return true;
}

const inOrder = (a: VersionOrder, b: VersionOrder) => (isNewer(a, b) ? 1 : -1);

function judgeOn({ party, by }: ClaimWord, said: ToldVersion, story: Story, standing: ToldVersion | null) {
	const so: ClaimSoFar = { standing, wasPaid: story.wasPaid, past: story.past };
	return judgeAssertion({ party, who: by?.name ?? null, said }, so);
}

function judgeLate(word: ClaimWord, said: ToldVersion, story: Story, standing: ToldVersion) {
	const move = moveOf(said.state);
	if (word.party === 'importer' || move === null) return null;
	const answered = story.versions.filter((one) => isNewer(said, one)).at(-1) ?? null;
	if (move !== 'pay' && judgeOn(word, said, story, answered) === null) return null;
	const detail = { standing: standing.state };
	return { code: 'claim-late', field: 'time', detail } as const satisfies EventRefusal;
}

/** A person who sends a file or puts a held event right has moved the claim as if at the desk. */
function tellMove({ word, version }: Placed, story: Story, before: ToldVersion, judged: Judged, at: Date) {
	const move = moveOf(version.state);
	if (word.by === null || move === null || word.party === 'importer') return;
	const { name: who, role } = word.by;
	const { facility, claimNo } = version;
	story.past.push({ move, who });
	judged.decisions.push({
		...{ id: word.eventKey, facility, claimNo, seenKey: before.eventKey, move, who, role, at },
		...{ reason: '', corrections: [], sampled: null, batch: null },
		fromRupiah: standingRupiah(before),
		toRupiah: move === 'pay' ? (version.paidRupiah ?? 0) : standingRupiah(version)
	});
}

function storiesOf({ versions, past, paid }: ClaimStories): Map<string, Story> {
	const stories = new Map<string, Story>();
	for (const version of versions) {
		const story = stories.get(keyOf(version)) ?? { versions: [], past: [], wasPaid: false };
		story.versions.push(version);
		story.wasPaid ||= version.state === 'paid';
		stories.set(keyOf(version), story);
	}
	for (const { versions: own } of stories.values()) own.sort(inOrder);
	for (const { move, who, ...name } of past) stories.get(keyOf(name))?.past.push({ move, who });
	for (const name of paid) Object.assign(stories.get(keyOf(name)) ?? {}, { wasPaid: true });
	return stories;
}

function versionOf({ event, facility, eventKey }: ClaimWord): ToldVersion {
	const { data, time, id } = event;
	return {
		...{ facility, claimNo: data.claim, versionTime: new Date(time), versionId: id, eventKey },
		...{ state: data.state, billedRupiah: data.billedRupiah },
		verifiedRupiah: data.verifiedRupiah ?? null,
		approvedRupiah: data.approvedRupiah ?? null,
		paidRupiah: data.paidRupiah ?? null
	};
}
