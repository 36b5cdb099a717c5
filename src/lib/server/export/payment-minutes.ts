/** The minutes of a payment (berita acara pembayaran) as a PDF of A4 pages, to be printed and signed. */
import PDFDocument from 'pdfkit';
import { formatRupiah } from '../../domain/rupiah.ts';
import type { Locale } from '../../protocol/refusals.ts';
import type { PaymentMinutes } from '../../protocol/views/claims.ts';
import { gatherBytes } from './gather-bytes.ts';

const margin = 56;
const lineHeight = 15;
const months = {
	id: 'Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember',
	en: 'January February March April May June July August September October November December'
};

const words = {
	id: {
		title: 'BERITA ACARA PEMBAYARAN KLAIM',
		programme: 'Kartu Sehat berbasis NIK – Pemerintah Kota Bekasi',
		number: 'Nomor',
		said: (day: string, claims: string, amount: string) =>
			`Pada ${day} telah dibayarkan ${claims} klaim dengan jumlah seluruhnya ${amount}, yang telah diverifikasi oleh verifikator independen dan disetujui oleh Dinas Kesehatan. Rinciannya menurut rumah sakit:`,
		hospital: 'Rumah sakit',
		claims: 'Klaim',
		amount: 'Jumlah',
		total: 'Jumlah seluruhnya',
		note: 'Keterangan',
		payer: 'Yang membayar (BPKAD)',
		witness: 'Mengetahui (Dinas Kesehatan)',
		annex: 'Lampiran: klaim yang dibayar',
		claim: 'Nomor klaim',
		year: 'Anggaran',
		page: 'Halaman',
		printed: 'Dicetak',
		demo: 'DATA SIMULASI – bukan dokumen pembayaran'
	},
	en: {
		title: 'MINUTES OF A PAYMENT OF CLAIMS',
		programme: 'Health card by NIK – Government of the City of Bekasi',
		number: 'Number',
		said: (day: string, claims: string, amount: string) =>
			`On ${day}, ${claims} claims were paid, ${amount} in all, verified by the independent verifier and approved by the health office. By hospital:`,
		hospital: 'Hospital',
		claims: 'Claims',
		amount: 'Amount',
		total: 'In all',
		note: 'Note',
		payer: 'Paid by (BPKAD)',
		witness: 'Acknowledged by (health office)',
		annex: 'Annex: the claims paid',
		claim: 'Claim number',
		year: 'Budget',
		page: 'Page',
		printed: 'Printed',
		demo: 'SIMULATED DATA – no document of a payment'
	}
} as const;

type Paper = PDFKit.PDFDocument;
type Words = (typeof words)[Locale];

/** In Indonesian it is the official paper; in English a reading help. */
export async function printPaymentMinutes(minutes: PaymentMinutes, locale: Locale): Promise<Uint8Array> {
	const paper = new PDFDocument({
		size: 'A4',
		margin,
		bufferPages: true,
		lang: locale,
		info: { Title: `${words[locale].title} ${minuteNumber(minutes)}`, Creator: 'Denyut' }
	});
	const done = gatherBytes(paper);
	writeHead(paper, minutes, locale);
	writeHospitals(paper, minutes, locale);
	writeSignatures(paper, words[locale], minutes);
	writeAnnex(paper, minutes, locale);
	numberPages(paper, minutes, locale);
	paper.end();
	return done;
}

const minuteNumber = ({ batch }: PaymentMinutes) =>
	`${String(batch.number).padStart(4, '0')}/BA-KS/${batch.paidOn.slice(0, 4)}`;

function spokenDay(day: string, locale: Locale): string {
	const [year = '', month = '', date = ''] = day.split('-');
	return `${Number(date)} ${months[locale].split(' ')[Number(month) - 1] ?? ''} ${year}`;
}

const count = (value: number, locale: Locale) => formatRupiah(value, locale).replace('Rp ', '');

