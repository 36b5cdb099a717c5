import { city } from '../../domain/area.ts';
import { isDoublyFinanced } from '../../domain/membership-validity.ts';
import { type AuditReason, compareText, type MemberRow } from './audit-rows.ts';
import { type ClaimTable } from './claim-table.ts';

/** What the registers said of a person on a day; undefined where they did not know the person yet. */
export type Membership = (personId: string, day: string) => MemberRow | undefined;

/**
 * Register rows, ready to be asked.
 *
 * @param members any order; in force is the person's last row with `fromDay` not after the day asked for
 * @returns constant time a question, for the few rows that a person has. Cost: linear, and a sort within each
 * person's rows.
 */
export function indexMembers(members: readonly MemberRow[]): Membership {
	const byPerson = new Map<string, MemberRow | MemberRow[]>();
	for (const member of members) {
		const known = byPerson.get(member.personId);
		if (known === undefined) byPerson.set(member.personId, member);
		else if (Array.isArray(known)) known.push(member);
		else byPerson.set(member.personId, [known, member]);
	}
	for (const rows of byPerson.values())
		if (Array.isArray(rows)) rows.sort((a, b) => compareText(a.fromDay, b.fromDay));
	return (personId, day) => {
		const known = byPerson.get(personId);
		if (Array.isArray(known)) return known.findLast(({ fromDay }) => fromDay <= day);
		return known !== undefined && known.fromDay <= day ? known : undefined;
	};
}

/**
 * Double financing: JKN already covered the person on the first day of service, whoever paid the premium
 * (`isDoublyFinanced`, as the card is judged). At stake: the whole claim, which JKN would have paid.
 *
 * @param table claims without person are passed over
 * @param membership from `indexMembers`. Cost: one question a claim.
 */
export function findDoubleFinancing(table: ClaimTable, membership: Membership): AuditReason[] {
	return findByMembership(table, membership, ({ jkn, jknSince, fromDay }, day) => {
		const since = jknSince ?? fromDay;
		if (!isDoublyFinanced(jkn, since, day)) return undefined;
		return { rule: 'double-financing', evidence: { jkn, since } };
	});
}

/**
 * Served, but by the register no resident of the city on that day: moved away, deceased, registered elsewhere
 * or not confirmed. A person the registers had not heard of by then gives no reason, since late register data
 * is likelier. At stake: the whole claim. Parameters and cost as `findDoubleFinancing`.
 */
export function findNonResidents(table: ClaimTable, membership: Membership): AuditReason[] {
	return findByMembership(table, membership, ({ registerStatus, statusSince, kecamatan, fromDay }) => {
		const status = registerStatus === 'active' && isElsewhere(kecamatan) ? 'elsewhere' : registerStatus;
		if (status === 'active' || status === null) return undefined;
		const since = statusSince ?? fromDay;
		return { rule: 'not-resident', evidence: { status, since, area: kecamatan ?? '' } };
	});
}

function isElsewhere(kecamatan: string | null): boolean {
	return kecamatan !== null && !kecamatan.startsWith(`${city.code}.`);
}

function findByMembership(
	{ rows }: ClaimTable,
	membership: Membership,
	judge: (member: MemberRow, day: string) => Pick<AuditReason, 'rule' | 'evidence'> | undefined
): AuditReason[] {
	const reasons: AuditReason[] = [];
	for (const [claim, { personId, serviceFrom, amountRupiah }] of rows.entries()) {
		const member = personId === null ? undefined : membership(personId, serviceFrom);
		const finding = member && judge(member, serviceFrom);
		if (finding) reasons.push({ ...finding, claim, others: [], atStakeRupiah: amountRupiah });
	}
	return reasons;
}
