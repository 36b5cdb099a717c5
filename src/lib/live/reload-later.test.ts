import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ReloadLater } from './reload-later.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('reloads once for all that was asked while it waited, and again for what came after', () => {
	const reload = vi.fn();
	const later = new ReloadLater(reload, 10_000);
	later.ask();
	later.ask();
	vi.advanceTimersByTime(9_999);
	expect(reload).not.toHaveBeenCalled();
	vi.advanceTimersByTime(1);
	expect(reload).toHaveBeenCalledTimes(1);
	later.ask();
	vi.advanceTimersByTime(10_000);
	expect(reload).toHaveBeenCalledTimes(2);
});

it('does not reload a page that was left', () => {
	const reload = vi.fn();
	const later = new ReloadLater(reload, 10_000);
	later.ask();
	later.stop();
	vi.runAllTimers();
	expect(reload).not.toHaveBeenCalled();
});
