/** What a picture says about itself once it has left its page. */
export interface PictureWords {
	/** What the whole installation is, where that is to be known: a reconstruction. */
	mark: string | null;
	/** The finding. */
	title: string;
	/** The measure and its unit. */
	subtitle: string;
	/** Where the figures come from and what they knew of. */
	source: string;
}

export interface PictureLine {
	text: string;
	x: number;
	/** Of the letters' foot, in pixels from the top. */
	y: number;
	fontPx: number;
	isBold: boolean;
	tone: 'ink' | 'muted';
}

export interface PictureFrame {
	height: number;
	/** Where the chart begins. */
	chartTop: number;
	lines: PictureLine[];
}

/** In pixels, of a line in these letters. */
export type MeasureText = (text: string, style: Pick<PictureLine, 'fontPx' | 'isBold'>) => number;

const marginPx = 32;
const gapPx = 16;
const lineHeight = 1.35;
const styles = {
	mark: { fontPx: 15, isBold: true, tone: 'muted' },
	title: { fontPx: 26, isBold: true, tone: 'ink' },
	subtitle: { fontPx: 17, isBold: false, tone: 'muted' },
	source: { fontPx: 15, isBold: false, tone: 'muted' }
} as const;

/**
 * Mark, finding and unit above a chart, the source below it, each in as many lines as it needs; the chart keeps its height.
 *
 * @param chart the chart's size in pixels, and the picture's width
 */
export function framePicture(
	words: PictureWords,
	chart: { width: number; height: number },
	measure: MeasureText
): PictureFrame {
	const widthPx = chart.width - 2 * marginPx;
	const head = setLines(['mark', 'title', 'subtitle'], words, marginPx, widthPx, measure);
	const chartTop = head.bottom + gapPx;
	const foot = setLines(['source'], words, chartTop + chart.height + gapPx, widthPx, measure);
	return { chartTop, height: foot.bottom + marginPx, lines: [...head.lines, ...foot.lines] };
}

function setLines(
	parts: readonly (keyof PictureWords)[],
	words: PictureWords,
	top: number,
	widthPx: number,
	measure: MeasureText
): { lines: PictureLine[]; bottom: number } {
	let bottom = top;
	const lines = parts.flatMap((part) => {
		const style = styles[part];
		return wrap(words[part] ?? '', widthPx, (text) => measure(text, style)).map((text): PictureLine => {
			bottom = Math.round(bottom + lineHeight * style.fontPx);
			return { text, x: marginPx, y: bottom, ...style };
		});
	});
	return { lines, bottom };
}

/** A word that is wider than the picture has a line of its own. */
function wrap(text: string, widthPx: number, measure: (text: string) => number): string[] {
	const lines: string[] = [];
	for (const word of text.split(/\s+/).filter(Boolean)) {
		const longer = `${lines.at(-1) ?? ''} ${word}`;
		if (lines.length > 0 && measure(longer) <= widthPx) lines[lines.length - 1] = longer;
		else lines.push(word);
	}
	return lines;
}
