/** What `verify` finds, in the order of the trail. */
export const problemKinds = [
	/** The line and its seal do not fit: it was changed, or added by somebody without the key. */
	'altered',
	/** Lines are gone. */
	'missing',
	/** A sound line that was sealed onto another one than the one before it. */
	'relinked',
	/** What was carried over from before the chain is not what line 1 sealed. */
	'start',
	/** Sealed with a key that is not at hand. */
	'foreign-key',
	/** The last lines are gone: an anchor, or the head, knows of more. */
	'cut',
	/** The line is sound and is not the one that was anchored: another trail stands in this one's place. */
	'replaced',
	/** An anchor was changed or added by somebody without the key. */
	'anchor-altered',
	/** Anchors are gone from the end of a file. */
	'anchor-cut',
	/** An anchor file is gone. */
	'anchor-gone',
	/** Two copies of one anchor file say different things. */
	'anchor-differs'
] as const;
export type ProblemKind = (typeof problemKinds)[number];

export type Problem = {
	kind: ProblemKind;
	/** The first line it concerns; null where it concerns no line. */
	number: number | null;
	/** The last line, of `missing` and `cut`. */
	to?: number;
	/** The anchor file and the place in it. */
	anchor?: { folder: string; file: string; ordinal: number };
};

/** Problems of lines first, by number; those of anchors after. */
export function inOrder(problems: readonly Problem[]): Problem[] {
	const place = ({ number }: Problem) => number ?? Number.POSITIVE_INFINITY;
	return [...problems].sort(
		(a, b) => place(a) - place(b) || problemKinds.indexOf(a.kind) - problemKinds.indexOf(b.kind)
	);
}
