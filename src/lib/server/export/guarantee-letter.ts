/** A guarantee letter as a PDF of one A4 page, to be printed, signed and scanned. */
import PDFDocument from 'pdfkit';
import { encode } from 'uqr';
import { findService } from '../../domain/service.ts';
import type { LetterView } from '../../protocol/coverage.ts';
import type { Locale } from '../../protocol/refusals.ts';
import { gatherBytes } from './gather-bytes.ts';

const margin = 56;
const codeSize = 150;

const words = {
	id: {
		title: 'SURAT JAMINAN PELAYANAN',
		programme: 'Kartu Sehat berbasis NIK – Pemerintah Kota Bekasi',
		facility: 'Fasilitas',
		service: 'Layanan',
		kind: { label: 'Dasar', member: 'Kartu Sehat', newborn: 'Bayi baru lahir tanpa NIK', sktm: 'SKTM' },
		valid: 'Berlaku',
		rules: 'Aturan',
		standing: { valid: '', cancelled: 'DIBATALKAN', expired: 'HABIS MASA BERLAKU' },
		scan: 'Pindai untuk memeriksa keaslian surat ini.',
		patient: 'Nama dan NIK pasien (ditulis tangan)',
		clerk: 'Petugas',
		demo: 'DATA SIMULASI – bukan surat jaminan'
	},
	en: {
		title: 'GUARANTEE LETTER (SURAT JAMINAN PELAYANAN)',
		programme: 'Health card by NIK – Government of the City of Bekasi',
		facility: 'Facility',
		service: 'Service',
		kind: {
			label: 'On the ground of',
			member: 'Health card',
			newborn: 'Newborn without a NIK',
			sktm: 'SKTM'
		},
		valid: 'Valid',
		rules: 'Rules',
		standing: { valid: '', cancelled: 'CANCELLED', expired: 'EXPIRED' },
		scan: 'Scan to see whether this letter is genuine.',
		patient: 'Name and NIK of the patient (by hand)',
		clerk: 'Clerk',
		demo: 'SIMULATED DATA – no guarantee letter'
	}
} as const;

/** What is printed; `verifyAt` is the address that the code leads to. Nothing of it says who the patient is. */
type LetterPaper = { letter: LetterView; verifyAt: string; demo: boolean; mark?: string | null };

type Paper = PDFKit.PDFDocument;

export async function printGuaranteeLetter(page: LetterPaper, locale: Locale): Promise<Uint8Array> {
	const { letter } = page;
	const say = words[locale];
	const info = { Title: `${say.title} ${letter.number}`, Creator: 'Denyut' };
	const paper = new PDFDocument({ size: 'A4', margin, lang: locale, info });
	const done = gatherBytes(paper);
	if (page.demo) paper.font('Helvetica-Bold').fontSize(10).text(say.demo, { align: 'center' }).moveDown();
	if (page.mark) paper.font('Helvetica').fontSize(9).text(page.mark, { align: 'center' }).moveDown();
	paper.font('Helvetica-Bold').fontSize(15).text(say.title, { align: 'center' });
	paper.font('Helvetica').fontSize(10).text(say.programme, { align: 'center' }).moveDown(1.5);
	paper.font('Courier-Bold').fontSize(16).text(letter.number, { align: 'center' });
	const standing = say.standing[letter.standing];
	if (standing !== '') paper.font('Helvetica-Bold').fontSize(16).text(standing, { align: 'center' });
	paper.moveDown(1.5);
	const top = paper.y;
	writeFacts(paper, letter, locale);
	drawCode(paper, page.verifyAt, paper.page.width - margin - codeSize, top);
	paper.font('Helvetica').fontSize(9);
	paper.text(say.scan, paper.page.width - margin - codeSize, top + codeSize + 4, { width: codeSize });
	writeSignatures(paper, [say.patient, say.clerk]);
	paper.end();
	return done;
}

function writeFacts(paper: Paper, letter: LetterView, locale: Locale): void {
	const say = words[locale];
	const facts = [
		[say.facility, letter.facilityName],
		[say.service, findService(letter.service)?.names[locale] ?? letter.service],
		[say.kind.label, say.kind[letter.kind]],
		[say.valid, `${letter.validFrom} – ${letter.validTo}`],
		[say.rules, letter.ruleVersion]
	] as const;
	const width = paper.page.width - 2 * margin - codeSize - 24;
	for (const [label, value] of facts) {
		paper.font('Helvetica').fontSize(9).text(label, margin, paper.y, { width });
		paper.font('Helvetica-Bold').fontSize(12).text(value, { width }).moveDown(0.5);
	}
}

function drawCode(paper: Paper, text: string, left: number, top: number): void {
	const { data, size } = encode(text, { ecc: 'M', border: 2 });
	const side = codeSize / size;
	for (const [y, row] of data.entries())
		for (const [x, isDark] of row.entries())
			if (isDark) paper.rect(left + x * side, top + y * side, side, side);
	paper.fill('black');
}

function writeSignatures(paper: Paper, labels: readonly string[]): void {
	const width = (paper.page.width - 2 * margin - 40) / 2;
	const top = 520;
	for (const [index, label] of labels.entries()) {
		const left = margin + index * (width + 40);
		paper
			.moveTo(left, top)
			.lineTo(left + width, top)
			.stroke();
		paper
			.font('Helvetica')
			.fontSize(9)
			.text(label, left, top + 4, { width });
	}
}
