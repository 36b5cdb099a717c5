import { expect, it } from 'vitest';
import { storableText } from './storable-text.ts';

it.each(['', 'RS Demo 07', 'baris\n\tdua', '\u0001\u001f', '😀', '0'])('holds %j', (text) =>
	expect(storableText.test(text)).toBe(true)
);

it.each(['\0', 'a\0b', '\ud800', 'a\udfffb', '\ude00\ud83d'])('does not hold %j', (text) =>
	expect(storableText.test(text)).toBe(false)
);
