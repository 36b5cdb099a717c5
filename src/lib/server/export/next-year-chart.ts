/** The pictures of the proposal, drawn as vectors: bars from nought, and ranges of scenarios. */
import type { ProposalPaper } from '../../protocol/next-year-paper.ts';
import { left, paperText, right, type Paper } from './paper-text.ts';

/** Okabe–Ito: told apart without colour vision, and by their greys in a copy. */
const colours = { cost: '#0072b2', carried: '#e69f00', mark: '#111111', range: '#999999' };
const barHigh = 30;
const gap = 14;
const nameWide = 44;
const textWide = 84;

/** One bar a certainty: what is carried over, then next year's services; lines for what they are held against. */
export function drawBars(
	paper: Paper,
	{ bars, marks, carriedName, costName }: ProposalPaper['chart'],
	y: number
): void {
	const from = left + nameWide;
	const most = Math.max(
		1,
		...bars.map(({ carried, cost }) => carried + cost),
		...marks.map(({ rupiah }) => rupiah)
	);
	const scale = (rupiah: number) => (rupiah / most) * (right - textWide - from);
	bars.forEach(({ name, carried, cost, text }, place) => {
		const top = y + place * (barHigh + gap);
		paperText(paper, name, { y: top + 9, size: 10, lines: 1, width: nameWide, isBold: true });
		paper.rect(from, top, scale(carried), barHigh).fill(colours.carried);
		paper.rect(from + scale(carried), top, scale(cost), barHigh).fill(colours.cost);
		const end = Math.max(from + scale(carried + cost), ...marks.map(({ rupiah }) => from + scale(rupiah)));
		paperText(paper, text, { y: top + 9, size: 10, lines: 1, x: end + 6, width: textWide, isBold: true });
	});
	const below = y + bars.length * (barHigh + gap);
	marks.forEach(({ name, rupiah }, place) => {
		const x = from + scale(rupiah);
		paper
			.save()
			.moveTo(x, y - 5)
			.lineTo(x, below)
			.lineWidth(1.2)
			.strokeColor(colours.mark);
		if (place > 0) paper.dash(3, { space: 2 });
		paper.stroke().restore();
		writeKey(paper, name, { y: below + 20 + 14 * place, isDashed: place > 0 });
	});
	const keys = [
		{ name: costName, colour: colours.cost },
		{ name: carriedName, colour: colours.carried }
	];
	keys.forEach(({ name, colour }, place) => {
		const top = below + 20 + 14 * (marks.length + place);
		paper.rect(left, top + 1, 18, 8).fill(colour);
		paperText(paper, name, { y: top, size: 9, lines: 1, x: left + 26, width: 460 });
	});
}

function writeKey(paper: Paper, name: string, { y, isDashed }: { y: number; isDashed: boolean }): void {
	paper
		.save()
		.moveTo(left, y + 5)
		.lineTo(left + 18, y + 5)
		.lineWidth(1.2)
		.strokeColor(colours.mark);
	if (isDashed) paper.dash(3, { space: 2 });
	paper.stroke().restore();
	paperText(paper, name, { y, size: 9, lines: 1, x: left + 26, width: 460 });
}

/** From P50 to P95, with P80 as a point; all scenarios on one scale, which need not begin at nought. */
export function drawRange(
	paper: Paper,
	{ p50, p80, p95 }: { p50: number; p80: number; p95: number },
	{ low, high }: { low: number; high: number },
	{ x, y, width }: { x: number; y: number; width: number }
): void {
	const at = (rupiah: number) => x + (high > low ? ((rupiah - low) / (high - low)) * width : width / 2);
	paper.moveTo(at(p50), y).lineTo(at(p95), y).lineWidth(4).strokeColor(colours.range).stroke();
	paper.circle(at(p80), y, 4).fill(colours.cost);
}
