import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { reload } from './reload';

const { invalidateAll } = vi.hoisted(() => ({ invalidateAll: vi.fn(() => Promise.resolve()) }));
vi.mock('$app/navigation', () => ({ invalidateAll }));
const ask = vi.fn<typeof fetch>();

beforeEach(() => {
	vi.useFakeTimers();
	vi.stubGlobal('fetch', ask);
});
afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
	vi.clearAllMocks();
});

it('keeps the page while the server is away or unwell, and takes a new snapshot when it is well', async () => {
	ask.mockRejectedValueOnce(new TypeError('no line'));
	ask.mockResolvedValueOnce(new Response(null, { status: 503 }));
	ask.mockResolvedValue(new Response(null, { status: 200 }));
	reload();
	await vi.advanceTimersByTimeAsync(400);
	expect([ask.mock.calls.length, invalidateAll.mock.calls.length]).toEqual([1, 0]);
	await vi.advanceTimersByTimeAsync(1_200);
	expect([ask.mock.calls.length, invalidateAll.mock.calls.length]).toEqual([2, 0]);
	await vi.advanceTimersByTimeAsync(3_000);
	expect([ask.mock.calls.length, invalidateAll.mock.calls.length]).toEqual([3, 1]);
});

it('answers with one snapshot all who asked meanwhile, and asks anew afterwards', async () => {
	ask.mockResolvedValue(new Response(null, { status: 200 }));
	reload();
	reload();
	await vi.advanceTimersByTimeAsync(0);
	expect(invalidateAll).toHaveBeenCalledTimes(1);
	reload();
	await vi.advanceTimersByTimeAsync(0);
	expect(invalidateAll).toHaveBeenCalledTimes(2);
});
