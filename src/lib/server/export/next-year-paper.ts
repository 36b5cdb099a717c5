/** Next year's proposal for the council: exactly two A4 pages. Everything has its place, so that nothing opens a third. */
import PDFDocument from 'pdfkit';
import type { PaperRow, PaperScenario, ProposalPaper } from '../../protocol/next-year-paper.ts';
import type { Locale } from '../../protocol/refusals.ts';
import { gatherBytes } from './gather-bytes.ts';
import { drawBars, drawRange } from './next-year-chart.ts';
import { bottom, left, paperText, printable, right, wide, type Paper } from './paper-text.ts';

const headSize = 9;
const lineHeight = 15;
const figureWide = 105;

export async function printProposal(proposal: ProposalPaper, locale: Locale): Promise<Uint8Array> {
	const paper = new PDFDocument({
		...{ size: 'A4', margin: 0, lang: locale },
		info: { Title: printable(proposal.title), Creator: 'Denyut' }
	});
	const done = gatherBytes(paper);
	writeFirst(paper, proposal);
	paper.addPage();
	writeSecond(paper, proposal);
	paper.end();
	return done;
}

function writeFirst(paper: Paper, proposal: ProposalPaper): void {
	let y = writeHead(paper, proposal);
	y = paperText(paper, proposal.title, { y, size: 16, isBold: true, lines: 3 }) + 8;
	y = paperText(paper, proposal.detail, { y, size: 10, lines: 3 }) + 4;
	y = paperText(paper, proposal.levers, { y, size: headSize, lines: 2, color: '#444444' }) + 14;
	y = paperText(paper, proposal.tableTitle, { y, size: 11, isBold: true, lines: 1 }) + 4;
	y = writeRows(paper, { name: '', figures: ['P50', 'P80', 'P95'], isTotal: true }, y);
	for (const row of proposal.rows) y = writeRows(paper, row, y);
	y = paperText(paper, proposal.chart.title, { y: y + 22, size: 11, isBold: true, lines: 2 }) + 8;
	drawBars(paper, proposal.chart, y);
	writeFoot(paper, proposal, 1);
}

function writeSecond(paper: Paper, proposal: ProposalPaper): void {
	let y = writeHead(paper, proposal);
	y = heading(paper, proposal.leversTitle, y);
	for (const [name, state] of proposal.leverLines) y = pair(paper, name, state, y);
	y = heading(paper, proposal.assumptionsTitle, y + 8);
	for (const row of proposal.assumptions) y = writeAssumption(paper, row, y);
	y = heading(paper, proposal.servicesTitle, y + 8);
	for (const row of proposal.services) y = writeRows(paper, row, y, 8.5);
	y = heading(paper, proposal.scenariosTitle, y + 8);
	y = writeScenarios(paper, proposal, y);
	y = heading(paper, proposal.methodTitle, y + 8);
	for (const text of proposal.method) y = paperText(paper, text, { y, size: 8, lines: 3 }) + 2;
	paperText(paper, proposal.evidence, { y: y + 2, size: 8, lines: 3, color: '#444444' });
	writeFoot(paper, proposal, 2);
}

function writeHead(paper: Paper, { demo, head }: ProposalPaper): number {
	let y = 40;
	if (demo !== null)
		y = paperText(paper, demo, { y, size: 10, isBold: true, lines: 2, color: '#a4161a' }) + 4;
	return paperText(paper, head, { y, size: headSize, lines: 1, color: '#444444' }) + 10;
}

const heading = (paper: Paper, text: string, y: number) =>
	paperText(paper, text, { y, size: 11, isBold: true, lines: 1 }) + 4;

function pair(paper: Paper, name: string, state: string, y: number): number {
	paperText(paper, name, { y, size: 9, lines: 1, width: 200 });
	return paperText(paper, state, { y, size: 9, lines: 2, x: left + 210, width: wide - 210 }) + 2;
}

function writeAssumption(
	paper: Paper,
	[name, value, range, source]: ProposalPaper['assumptions'][number],
	y: number
): number {
	const bottoms = [
		paperText(paper, name, { y, size: 8.5, lines: 2, width: 200 }),
		paperText(paper, value, { y, size: 8.5, lines: 1, x: left + 205, width: 45, align: 'right' }),
		paperText(paper, range, { y, size: 8.5, lines: 1, x: left + 258, width: 80 }),
		paperText(paper, source, { y, size: 8, lines: 2, x: left + 342, width: wide - 342, color: '#444444' })
	];
	return Math.max(...bottoms) + 2;
}

/** A name and three figures, flush right. */
function writeRows(
	paper: Paper,
	{ name, figures, isTotal = false }: PaperRow,
	y: number,
	size = 9.5
): number {
	if (isTotal && name !== '') rule(paper, y - 2);
	paperText(paper, name, { y, size, lines: 1, width: wide - 3 * figureWide, isBold: isTotal });
	figures.forEach((text, place) => {
		const x = right - (3 - place) * figureWide;
		paperText(paper, text, { y, size, lines: 1, x, width: figureWide, align: 'right', isBold: isTotal });
	});
	return y + lineHeight * (size / 9.5);
}

function rule(paper: Paper, y: number): void {
	paper.moveTo(left, y).lineTo(right, y).lineWidth(0.5).strokeColor('#999999').stroke();
}

const nameWide = 190;
const amountWide = 62;

function writeScenarios(paper: Paper, { scenarios, scenariosNone }: ProposalPaper, y: number): number {
	if (scenarios.length === 0) return paperText(paper, scenariosNone, { y, size: 9, lines: 2 });
	const all = scenarios.flatMap(({ rupiah }) => Object.values(rupiah));
	const span = { low: Math.min(...all), high: Math.max(...all) };
	const at = writeScenario(paper, { name: '', levers: '', figures: ['P50', 'P80', 'P95'] }, y) - 12;
	return scenarios.reduce((top, one) => {
		const x = left + nameWide + 3 * amountWide + 14;
		drawRange(paper, one.rupiah, span, { x, y: top + 5, width: right - x });
		return writeScenario(paper, one, top);
	}, at);
}

function writeScenario(
	paper: Paper,
	{ name, levers, figures }: Omit<PaperScenario, 'rupiah'>,
	y: number
): number {
	const below = paperText(paper, name, { y, size: 9, lines: 1, width: nameWide, isBold: true });
	figures.forEach((text, place) => {
		const x = left + nameWide + place * amountWide;
		paperText(paper, text, { y, size: 9, lines: 1, x, width: amountWide, align: 'right' });
	});
	paperText(paper, levers, {
		y: below,
		size: 7.5,
		lines: 1,
		width: nameWide + 3 * amountWide,
		color: '#444444'
	});
	return y + 24;
}

function writeFoot(paper: Paper, { foot }: ProposalPaper, page: number): void {
	paperText(paper, `${foot} · ${page}/2`, { y: bottom, size: 8, lines: 1, color: '#444444' });
}
