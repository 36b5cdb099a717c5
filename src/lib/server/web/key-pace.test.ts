import { expect, it } from 'vitest';
import { KeyPace } from './key-pace.ts';

it('lets a rush through, then so many a second, each key for itself', () => {
	let now = 0;
	const pace = new KeyPace(() => now);
	const taken = (name: string, times: number) =>
		Array.from({ length: times }, () => pace.take(name)).filter(Boolean).length;
	expect(taken('key:a', 500)).toBe(200);
	expect(taken('key:b', 10)).toBe(10);
	now += 1_000;
	expect(taken('key:a', 500)).toBe(20);
	now += 3_600_000;
	expect(taken('key:a', 500)).toBe(200);
});
