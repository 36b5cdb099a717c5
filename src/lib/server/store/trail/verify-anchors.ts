/** Holds the anchor files against their seals, against each other and against what the database knows of them. */
import type { KnownAnchors } from './anchor.ts';
import { anchorSeal, type Anchor, type AnchorFile } from './anchor-file.ts';
import type { TrailKey } from './line.ts';
import type { Problem } from './problems.ts';

/** The file's problems, and the anchors that can be relied on. */
export function checkAnchorFile(key: TrailKey, given: AnchorFile): { problems: Problem[]; sound: Anchor[] } {
	const { folder, file, lines } = given;
	const problems: Problem[] = [];
	const sound: Anchor[] = [];
	lines.forEach((anchor, index) => {
		const before = index === 0 ? '' : (lines[index - 1]?.seal ?? null);
		const isSealed =
			anchor !== null &&
			anchor.key === key.id &&
			anchorSeal(key, anchor) === anchor.seal &&
			anchor.file === file;
		if (isSealed) sound.push(anchor);
		const isInPlace = isSealed && anchor.ordinal === index + 1 && anchor.previous === before;
		const at = { folder, file, ordinal: index + 1 };
		if (!isInPlace) problems.push({ kind: 'anchor-altered', number: null, anchor: at });
	});
	return { problems, sound };
}

/** Anchors that the database knows of and no file holds, and copies that do not agree. */
export function checkPlaces(
	files: readonly AnchorFile[],
	known: KnownAnchors,
	second: string | null
): Problem[] {
	const ids = new Set([...files.map(({ file }) => file), ...known.keys()]);
	return [...ids].flatMap((file) => {
		const copies = files.filter((copy) => copy.file === file);
		return [
			...checkPresence(file, copies, second),
			...checkCopies(copies),
			...copies.flatMap((copy) => checkCount(copy, copies, known.get(file)))
		];
	});
}

/** One copy at least; where there is a second place, one there. */
function checkPresence(file: string, copies: readonly AnchorFile[], second: string | null): Problem[] {
	if (copies.length > 0 && (second === null || copies.some(({ folder }) => folder === second))) return [];
	return [{ kind: 'anchor-gone', number: null, anchor: { folder: second ?? '', file, ordinal: 1 } }];
}

/** Of two copies the shorter is the other's beginning. */
function checkCopies([one, other]: readonly AnchorFile[]): Problem[] {
	if (!one || !other || one.text.startsWith(other.text) || other.text.startsWith(one.text)) return [];
	const { folder, file } = other;
	const index = other.lines.findIndex((line, at) => JSON.stringify(line) !== JSON.stringify(one.lines[at]));
	return [{ kind: 'anchor-differs', number: null, anchor: { folder, file, ordinal: index + 1 } }];
}

function checkCount(
	{ folder, file, lines }: AnchorFile,
	copies: readonly AnchorFile[],
	known: { ordinal: number; seal: string } | undefined
): Problem[] {
	const expected = Math.max(known?.ordinal ?? 0, ...copies.map((copy) => copy.lines.length));
	const problem = (kind: Problem['kind'], ordinal: number): Problem[] => [
		{ kind, number: null, anchor: { folder, file, ordinal } }
	];
	if (lines.length < expected) return problem('anchor-cut', lines.length + 1);
	if (known !== undefined && lines[known.ordinal - 1]?.seal !== known.seal)
		return problem('anchor-altered', known.ordinal);
	return [];
}
