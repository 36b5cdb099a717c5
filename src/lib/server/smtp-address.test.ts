import { describe, expect, it } from 'vitest';
import { readSmtpAddress } from './smtp-address.ts';

describe('the address of a mail server', () => {
	it('says host, port, encryption and who we are', () => {
		expect(readSmtpAddress('smtps://denyut:p%40ss%2Fword@mail.example')).toEqual({
			...{ host: 'mail.example', port: 465, secure: true, requireTLS: false },
			auth: { user: 'denyut', pass: 'p@ss/word' }
		});
		expect(readSmtpAddress('smtp://mail.example:2525/')).toEqual({
			...{ host: 'mail.example', port: 2525, secure: false, requireTLS: true }
		});
	});

	it('may lead to this machine itself without encryption, and nowhere else', () => {
		const isEncrypted = (text: string) => readSmtpAddress(text)?.requireTLS;
		expect(['smtp://127.0.0.1:25', 'smtp://localhost', 'smtp://[::1]:25'].map(isEncrypted)).toEqual([
			...[false, false, false]
		]);
		expect(['smtp://10.0.0.5:25', 'smtp://localhost.example'].map(isEncrypted)).toEqual([true, true]);
		expect(readSmtpAddress('smtp://[::1]:25')?.host).toBe('::1');
	});

	it.each([
		'mail.example:25',
		'https://mail.example',
		'smtp://',
		'smtp:mail.example',
		'smtp://mail.example/?requireTLS=false',
		'smtp://mail.example/path',
		'smtp://denyut:100%@mail.example'
	])('is not %s', (text) => expect(readSmtpAddress(text)).toBeNull());
});
