import { describe, expect, it } from 'vitest';
import { StandingAnswer } from './standing-answer.ts';

function counting() {
	const clock = { ms: 0, finds: 0, fails: false };
	const answer = new StandingAnswer(
		async () => {
			clock.finds += 1;
			if (clock.fails) throw new Error('away');
			return clock.finds;
		},
		() => new Date(clock.ms),
		60,
		300
	);
	return { clock, answer };
}
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('StandingAnswer', () => {
	it('finds once for all who ask at the same time, and hands it out while it is young', async () => {
		const { clock, answer } = counting();
		expect(await Promise.all([answer.get(), answer.get()])).toEqual([1, 1]);
		clock.ms = 59;
		expect(await answer.get()).toBe(1);
		expect(clock.finds).toBe(1);
	});

	it('hands out what stands while it finds anew', async () => {
		const { clock, answer } = counting();
		await answer.get();
		clock.ms = 60;
		expect(await answer.get()).toBe(1);
		await settle();
		expect(await answer.get()).toBe(2);
	});

	it('lets nobody have one that is too old', async () => {
		const { clock, answer } = counting();
		await answer.get();
		clock.ms = 300;
		expect(await answer.get()).toBe(2);
	});

	it('keeps what stands when finding fails, and tells whoever must wait', async () => {
		const { clock, answer } = counting();
		await answer.get();
		clock.fails = true;
		clock.ms = 60;
		expect(await answer.get()).toBe(1);
		await settle();
		clock.ms = 300;
		await expect(answer.get()).rejects.toThrow('away');
		clock.fails = false;
		expect(await answer.get()).toBe(4);
	});
});
