import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ownPath } from './own-path';

const crooked = fc
	.array(fc.constantFrom('.', '..', '', '%2e', '\\', 'a', 'evil.example', '@', '?', '#'), { maxLength: 8 })
	.map((parts) => parts.join('/'));

describe('where sign-in leads afterwards', () => {
	it.each(['/', '/beds', '/beds?ward=icu', '/diseases/dengue?week=47'])('may be %s', (path) =>
		expect(ownPath(path)).toBe(path)
	);

	it.each([
		...[null, '', 'beds', '//evil.example', '/\\evil.example', '\\\\evil.example', 'https://evil.example'],
		...[
			'javascript:alert(1)',
			'/\t/evil.example',
			'/\n/evil.example',
			' //evil.example',
			'http:/evil.example',
			'/.//evil.example/x',
			'/..//evil.example',
			'/a/..//evil.example',
			'/%2e//evil.example'
		]
	])('is never %s', (path) => {
		const own = ownPath(path);
		if (own !== null) expect(new URL(own, 'https://denyut.example').origin).toBe('https://denyut.example');
		else expect(own).toBeNull();
	});

	it('stays here, whatever is asked', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), crooked), (text) => {
				const own = ownPath(`/${text}`);
				if (own === null) return;
				expect(new URL(own, 'https://denyut.example').origin).toBe('https://denyut.example');
			})
		);
	});
});
