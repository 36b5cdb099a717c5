/**
 * The pseudonym key is a chain: the first key and those it was changed to since, oldest first, 32 bytes each. A NIK's digest
 * is made with the first and wrapped with every later one, so all of them are needed to find a person, and whoever knows
 * only retired ones finds nobody in what the database holds now.
 */
import { fingerprint } from '../store/fingerprint.ts';

export const keyBytes = 32;

/** @throws RangeError for what is no chain. */
export function keysOfChain(chain: Buffer): [Buffer, ...Buffer[]] {
	const [first, ...later] = Array.from({ length: chain.length / keyBytes }, (_, index) =>
		chain.subarray(index * keyBytes, (index + 1) * keyBytes)
	);
	if (first === undefined || chain.length % keyBytes !== 0)
		throw new RangeError('the pseudonym key must be whole keys of 32 bytes');
	return [first, ...later];
}

/** Names a chain in the table of persons, key by key, and tells nothing of the keys. */
export function chainId(chain: Buffer): string {
	const keys = keysOfChain(chain);
	if (keys.length === 1) return fingerprint(chain).slice(0, 16);
	return keys.map((key) => fingerprint(key).slice(0, 8)).join('>');
}
