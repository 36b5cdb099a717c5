/** Whom a key reads as: its role and facility. A key that sends reads as those who send the same from their pages. */
import { readsAs } from '../../../domain/access.ts';
import type { Party, Role } from '../../../domain/role.ts';
import type { Viewer } from '../../../domain/viewer.ts';
import { ReadRefusal } from '../../../protocol/api/refusals.ts';

type FoundKey = { id: string; party: Party | null; role: Role | null; facility: string | null };
export type KeyFinder = (token: string) => Promise<FoundKey | undefined>;

/** @throws ReadRefusal without a key, with one that is none, and with one that reads as nobody. */
export async function viewerOfKey(authorization: string | null, findKey: KeyFinder): Promise<Viewer> {
	const [, token] = /^Bearer\s+(\S+)\s*$/i.exec(authorization ?? '') ?? [];
	if (token === undefined) throw new ReadRefusal('no-key');
	const key = await findKey(token);
	if (key === undefined) throw new ReadRefusal('bad-key');
	const role = key.role ?? (key.party === null ? null : readsAs(key.party));
	if (role === null) throw new ReadRefusal('send-key');
	return { name: `key:${key.id}`, role, facility: key.facility };
}
