/**
 * A line of the trail and its seal: HMAC-SHA-256(trail key, the line ‖ the seal of the line before). Whoever changes, adds,
 * moves or removes a line without the key leaves a seal that does not fit.
 */
import { createHmac } from 'node:crypto';
import { fingerprint } from '../fingerprint.ts';

export type TrailLine = {
	number: number;
	at: Date;
	viewer: string;
	role: string;
	facility: string | null;
	session: string | null;
	apiKey: string | null;
	address: string | null;
	action: string;
	what: string;
	rows: readonly string[];
	filter: Readonly<Record<string, string>>;
	rowCount: number | null;
	reason: string | null;
	keyId: string;
};
/** As the table holds it; lines up to nought were carried over and bear no seal. */
export type SealedLine = TrailLine & { previous: Uint8Array | null; mac: Uint8Array | null };

/** The secret that seals, and the name under which lines say that it was this one. */
export type TrailKey = { readonly id: string; readonly secret: Buffer };

export const trailKeyOf = (secret: Buffer): TrailKey => ({ id: fingerprint(secret).slice(0, 16), secret });

/** Every column of the table but the two seals, in a fixed order, as JSON: no two lines read alike. */
function textOf(line: TrailLine): string {
	const { number, at, viewer, role, facility, session, apiKey, address, action, what } = line;
	const { rows, filter, rowCount, reason, keyId } = line;
	const moment = Number.isNaN(at.getTime()) ? null : at.toISOString();
	const who = [viewer, role, facility, session, apiKey, address];
	return JSON.stringify([
		number,
		moment,
		...who,
		action,
		what,
		rows,
		sorted(filter),
		rowCount,
		reason,
		keyId
	]);
}

/** The database keeps the names of a JSON object in an order of its own. */
function sorted(value: unknown): unknown {
	if (value === null || typeof value !== 'object' || Array.isArray(value)) return [value];
	return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

export function sealOf({ secret }: TrailKey, line: TrailLine, previous: Uint8Array): Buffer {
	return createHmac('sha256', secret)
		.update('denyut trail line 1\n')
		.update(textOf(line))
		.update(previous)
		.digest();
}

/** What line 1 follows: all that was carried over from before the chain, mostly nothing. */
export function startSeal({ secret }: TrailKey, carried: readonly TrailLine[]): Buffer {
	const seal = createHmac('sha256', secret).update('denyut trail start 1\n');
	for (const line of carried) seal.update(`${textOf(line)}\n`);
	return seal.digest();
}