function writeHead(paper: Paper, minutes: PaymentMinutes, locale: Locale): void {
	const say = words[locale];
	const { batch, demo, mark } = minutes;
	if (demo) paper.font('Helvetica-Bold').fontSize(10).text(say.demo, { align: 'center' }).moveDown();
	if (mark) paper.font('Helvetica').fontSize(9).text(mark, { align: 'center' }).moveDown();
	paper.font('Helvetica-Bold').fontSize(15).text(say.title, { align: 'center' });
	paper.font('Helvetica').fontSize(10).text(say.programme, { align: 'center' });
	paper.text(`${say.number}: ${minuteNumber(minutes)}`, { align: 'center' }).moveDown(1.5);
	const day = spokenDay(batch.paidOn, locale);
	paper.text(say.said(day, count(batch.claims, locale), formatRupiah(batch.amountRupiah, locale)));
	paper.moveDown();
}

type Row = readonly [string, string, string];

/** Three columns, the figures flush right; a heading again on each page. */
function writeRows(paper: Paper, heading: Row, rows: readonly Row[]): void {
	const right = paper.page.width - margin;
	const draw = (row: Row, font: string) => {
		if (paper.y > paper.page.height - margin - 2 * lineHeight) {
			paper.addPage();
			draw(heading, 'Helvetica-Bold');
		}
		const { y } = paper;
		paper.font(font).fontSize(9);
		paper.text(row[0], margin, y, { width: 280, height: lineHeight, ellipsis: true, lineBreak: false });
		paper.text(row[1], margin + 285, y, { width: 70, align: 'right', lineBreak: false });
		paper.text(row[2], right - 125, y, { width: 125, align: 'right', lineBreak: false });
		paper.x = margin;
		paper.y = y + lineHeight;
	};
	draw(heading, 'Helvetica-Bold');
	for (const row of rows) draw(row, 'Helvetica');
}

function writeHospitals(paper: Paper, { hospitals, batch }: PaymentMinutes, locale: Locale): void {
	const say = words[locale];
	const rows = hospitals.map(({ name, claims, amountRupiah }): Row => [
		name,
		count(claims, locale),
		formatRupiah(amountRupiah, locale)
	]);
	writeRows(paper, [say.hospital, say.claims, say.amount], rows);
	paper
		.moveTo(margin, paper.y)
		.lineTo(paper.page.width - margin, paper.y)
		.lineWidth(0.5)
		.stroke();
	paper.y += 4;
	writeRows(paper, [say.total, count(batch.claims, locale), formatRupiah(batch.amountRupiah, locale)], []);
	if (batch.note !== '') paper.moveDown().font('Helvetica').fontSize(10).text(`${say.note}: ${batch.note}`);
}

function writeSignatures(paper: Paper, say: Words, { batch }: PaymentMinutes): void {
	if (paper.y > paper.page.height - 200) paper.addPage();
	const y = paper.y + 40;
	const half = paper.page.width / 2;
	paper.font('Helvetica').fontSize(10);
	paper.text(say.payer, margin, y, { width: 200 }).text(say.witness, half + 20, y, { width: 200 });
	paper.text(batch.who, margin, y + 70, { width: 200 });
	paper.text('(                                        )', half + 20, y + 70, { width: 200 });
	paper.x = margin;
}

function writeAnnex(paper: Paper, { claims, hospitals }: PaymentMinutes, locale: Locale): void {
	const say = words[locale];
	const names = new Map(hospitals.map(({ facility, name }) => [facility, name]));
	paper.addPage().font('Helvetica-Bold').fontSize(12).text(say.annex).moveDown();
	writeRows(
		paper,
		[`${say.hospital} · ${say.claim}`, say.year, say.amount],
		claims.map(({ facility, claimNo, budgetYear, amountRupiah }) => [
			`${names.get(facility) ?? facility} · ${claimNo}`,
			String(budgetYear),
			formatRupiah(amountRupiah, locale)
		])
	);
}

function numberPages(paper: Paper, minutes: PaymentMinutes, locale: Locale): void {
	const say = words[locale];
	const { count: pages } = paper.bufferedPageRange();
	for (let page = 0; page < pages; page++) {
		paper.switchToPage(page);
		// Below the margin: else the foot itself would open a page.
		paper.page.margins.bottom = 0;
		const foot = `${minuteNumber(minutes)} · ${say.page} ${page + 1}/${pages} · ${say.printed} ${spokenDay(minutes.printedOn, locale)}`;
		paper.font('Helvetica').fontSize(8);
		paper.text(foot, margin, paper.page.height - 36, { lineBreak: false });
	}
}
