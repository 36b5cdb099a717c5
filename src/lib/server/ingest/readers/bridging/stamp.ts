/**
 * When something was said and under which id, for interfaces whose payloads say neither. A room's version bears the
 * second that the sender's signed timestamp names (the second of receipt where there is none), so that the same request
 * sent again is the same event; another state within the same second comes a millisecond after what stands.
 */
import { hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { PlacedRefusal } from './endpoint.ts';

/** Longer, and a request that somebody wrote down could be played back; shorter, and clocks in the field are refused. */
const toleranceMs = 5 * 60 * 1000;

const secondOf = (ms: number) => Math.floor(ms / 1000) * 1000;
export const secondOfReceipt = (now: Date) => new Date(secondOf(now.getTime()));

/** @throws PlacedRefusal `bad-timestamp`. A clock a little ahead of ours counts as ours. */
export function signedSecond(request: IncomingMessage, now: Date): Date {
	const text = String(request.headers['x-timestamp'] ?? '').trim();
	const ms = /^\d{9,11}$/.test(text) ? Number(text) * 1000 : Number.NaN;
	if (!(Math.abs(ms - now.getTime()) <= toleranceMs)) throw new PlacedRefusal('bad-timestamp', 'X-Timestamp');
	return new Date(Math.min(ms, secondOf(now.getTime())));
}

/** @param isSame whether what stands says the same. */
export function timeAfter(second: Date, standing: Date | undefined, isSame: boolean): Date {
	if (standing === undefined || secondOf(standing.getTime()) !== second.getTime()) return second;
	return isSame ? standing : new Date(standing.getTime() + 1);
}

/** A digest in letters: sixteen digits that stand in a row by chance would be taken for an identity number. */
export const inLetters = (hexadecimal: string) =>
	hexadecimal.replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)] ?? '');

export const digestInLetters = (parts: readonly unknown[]) =>
	inLetters(hash('sha256', JSON.stringify(parts), 'hex').slice(0, 24));

/** Days and times of answers: the ministry's and the insurer's clocks stand in Jakarta, which has no summer time. */
export function jakartaTime(instant: Date): string {
	const shifted = new Date(instant.getTime() + 7 * 3_600_000).toISOString();
	return `${shifted.slice(0, 10)} ${shifted.slice(11, 19)}`;
}
