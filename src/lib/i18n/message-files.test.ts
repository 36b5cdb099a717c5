import { describe, expect, it } from 'vitest';
import plugin from './message-files.js';

function read(messages: unknown) {
	const content = new TextEncoder().encode(JSON.stringify(messages));
	return plugin.importFiles({ files: [{ locale: 'id', content }] });
}

describe('message files', () => {
	it('takes a name in braces as a variable, once, however often it stands there', () => {
		const { bundles, variants } = read({ greeting: '{name}, {name}!' });
		expect(bundles).toMatchObject([{ id: 'greeting', declarations: [{ name: 'name' }] }]);
		expect(variants[0]?.pattern).toHaveLength(4);
	});

	it('reads variants on a plural', () => {
		const declarations = ['input count', 'local form = count: plural'];
		const match = { 'form=one': 'one', 'form=*': '{count}' };
		const { messages, variants } = read({ beds: [{ declarations, selectors: ['form'], match }] });
		expect(messages).toMatchObject([{ selectors: [{ name: 'form' }] }]);
		expect(variants.map(({ matches }: { matches: unknown }) => matches)).toEqual([
			[{ type: 'literal-match', key: 'form', value: 'one' }],
			[{ type: 'catchall-match', key: 'form' }]
		]);
	});

	it('refuses a declaration that it does not understand', () => {
		const wrong = [{ declarations: ['nonsense'], selectors: [], match: {} }];
		expect(() => read({ wrong })).toThrow('message declaration not understood: nonsense');
	});
});
