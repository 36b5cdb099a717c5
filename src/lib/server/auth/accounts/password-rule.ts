/** Which passwords people may choose: long ones, of any characters, that are not the first a guesser would try. */
export type PasswordWeakness = 'too-short' | 'too-long' | 'too-simple' | 'names-you' | 'same';

export const shortestPassword = 12;
/** Longer ones would only cost time to hash. */
const longestPassword = 128;
const fewestDistinct = 5;
/** Fewer letters besides common words are nothing of one's own, and neither are fewer characters besides leaked passwords. */
const shortAffix = 4;
const shortTail = 6;

const wordsIn = (text: string) => text.trim().split(/\s+/);

/** Alone, repeated or with digits and signs about them. */
const commonWords = wordsIn(`
	password passw qwerty qwertyuiop asdfghjkl zxcvbnm letmein welcome admin administrator iloveyou
	dragon monkey football sunshine princess changeme katasandi sandi rahasia sayang bismillah indonesia
	merdeka selamat akusayangkamu bekasi kotabekasi kartusehat dinkes dinaskesehatan rumahsakit
	puskesmas denyut
`);
/** Of twelve characters and more among the first that lists of leaked passwords hold; with anything short before or after. */
const commonPasswords = wordsIn(`
	1q2w3e4r5t 1qaz2wsx3edc q1w2e3r4t5 zaq12wsx qazwsxedc qweasdzxc 1a2b3c4d5e a1b2c3d4e5 q1w2e3r4
	1qaz2wsx 1q2w3e4r 1qazxsw2 zaq1xsw2 asdfqwer qwerasdf abcd1234 qwer1234 unbelievable thunderbird
	christopher butterfly basketball liverpoolfc manchesterunited trustno1 superman startrek starwars
	masterkey internet computer michelle jennifer alhamdulillah assalamualaikum subhanallah insyaallah
	cintaku akucintakamu sayangku ilovejesus tuhanyesus yesuskristus pancasila jakarta surabaya bandung
	persib persija rsudbekasi jawabarat kotapatriot mysecretpassword defaultpassword passwordku
	katasandiku
`);
const rows = ['abcdefghijklmnopqrstuvwxyz', '01234567890123456789', 'qwertyuiopasdfghjklzxcvbnm'];

export function weaknessOf(password: string, names: readonly string[]): PasswordWeakness | null {
	if (password.length < shortestPassword) return 'too-short';
	if (password.length > longestPassword) return 'too-long';
	const lower = password.toLowerCase();
	if (names.some((name) => name.length >= 4 && lower.includes(name.toLowerCase()))) return 'names-you';
	return isSimple(lower) ? 'too-simple' : null;
}

function isSimple(lower: string): boolean {
	if (new Set(lower).size < fewestDistinct) return true;
	const backward = [...lower].reverse().join('');
	if (rows.some((row) => row.includes(lower) || row.includes(backward))) return true;
	return (
		withoutWords(plain(lower), commonWords) < shortAffix || withoutWords(lower, commonPasswords) < shortTail
	);
}

/** How many characters are left when the words are taken out. */
function withoutWords(text: string, words: readonly string[]): number {
	const longestFirst = [...words].sort((a, b) => b.length - a.length);
	return longestFirst.reduce((rest, word) => rest.replaceAll(word, ''), text).length;
}

/** `P@ssw0rd` is `password`. What no letter is meant by goes. */
function plain(text: string): string {
	const meant: Record<string, string> = {
		'@': 'a',
		'4': 'a',
		'0': 'o',
		'1': 'i',
		'3': 'e',
		$: 's',
		'5': 's'
	};
	const trimmed = text.replace(/[^a-z@$]+$/, '').replace(/^[^a-z@$]+/, '');
	return trimmed.replace(/[@40135$]/g, (sign) => meant[sign] ?? sign).replace(/[^a-z]/g, '');
}
