import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeLetter, signalLetter, type Letter, type SignalLetterFacts } from './signal-mail.ts';

const facts: SignalLetterFacts['facts'] = {
	...{ signal: '11111111-1111-4111-8111-111111111111', disease: 'dengue', week: '2026-11-15' },
	...{ names: { id: 'Dengue', en: 'Dengue fever' }, cases: 25, kecamatan: 'Bekasi Timur', verdict: 'none' }
};
const given: SignalLetterFacts = {
	...{ facts, isToldCounts: true, demo: false, origin: 'https://denyut.example' },
	dueAt: new Date('2026-11-23T05:00:00Z')
};
const letterOf = (more: Partial<SignalLetterFacts['facts']>, rest: Partial<SignalLetterFacts> = {}): Letter =>
	signalLetter('id', { ...given, ...rest, facts: { ...facts, ...more } });

describe('a letter about a signal', () => {
	it('says in Indonesian what, when, about how many, where, until when, and where to read on', () => {
		const { subject, text } = signalLetter('id', given);
		expect(subject).toBe('Sinyal penyakit baru: Dengue');
		expect(text.split('\n\n')).toEqual([
			'Denyut menemukan sinyal baru: Dengue, pekan yang dimulai Minggu, 15 November 2026.',
			'Kira-kira 25 kasus pada pekan itu (dibulatkan ke lima), di Kecamatan Bekasi Timur.',
			'Harus diverifikasi paling lambat Senin, 23 November 2026, 12.00 WIB.',
			`Buka sinyal ini di Denyut: https://denyut.example/diseases/signals#${facts.signal}`,
			expect.stringContaining('halaman akun'),
			'Ubah atau hentikan: https://denyut.example/account\n'
		]);
	});

	it('says the same in English', () => {
		const { subject, text } = signalLetter('en', given);
		expect(subject).toBe('New disease signal: Dengue fever');
		expect(text).toContain('in the week that began on Sunday, 15 November 2026');
		expect(text).toContain('About 25 cases in that week (rounded to five), in the kecamatan Bekasi Timur.');
		expect(text).toMatch(/to be verified by Monday, 23 November 2026, 12:00 WIB\./);
		expect(text).not.toMatch(/sinyal|kasus/i);
	});

	it('tells that one was confirmed, without a deadline that is over', () => {
		const { subject, text } = letterOf({ verdict: 'outbreak' });
		expect(subject).toBe('Sinyal dinyatakan KLB: Dengue');
		expect(text).not.toContain('diverifikasi');
	});

	it('names no place beside a small count, and no number', () => {
		const { text } = letterOf({ cases: 0, kecamatan: null });
		expect(text).toContain('Kurang dari 8 kasus');
		expect(text).not.toContain('Kecamatan');
	});

	it('tells who may know no counts the same of a small one as of a large one', () => {
		const [large, small] = [
			letterOf({}, { isToldCounts: false }),
			letterOf({ cases: 0, kecamatan: null }, { isToldCounts: false })
		];
		expect(small).toEqual(large);
		expect(large.text).not.toMatch(/25|Bekasi|kasus pada/);
	});

	it('says of simulated data that they are', () => {
		expect(letterOf({}, { demo: true }).text).toMatch(/^SIMULASI/);
		expect(letterOf({}).text).not.toContain('SIMULASI');
	});

	it('is in HTML what it is as text', () => {
		const { text, html } = signalLetter('id', given);
		const shown = html
			.replace(/^[\s\S]*<body[^>]*>/, '')
			.replace(/<a href="([^"]*)">([^<]*)<\/a>/g, '$2: $1')
			.replace(/<[^>]*>/g, '')
			.split('\n')
			.filter((line) => line !== '');
		expect(shown).toEqual(text.trim().split('\n\n'));
	});

	it('lets no name add a tag, a link or an attribute', () => {
		const evil = `<img src=x onerror=alert(1)> "'&</p><a href="https://evil.example">`;
		const { html } = letterOf({ names: { id: evil, en: evil }, kecamatan: evil });
		expect(html.match(/<[^>]*>/g)).toEqual(letterOf({}).html.match(/<[^>]*>/g));
		expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
	});

	it('lets no name begin a line of its own, in the header or below', () => {
		const lines = letterOf({}).text.split('\n').length;
		fc.assert(
			fc.property(
				fc.string({ unit: 'binary' }),
				fc.constantFrom('\r\n', '\n', '\r', '\u2028', '\u0000'),
				(name, end) => {
					const evil = `${name}${end}Bcc: orang@lain.example`;
					const { subject, text } = letterOf({ names: { id: evil, en: evil }, kecamatan: evil });
					expect(subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
					expect(text.split('\n')).toHaveLength(lines);
				}
			)
		);
	});
});

describe('a letter with a code', () => {
	it.each(['id', 'en'] as const)('tells code, page and what to do with a strange one (%s)', (locale) => {
		const { subject, text, html } = codeLetter(locale, {
			code: '01234567',
			origin: 'https://denyut.example'
		});
		for (const body of [text, html]) {
			expect(body).toContain('01234567');
			expect(body).toContain('https://denyut.example/account');
			expect(body).toMatch(locale === 'id' ? /abaikan/ : /ignore/);
		}
		// The subject is read over a shoulder.
		expect(subject).not.toContain('0123');
	});
});
