import { isParty, type Party } from '../../domain/role.ts';

/** Who sent something, as it is written beside it: the party, and after a colon the facility whose key it was. */
export function senderOf({ party: written }: { party: string }): { party: Party; facility: string | null } {
	const [party = '', facility] = written.split(':');
	if (!isParty(party)) throw new Error(`unknown party: ${party}`);
	return { party, facility: facility ?? null };
}
