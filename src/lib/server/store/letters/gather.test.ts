import { expect, it } from 'vitest';
import { Gather } from './gather.ts';

it('answers everybody their own, those who came meanwhile together, and tells a fault to all who were in it', async () => {
	const sizes: number[] = [];
	const gather = new Gather(async (numbers: number[]) => {
		sizes.push(numbers.length);
		await new Promise((done) => setTimeout(done, 1));
		if (numbers.includes(-1)) throw new Error('no');
		return numbers.map((number) => number * 2);
	});
	const answers = await Promise.all(Array.from({ length: 300 }, (_, n) => gather.ask(n)));
	expect(answers).toEqual(Array.from({ length: 300 }, (_, n) => n * 2));
	expect(sizes).toEqual([1, 200, 99]);
	const failed = await Promise.allSettled([gather.ask(1), gather.ask(-1), gather.ask(2)]);
	expect(failed.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
	expect(await gather.ask(4)).toBe(8);
});
