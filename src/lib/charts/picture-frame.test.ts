import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { framePicture, type MeasureText } from './picture-frame';

const size = { width: 1200, height: 675 };
const measure: MeasureText = (text, { fontPx }) => 0.6 * fontPx * text.length;
const words = { mark: null, title: 'Dengue naik', subtitle: 'Kunjungan', source: 'Sumber: RS' };
const long = 'Tagihan Oktober lebih tinggi daripada tagihan September, '.repeat(6).trim();

describe('the frame of a picture', () => {
	it('sets the finding and its unit above the chart and the source below it', () => {
		const { lines, chartTop, height } = framePicture(words, size, measure);
		expect(lines.map(({ text }) => text)).toEqual(['Dengue naik', 'Kunjungan', 'Sumber: RS']);
		const [title, subtitle, source] = lines.map(({ y }) => y);
		expect([title, subtitle, chartTop, chartTop + size.height, source, height]).toEqual(
			[title, subtitle, chartTop, chartTop + size.height, source, height].toSorted(
				(a, b) => Number(a) - Number(b)
			)
		);
	});

	it('says first what the whole installation is', () => {
		const { lines } = framePicture({ ...words, mark: 'Rekonstruksi 2018' }, size, measure);
		expect(lines[0]?.text).toBe('Rekonstruksi 2018');
	});

	it('breaks a long finding into lines and grows by them', () => {
		const short = framePicture(words, size, measure);
		const { lines, height, chartTop } = framePicture({ ...words, title: long }, size, measure);
		const title = lines.filter(({ tone }) => tone === 'ink');
		expect(title.length).toBeGreaterThan(2);
		expect(title.map(({ text }) => text).join(' ')).toBe(long);
		expect(height - short.height).toBe(chartTop - short.chartTop);
	});

	it('loses no word, keeps to its width and sets no line upon another', () => {
		const text = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { maxLength: 60 }).map((all) => all.join(' '));
		fc.assert(
			fc.property(text, text, text, (title, subtitle, source) => {
				const { lines } = framePicture({ mark: null, title, subtitle, source }, size, measure);
				expect(lines.map((line) => line.text).join(' ')).toBe(
					[title, subtitle, source].filter(Boolean).join(' ')
				);
				for (const [place, line] of lines.entries()) {
					expect(line.x + measure(line.text, line)).toBeLessThanOrEqual(size.width - line.x);
					expect(line.y - (lines[place - 1]?.y ?? 0)).toBeGreaterThan(line.fontPx);
				}
			})
		);
	});
});
