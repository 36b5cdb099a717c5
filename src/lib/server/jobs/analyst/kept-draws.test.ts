import { expect, it } from 'vitest';
import { KeptDraws } from './kept-draws.ts';

it('draws once for each input, forgets the oldest, and draws anew what failed', async () => {
	const drawn: string[] = [];
	const draws = new KeptDraws((input: string) => {
		drawn.push(input);
		return drawn.length === 1 ? Promise.reject(new Error('no thread')) : Promise.resolve(input.length);
	}, 2);
	const get = (digest: string) => draws.get({ digest, input: digest });
	await expect(get('a')).rejects.toThrow('no thread');
	expect(await Promise.all([get('a'), get('a'), get('bb')])).toEqual([1, 1, 2]);
	expect(drawn).toEqual(['a', 'a', 'bb']);
	await get('ccc');
	await get('bb');
	expect(drawn).toEqual(['a', 'a', 'bb', 'ccc']);
	await get('a');
	expect(drawn.at(-1)).toBe('a');
	expect(drawn).toHaveLength(5);
});
