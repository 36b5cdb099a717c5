/** This process may work with its pseudonym key: it is the database's, nobody changes it, and one hears when somebody did. */
import { assertFingerprint, isCurrentKey } from '../keys.ts';
import { holdKeyShared, type KeyHold } from '../store/key-hold.ts';
import type { Pools } from './pools.ts';

export async function openKeyWatch(pools: Pools, key: Buffer, onRetired: () => void): Promise<KeyHold> {
	const isCurrent = () => isCurrentKey(pools.sql, key);
	const hold = await holdKeyShared(pools.appUrl, { isCurrent, onRetired });
	await assertFingerprint(pools.sql, key).catch(async (error: unknown) => {
		await hold.release();
		throw error;
	});
	return hold;
}
