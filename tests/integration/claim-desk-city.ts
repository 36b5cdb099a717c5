/** What the tests of the claim desk share: people at their desks, and bills to decide on. */
import { randomUUID } from 'node:crypto';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import type { DeskOrder, DeskResult } from '../../src/lib/server/services/claim-desk.ts';
import { claim, senders, type IngestCity } from './ingest-city.ts';

const person = (name: string, role: Viewer['role']): Viewer => ({
	name: `user:${name}`,
	role,
	facility: null
});
export const desk = {
	verifier: person('vera', 'verifier'),
	otherVerifier: person('vino', 'verifier'),
	planner: person('dina', 'planner'),
	finance: person('farid', 'finance'),
	/** Who verified once, and was made a payer since. */
	turnedFinance: person('vera', 'finance'),
	turnedPlanner: person('vera', 'planner'),
	payingPlanner: person('dina', 'finance')
} as const;

export type Standing = { versionKey: string; state: string; amountRupiah: number };

export async function standingOf({ database: { sql } }: IngestCity, facility: string, claimNo: string) {
	const [row] = await sql<Standing[]>`
		SELECT replace(event_key::text, '-', '') AS "versionKey", state, amount_rupiah AS "amountRupiah" FROM claim
		WHERE facility = ${facility} AND claim_no = ${claimNo} AND posted_on IS NOT NULL AND reversed_on IS NULL`;
	return row;
}

/** A hospital's bill; a second sending under another id submits it anew. */
export async function bill(
	city: IngestCity,
	hospital: 'hospitalA' | 'hospitalB',
	id: string,
	data: Record<string, unknown>
) {
	const answer = await sendBill(city, hospital, id, data);
	if (answer.errors.length > 0) throw new Error(JSON.stringify(answer.errors));
	return answer;
}

/** The same, whatever is answered. */
export function sendBill(
	city: IngestCity,
	hospital: 'hospitalA' | 'hospitalB',
	id: string,
	data: Record<string, unknown>
) {
	const time = city.app.ingest.clock().toISOString();
	return city.app.ingest.submit(senders[hospital], [claim(id, data, { time })]);
}

type Answer = {
	state: 'returned' | 'verified' | 'rejected' | 'approved' | 'paid';
	billed: number;
	amount: number;
};

/** What a party's own system says of a claim, past the desk. */
export function sayOf(
	city: IngestCity,
	party: 'verifier' | 'dinkes' | 'finance',
	name: readonly [facility: string, claimNo: string],
	{ state, billed, amount }: Answer,
	more: {
		id?: string;
		time?: string;
		by?: { name: string; role: string };
		data?: Record<string, unknown>;
	} = {}
) {
	const field = { verified: 'verifiedRupiah', approved: 'approvedRupiah', paid: 'paidRupiah' } as const;
	const own = state in field ? { [field[state as keyof typeof field]]: amount } : {};
	const time = more.time ?? city.app.ingest.clock().toISOString();
	const data = { claim: name[1], state, billedRupiah: billed, ...own, ...more.data };
	const event = claim(more.id ?? randomUUID(), data, { time, subject: name[0] });
	return city.app.ingest.submit(senders[party], [event], more.by ? { by: more.by } : {});
}

type Wish = Omit<DeskOrder, 'seenKey' | 'facility' | 'claimNo'>;

/** Decides on the claim as it stands. */
export async function decide(
	city: IngestCity,
	who: Viewer,
	names: readonly (readonly [facility: string, claimNo: string])[],
	wish: Wish
): Promise<DeskResult> {
	const orders: DeskOrder[] = [];
	for (const [facility, claimNo] of names) {
		const standing = await standingOf(city, facility, claimNo);
		orders.push({ facility, claimNo, seenKey: standing?.versionKey ?? '0'.repeat(32), ...wish });
	}
	return city.app.servicesFor(who).claimDesk.decide(who, orders, 'en');
}
