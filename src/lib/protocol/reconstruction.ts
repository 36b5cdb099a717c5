/** What is said wherever a reconstructed year is shown: on pages, in print, beside sources, in files. */
import type { Reconstruction } from '../domain/reconstruction.ts';
import type { Locale } from './refusals.ts';

type Year = Pick<Reconstruction, 'year'>;

export const reconstructionName = ({ year }: Year, locale: Locale): string =>
	({ id: `Tahun ${year} (rekonstruksi)`, en: `Year ${year} (reconstruction)` })[locale];

/** The mark: one sentence, the same everywhere. */
export const reconstructionMark = (reconstruction: Year, locale: Locale): string =>
	`${reconstructionName(reconstruction, locale)}: ${
		{
			id: 'simulasi yang dijumlahkan ke angka tahunan yang terbit; bulan dan rumah sakit bukan sejarah.',
			en: 'a simulation that adds up to the published yearly figures; months and hospitals are not history.'
		}[locale]
	}`;

/** Rupiah are whole and people are not: said once, where the mark has room. */
export function reconstructionScale(
	{ countScale }: Pick<Reconstruction, 'countScale'>,
	locale: Locale
): string {
	const of = Math.round(1 / countScale);
	return {
		id: `Rupiah program utuh, sedangkan orang, kunjungan, dan klaim disimulasikan 1 banding ${of}: satu klaim membawa uang sekitar ${of} klaim. Biaya per peserta sudah memperhitungkannya.`,
		en: `The programme's rupiah are whole, while people, visits and claims are simulated 1 to ${of}: one claim carries the money of about ${of}. Cost per member allows for that.`
	}[locale];
}

/** Beside every warning and every date on which money ends. */
export const reconstructionWarning = ({ year }: Year, locale: Locale): string =>
	({
		id: `Bulan-bulannya simulasi: tidak menunjukkan pada bulan apa keadaan ${year} dapat diketahui.`,
		en: `Its months are simulated: they do not show in which month the state of ${year} could have been known.`
	})[locale];

/** `lines.csv` → `rekonstruksi-2018-lines.csv`; any other city's file keeps its name. */
export const markedFileName = (name: string, reconstruction: Year | null): string =>
	reconstruction === null ? name : `rekonstruksi-${reconstruction.year}-${name}`;
