/** The yearly evaluation as a PDF of A4 pages: every table with its sources, the digest at the foot of each page. */
import PDFDocument from 'pdfkit';
import type { EvaluationPaper, PaintedTable } from '../../protocol/views/evaluation.ts';
import { gatherBytes } from './gather-bytes.ts';

const margin = 50;
const cellPadding = 4;
const nameShare = 0.34;

type Paper = PDFKit.PDFDocument;
type Row = { texts: readonly string[]; isBold: boolean };

export async function printEvaluation(given: EvaluationPaper): Promise<Uint8Array> {
	const { document, locale } = given;
	const paper = new PDFDocument({
		...{ size: 'A4', margin, bufferPages: true, lang: locale },
		info: { Title: document.title, Creator: 'Denyut', Keywords: given.sha256 }
	});
	const done = gatherBytes(paper);
	writeHead(paper, given);
	for (const section of document.sections) {
		keepTogether(paper, 120);
		paper.moveDown(1.2).font('Helvetica-Bold').fontSize(14).text(plain(section.title), margin);
		paper.font('Helvetica').fontSize(9).text(plain(section.question)).moveDown(0.4);
		for (const table of section.tables) writeTable(paper, table, given.sourcesTitle);
	}
	writeFeet(paper, given);
	paper.end();
	return done;
}

/** The fonts that every PDF reader brings have Latin-1 and little more. */
const plain = (text: string) =>
	text
		.replaceAll(/[\u00a0\u202f]/g, ' ')
		.replaceAll('−', '-')
		.replaceAll('≥', '>=')
		.replaceAll('≤', '<=')
		.replaceAll('Σ', 'Sum')
		.replaceAll('→', '->');

function writeHead(paper: Paper, { document, facts, mark }: EvaluationPaper): void {
	if (mark !== null)
		paper.font('Helvetica-Bold').fontSize(10).text(plain(mark.detail), { align: 'center' }).moveDown();
	paper.font('Helvetica-Bold').fontSize(19).text(plain(document.title)).moveDown(0.5);
	for (const { label, value } of facts) {
		paper
			.font('Helvetica-Bold')
			.fontSize(9)
			.text(`${plain(label)}: `, margin, paper.y, { continued: true });
		paper.font('Helvetica').text(plain(value));
	}
	paper.moveDown(0.5);
	for (const remark of document.remarks) paper.font('Helvetica-Oblique').fontSize(9).text(plain(remark));
}

/** A new page where less than so much is left of this one. */
function keepTogether(paper: Paper, points: number): void {
	if (paper.y > paper.page.height - margin - points) paper.addPage();
}

function writeTable(paper: Paper, table: PaintedTable, sourcesTitle: string): void {
	keepTogether(paper, 90);
	paper.moveDown(0.6).font('Helvetica-Bold').fontSize(10.5).text(plain(table.title), margin).moveDown(0.2);
	const heading: Row = { texts: [table.rowName, ...table.columns.map(({ name }) => name)], isBold: true };
	drawRow(paper, heading, heading);
	for (const { key, name, cells } of table.rows)
		drawRow(
			paper,
			{ texts: [name, ...cells.map((cell) => cell?.text ?? '')], isBold: key === 'total' },
			heading
		);
	paper.moveDown(0.3).font('Helvetica-Bold').fontSize(7).text(plain(sourcesTitle), margin);
	for (const source of table.sources) paper.font('Helvetica').fontSize(7).text(plain(source), margin);
}

/** Names flush left, figures flush right; as high as its highest cell, the heading again on each page. */
function drawRow(paper: Paper, row: Row, heading: Row): void {
	const whole = paper.page.width - 2 * margin;
	const rest = (whole * (1 - nameShare)) / Math.max(1, row.texts.length - 1);
	const cells = row.texts.map((text, index) => ({
		text: plain(text),
		left: index === 0 ? margin : margin + whole * nameShare + (index - 1) * rest,
		width: (index === 0 ? whole * nameShare : rest) - cellPadding
	}));
	paper.font(row.isBold ? 'Helvetica-Bold' : 'Helvetica').fontSize(8.5);
	const height = Math.max(...cells.map(({ text, width }) => paper.heightOfString(text || ' ', { width })));
	if (paper.y + height > paper.page.height - margin - 14) {
		paper.addPage();
		if (row !== heading) drawRow(paper, heading, heading);
		paper.font(row.isBold ? 'Helvetica-Bold' : 'Helvetica').fontSize(8.5);
	}
	const top = paper.y;
	for (const [index, { text, left, width }] of cells.entries())
		paper.text(text, left, top, { width, align: index === 0 ? 'left' : 'right' });
	const line = top + height + 2;
	paper
		.moveTo(margin, line)
		.lineTo(margin + whole, line)
		.lineWidth(0.25)
		.strokeColor('#999999')
		.stroke();
	paper.x = margin;
	paper.y = line + 3;
}

function writeFeet(paper: Paper, { foot, sha256, mark }: EvaluationPaper): void {
	const { count } = paper.bufferedPageRange();
	for (let page = 0; page < count; page++) {
		paper.switchToPage(page);
		// Below the margin: else the foot itself would open a page.
		paper.page.margins.bottom = 0;
		const words = foot.replace('{page}', String(page + 1)).replace('{pages}', String(count));
		paper.font('Helvetica').fontSize(7).fillColor('black');
		paper.text(`SHA-256 ${sha256}`, margin, paper.page.height - 38, { lineBreak: false });
		const marked = mark === null ? words : `${words} · ${mark.foot}`;
		paper.text(plain(marked), margin, paper.page.height - 27, { lineBreak: false });
	}
}
