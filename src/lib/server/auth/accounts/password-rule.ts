/** Which passwords people may choose: long ones, of any characters, that are not the first a guesser would try. */
export type PasswordWeakness = 'too-short' | 'too-long' | 'too-simple' | 'names-you' | 'same';

export const shortestPassword = 12;
/** Longer ones would only cost time to hash. */
const longestPassword = 128;
const fewestDistinct = 5;

/** Alone, repeated or with digits and signs about them. */
const commonWords = [
	...['password', 'passw', 'qwerty', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'letmein', 'welcome', 'admin'],
	...['administrator', 'iloveyou', 'dragon', 'monkey', 'football', 'sunshine', 'princess', 'changeme'],
	...[
		'katasandi',
		'sandi',
		'rahasia',
		'sayang',
		'bismillah',
		'indonesia',
		'merdeka',
		'selamat',
		'akusayangkamu'
	],
	...['bekasi', 'kotabekasi', 'kartusehat', 'dinkes', 'dinaskesehatan', 'rumahsakit', 'puskesmas', 'denyut']
];
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
	let rest = plain(lower);
	for (const word of [...commonWords].sort((a, b) => b.length - a.length)) rest = rest.replaceAll(word, '');
	return rest.length < fewestDistinct - 1;
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
