/**
 * Is the trail whole? Every line is held against its seal and the line before it, the last one against the head and against
 * every anchor, the anchors against theirs. In one snapshot, so that it may run beside writers; the files are read before the
 * snapshot, because what they say must by then be in the database, and once more after it, because the count that the
 * database keeps of them must by then be in the files.
 */
import type { Transaction } from '../bulk.ts';
import type { Sql } from '../connect.ts';
import { inTransaction } from '../transaction.ts';
import { readAnchorPlaces, readKnownAnchors, type AnchorPlaces, type KnownAnchors } from './anchor.ts';
import type { Anchor } from './anchor-file.ts';
import { startSeal, type TrailKey } from './line.ts';
import { inOrder, type Problem } from './problems.ts';
import { eachLines, readCarried, readHead, type TrailHead } from './read-lines.ts';
import { checkAnchorFile, checkPlaces } from './verify-anchors.ts';
import { ChainWalk } from './verify-chain.ts';

export type TrailVerdict = {
	/** `wrong-key`: nothing here was sealed with the key at hand, so nothing can be said. */
	state: 'whole' | 'broken' | 'wrong-key';
	/** Lines of the chain. */
	lines: number;
	/** By number; the first is the first bad line. At most a hundred. */
	problems: Problem[];
	/** The newest anchor that can be relied on. */
	anchored: { day: string; at: string; number: number } | null;
};

const mostProblems = 100;
type Read = { walk: ChainWalk; seals: ReadonlyMap<number, Buffer>; head: TrailHead; known: KnownAnchors };

export async function verifyTrail(sql: Sql, key: TrailKey, places: AnchorPlaces): Promise<TrailVerdict> {
	const files = await readAnchorPlaces(places);
	const checked = files.map((file) => checkAnchorFile(key, file));
	// Copies say the same; what they say counts once.
	const anchors = [...new Map(checked.flatMap(({ sound }) => sound.map((one) => [one.seal, one]))).values()];
	const anchored = new Set(anchors.map(({ number }) => number));
	const { walk, seals, head, known } = await inTransaction(
		sql,
		(tx) => readTrail(tx, key, anchored),
		'ISOLATION LEVEL REPEATABLE READ READ ONLY'
	);
	const problems = inOrder([
		...walk.problems,
		...checkEnd(walk, head, anchors),
		...anchors.flatMap((anchor) => checkAnchored(anchor, walk, seals)),
		...checked.flatMap((one) => one.problems),
		...checkPlaces(await readAnchorPlaces(places), known, places.second)
	]);
	const isOther = walk.known + anchors.length === 0 && walk.foreign > 0;
	return {
		state: problems.length === 0 ? 'whole' : isOther ? 'wrong-key' : 'broken',
		lines: walk.known + walk.foreign,
		problems: problems.slice(0, mostProblems),
		anchored: newest(anchors)
	};
}

async function readTrail(tx: Transaction, key: TrailKey, anchored: ReadonlySet<number>): Promise<Read> {
	const head = await readHead(tx);
	const known = await readKnownAnchors(tx);
	const walk = new ChainWalk(key, startSeal(key, await readCarried(tx)));
	const seals = new Map([[0, walk.start]]);
	for await (const lines of eachLines(tx))
		for (const line of lines) {
			walk.step(line);
			if (anchored.has(line.number)) seals.set(line.number, walk.lastSeal);
		}
	return { walk, seals, head, known };
}

/** The tail: what the head or an anchor knows of and the trail does not hold. */
function checkEnd(walk: ChainWalk, head: TrailHead, anchors: readonly Anchor[]): Problem[] {
	const furthest = Math.max(head.number, ...anchors.map(({ number }) => number));
	if (furthest > walk.last) return [{ kind: 'cut', number: walk.last + 1, to: furthest }];
	const isHead = head.number === walk.last && (head.mac === null || walk.lastSeal.equals(head.mac));
	return isHead || walk.problems.length > 0 ? [] : [{ kind: 'altered', number: walk.last }];
}

/** The line that was anchored is still that line. One that is gone has been told of. */
function checkAnchored({ number, mac }: Anchor, walk: ChainWalk, seals: Read['seals']): Problem[] {
	const seal = seals.get(number);
	if (seal === undefined || seal.toString('hex') === mac) return [];
	const isTold = walk.problems.some((problem) => problem.number === number);
	return isTold ? [] : [{ kind: number === 0 ? 'start' : 'replaced', number }];
}

function newest(anchors: readonly Anchor[]): TrailVerdict['anchored'] {
	const [last] = [...anchors].sort((a, b) => (a.at < b.at ? 1 : -1));
	return last ? { day: last.day, at: last.at, number: last.number } : null;
}
