/**
 * Who calls Aplicares, and for which facility. `X-Cons-ID` is a key's id and `X-Signature` signs it with the time; a
 * Bearer key is taken as well, and goes before. The signature covers no body, as in the original: who can read the line could play it
 * back with another one for five minutes.
 */
import type { IncomingMessage } from 'node:http';
import { findAlias } from '../../../store/facility-aliases.ts';
import { authenticate, isBearer, senderOf, type EndpointContext } from '../../endpoint.ts';
import { RequestRefusal } from '../../batch.ts';
import type { Sender } from '../../sender.ts';
import { PlacedRefusal } from '../bridging/endpoint.ts';
import { secondOfReceipt, signedSecond } from '../bridging/stamp.ts';

export type Caller = { sender: Sender; second: Date };

export async function callerOf(request: IncomingMessage, { ingest, keys }: EndpointContext): Promise<Caller> {
	const { authorization, 'x-cons-id': id, 'x-signature': signature } = request.headers;
	const now = ingest.clock();
	if (typeof id !== 'string' || isBearer(authorization)) {
		if (authorization === undefined) throw new PlacedRefusal('no-key', 'X-Cons-ID');
		return { sender: await authenticate(authorization, keys), second: secondOfReceipt(now) };
	}
	if (typeof signature !== 'string') throw new PlacedRefusal('bad-signature', 'X-Signature');
	const second = signedSecond(request, now);
	const signed = `${id.trim()}&${String(request.headers['x-timestamp']).trim()}`;
	const key = await keys.findSigner(id.trim(), signed, signature.trim());
	if (key === undefined) throw new PlacedRefusal('bad-signature', 'X-Signature');
	if (key.party === null) throw new PlacedRefusal('read-key', 'X-Cons-ID');
	return { sender: senderOf(key), second };
}

const insurersCode = /^\d{4}[A-Z]\d{3}$/;

/**
 * The facility's own code, or what the insurer calls it. A hospital's key speaks for its own facility alone, and an insurer's
 * code that nobody has yet is then its own.
 */
export async function facilityOf(
	kodeppk: string,
	{ sender }: Caller,
	{ ingest }: EndpointContext
): Promise<string> {
	const { facilities } = ingest;
	const known = facilities.find(kodeppk) ? kodeppk : await findAlias(facilities.sql, 'bpjs', kodeppk);
	const meant = known ?? (insurersCode.test(kodeppk) ? sender.facility : null);
	if (meant === null) throw new PlacedRefusal('no-facility', 'kodeppk');
	if (sender.facility !== null && meant !== sender.facility)
		throw new PlacedRefusal('foreign-facility', 'kodeppk');
	return meant;
}

/** An address is text before it is a code. */
export function codeInPath(part: string): string {
	try {
		return decodeURIComponent(part).trim().toUpperCase();
	} catch {
		throw new RequestRefusal('unknown-path');
	}
}
