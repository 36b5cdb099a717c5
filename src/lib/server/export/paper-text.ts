/** Text at a place on an A4 page that never runs over it: what does not fit its lines ends in an ellipsis. */
export type Paper = PDFKit.PDFDocument;

export const left = 50;
export const wide = 495;
export const right = left + wide;
/** Of the foot's line. */
export const bottom = 806;

type Place = {
	y: number;
	size: number;
	lines: number;
	x?: number;
	width?: number;
	align?: 'left' | 'right';
	isBold?: boolean;
	color?: string;
};

/** The fonts that every reader of PDF has know the letters of Western Europe: what they lack is shown as lacking. */
export function printable(text: string): string {
	return text
		.replaceAll('−', '–')
		.replaceAll(/[\u202f\u2009]/g, '\u00a0')
		.replaceAll(/[^\u0020-\u007e\u00a0-\u00ff–—‘’“”•…€]/gu, '?');
}

/** @returns the y below it */
export function paperText(
	paper: Paper,
	text: string,
	{ y, size, lines, x = left, width = wide, align = 'left', isBold = false, color = '#111111' }: Place
): number {
	paper
		.font(isBold ? 'Helvetica-Bold' : 'Helvetica')
		.fontSize(size)
		.fillColor(color);
	const said = printable(text);
	const height = lines * paper.currentLineHeight(true) + 0.1;
	paper.text(said, x, y, { width, height, align, ellipsis: true });
	return y + Math.min(height, paper.heightOfString(said === '' ? ' ' : said, { width, align }));
}
