import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Rotation } from './rotation.svelte.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const everyMs = 15_000;
function turning(count: () => number = () => 3) {
	const rotation = new Rotation(count, () => everyMs);
	return { rotation, stop: rotation.start() };
}

describe('Rotation', () => {
	it('turns to the next slide and from the last to the first', () => {
		const { rotation } = turning();
		const seen = Array.from({ length: 4 }, () => {
			vi.advanceTimersByTime(everyMs);
			return rotation.place;
		});
		expect(seen).toEqual([1, 2, 0, 1]);
	});

	it('stands still while it is paused, and goes on from there', () => {
		const { rotation } = turning();
		rotation.toggle();
		vi.advanceTimersByTime(10 * everyMs);
		expect([rotation.place, rotation.isPaused, vi.getTimerCount()]).toEqual([0, true, 0]);
		rotation.toggle();
		vi.advanceTimersByTime(everyMs);
		expect([rotation.place, rotation.isPaused]).toEqual([1, false]);
	});

	it('gives a slide that was chosen by hand its whole time', () => {
		const { rotation } = turning();
		vi.advanceTimersByTime(everyMs - 1);
		rotation.step(-1);
		expect(rotation.place).toBe(2);
		vi.advanceTimersByTime(everyMs - 1);
		expect(rotation.place).toBe(2);
		vi.advanceTimersByTime(1);
		expect(rotation.place).toBe(0);
	});

	it('never has more than one timer, and none after its end', () => {
		const { rotation, stop } = turning();
		for (let n = 0; n < 50; n++) {
			rotation.step(1);
			rotation.toggle();
			rotation.toggle();
		}
		expect(vi.getTimerCount()).toBe(1);
		stop();
		expect(vi.getTimerCount()).toBe(0);
	});

	it('shows a slide that there is, though others went while it turned', () => {
		let count = 4;
		const { rotation } = turning(() => count);
		rotation.step(-1);
		count = 2;
		expect(rotation.place).toBe(1);
		rotation.step(1);
		expect(rotation.place).toBe(0);
		count = 0;
		rotation.step(1);
		expect(rotation.place).toBe(0);
	});
});
