/** When a source counts as silent: it has stayed away longer than it usually does, and longer than a day. */
import { daysBetween } from './period.ts';

const hourMs = 3_600_000;
const leastHours = 24;

/**
 * How long a source usually stays away: the median gap between two days on which it sent, never under a day, since what
 * a source sent is kept by the day. One day of sending tells nothing yet: then it is a day.
 * @param days on which it sent, in order.
 */
export function usualIntervalHours(days: readonly string[]): number {
	const gaps = days
		.slice(1)
		.map((day, i) => daysBetween(days[i] ?? day, day))
		.sort((a, b) => a - b);
	const middle = gaps.length / 2;
	const low = gaps[Math.ceil(middle) - 1] ?? 1;
	const high = gaps[Math.floor(middle)] ?? low;
	return Math.max(leastHours, ((low + high) / 2) * 24);
}

export function isSilent(lastSeenAt: string, usualHours: number, now: string): boolean {
	return Date.parse(now) - Date.parse(lastSeenAt) > usualHours * hourMs;
}
