/** What `verify` found, in sentences. */
import type { Problem, ProblemKind } from '../../lib/server/store/trail/problems.ts';
import type { TrailVerdict } from '../../lib/server/store/trail/verify.ts';

const span = ({ number, to }: Problem) =>
	to === undefined || to === number ? `${number}` : `${number} to ${to}`;
const place = ({ anchor }: Problem) =>
	`anchor ${anchor?.ordinal} of anchors-${anchor?.file}.ndjson${anchor?.folder ? ` in ${anchor.folder}` : ''}`;

const sentences: Record<ProblemKind, (problem: Problem) => string> = {
	altered: (problem) =>
		`line ${span(problem)}: it and its seal do not fit: it was changed, moved or added by somebody without the key`,
	missing: (problem) => `line ${span(problem)}: removed`,
	relinked: (problem) => `line ${span(problem)}: sound, but sealed onto another line than the one before it`,
	start: () =>
		'line 0 and before: what was carried over from before the chain is not what line 1 sealed, or line 1 is not the first',
	'foreign-key': (problem) =>
		`line ${span(problem)}: it names a key that is not at hand: altered, or kept by a process with another key`,
	cut: (problem) =>
		`line ${span(problem)}: gone from the end: removed, or the database is an older one than the anchor or the head knows`,
	replaced: (problem) =>
		`line ${span(problem)}: sound, but not the line that was anchored: another trail stands in this one's place`,
	'anchor-altered': (problem) => `${place(problem)}: changed, moved or added by somebody without the key`,
	'anchor-cut': (problem) =>
		`${place(problem)}: gone from the end of the file, or this place could not be written to`,
	'anchor-gone': (problem) =>
		`${place(problem)}: the file is missing: removed, or it lies in another process's data directory (lay the files of all in one DENYUT_TRAIL_ANCHOR_DIR)`,
	'anchor-differs': (problem) => `${place(problem)}: not what the other copy of this file says`
};

/** The first bad line first. */
export function sayVerdict({ state, lines, problems, anchored }: TrailVerdict): string[] {
	const until =
		anchored === null
			? 'It is not anchored yet.'
			: `It is anchored up to line ${anchored.number} (${anchored.day}).`;
	if (state === 'whole')
		return [`The trail is whole: ${count(lines)}, each in its place and sealed. ${until}`];
	if (state === 'wrong-key')
		return [
			`None of the ${count(lines)} was sealed with this key, so nothing can be said about them: give the key the trail is kept with (DENYUT_TRAIL_KEY, or keys/trail.key in the data directory). This is no sign of tampering.`
		];
	const [first] = problems;
	const heading =
		first === undefined || first.number === null
			? `The trail's anchors are not whole; its ${count(lines)} are.`
			: `The trail is not whole. The first bad line is ${first.number}.`;
	return [`${heading} ${until}`, ...problems.map((problem) => `- ${sentences[problem.kind](problem)}`)];
}

const count = (lines: number) => `${lines.toLocaleString('en')} ${lines === 1 ? 'line' : 'lines'}`;
