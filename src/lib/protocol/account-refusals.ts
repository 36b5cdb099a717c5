/** Why an account cannot be made or changed as asked: for the command line, in English, and for the page of accounts. */
import type { Locale } from './refusals.ts';

const sentences = {
	'no-name': {
		en: 'An account needs a name.',
		id: 'Akun perlu nama.'
	},
	'bad-user-name': {
		en: 'A user name has 3 to 40 letters without accents, digits, dots, hyphens.',
		id: 'Nama pengguna terdiri atas 3–40 huruf tanpa aksen, angka, titik, atau tanda hubung.'
	},
	'bad-email': {
		en: '{email} is no e-mail address.',
		id: '{email} bukan alamat surel.'
	},
	'no-way-in': {
		en: 'An account without a password needs the e-mail address that the city knows.',
		id: 'Akun tanpa kata sandi perlu alamat surel yang dikenal pemerintah kota.'
	},
	'user-name-taken': {
		en: 'There is an account with this user name already.',
		id: 'Sudah ada akun dengan nama pengguna ini.'
	},
	'email-taken': {
		en: 'There is an account with this email already.',
		id: 'Sudah ada akun dengan surel ini.'
	},
	unknown: {
		en: 'There is no account with the user name {userName}.',
		id: 'Tidak ada akun dengan nama pengguna {userName}.'
	},
	demo: {
		en: 'A demo account stays as it is; it can only be disabled.',
		id: 'Akun demo tetap seperti adanya; hanya dapat dinonaktifkan.'
	},
	'sent-before': {
		en: 'This form was sent before, and the account stands. Its password was shown once: reset it if nobody saw it.',
		id: 'Formulir ini sudah dikirim, dan akunnya sudah ada. Kata sandinya hanya ditampilkan sekali: atur ulang bila belum terlihat.'
	},
	public: {
		en: 'The public needs no account.',
		id: 'Masyarakat umum tidak perlu akun.'
	},
	'no-facility': {
		en: 'A hospital’s account needs its facility: --facility CODE.',
		id: 'Akun rumah sakit perlu faskesnya.'
	},
	'facility-of-others': {
		en: 'Only a hospital’s account is bound to a facility.',
		id: 'Hanya akun rumah sakit yang terikat pada faskes.'
	},
	'unknown-facility': {
		en: 'The facility {facility} is not registered.',
		id: 'Faskes {facility} tidak terdaftar.'
	},
	'last-admin': {
		en: 'This is the last administrator who can sign in. Make or enable another one first.',
		id: 'Ini pengelola terakhir yang dapat masuk. Buat atau aktifkan pengelola lain lebih dahulu.'
	}
} as const satisfies Record<string, Record<Locale, string>>;

export type AccountRefusal = keyof typeof sentences;

export function accountRefusalText(
	code: AccountRefusal,
	locale: Locale,
	values: Readonly<Record<string, string>>
): string {
	return sentences[code][locale].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}
