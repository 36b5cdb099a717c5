/** What the registers and the letters say of a card: of many at once, as `findValidity` says it of one. */
import { reasonsOfMask, type ValidityReason } from '../../../domain/membership-validity.ts';
import type { Executor } from '../bulk.ts';
import type { Sql } from '../connect.ts';
import { judged } from '../register/judge.ts';
import { referralKeyOf } from './referral.ts';

export type CardQuestion = {
	/** What stands for the NIK in the table of persons. */
	keyId: string;
	mac: string;
	service: string;
	/** As `referralKey` makes it. */
	referral: string | null;
	day: string;
};
export type CardFacts = {
	/** Null where nobody ever spoke of them. */
	person: { id: string; isMember: boolean; reasons: ValidityReason[] } | null;
	/** A letter that stands names this referral for the same kind of visit. */
	isReferralUsed: boolean;
};

export async function readCards(sql: Sql, questions: readonly CardQuestion[]): Promise<CardFacts[]> {
	const ids = await findPersons(sql, questions);
	const known = [...new Set(ids.filter((id) => id !== null))];
	const [validity, used] = await Promise.all([
		readValidity(sql, known, questions[0]?.day ?? ''),
		findUsedReferrals(sql, questions, ids)
	]);
	return questions.map((_, index) => {
		const id = ids[index] ?? null;
		const said = id === null ? undefined : validity.get(id);
		const person = id === null ? null : { id, isMember: false, reasons: [], ...said };
		return { person, isReferralUsed: used.has(index) };
	});
}

/** The same of somebody known by the random id alone, who was asked about before. */
export async function readCardOf(
	on: Executor,
	personId: string,
	question: Pick<CardQuestion, 'service' | 'referral' | 'day'>
): Promise<CardFacts> {
	const sql = on as Sql;
	const validity = await readValidity(sql, [personId], question.day);
	const used = await findUsedReferrals(sql, [question], [personId]);
	const person = { id: personId, isMember: false, reasons: [], ...validity.get(personId) };
	return { person, isReferralUsed: used.has(0) };
}

async function findPersons(sql: Sql, questions: readonly CardQuestion[]): Promise<(string | null)[]> {
	const keyIds = questions.map(({ keyId }) => keyId);
	const macs = questions.map(({ mac }) => mac);
	const rows = await sql<{ id: string | null }[]>`
		SELECT k.person_id AS id
		FROM unnest(${keyIds}::text[], ${macs}::text[]) WITH ORDINALITY AS asked(key_id, mac, place)
		LEFT JOIN person_key k ON k.key_id = asked.key_id AND k.mac = decode(asked.mac, 'hex')
		ORDER BY asked.place`;
	return rows.map(({ id }) => id);
}

type Said = { isMember: boolean; reasons: ValidityReason[] };

async function readValidity(sql: Sql, ids: string[], day: string): Promise<Map<string, Said>> {
	if (ids.length === 0) return new Map();
	const rows = await sql<{ id: string; isMember: boolean; mask: number }[]>`
		SELECT person_id AS id, is_member AS "isMember", reasons AS mask
		FROM (${judged(sql, sql`SELECT unnest(${ids}::uuid[]) AS person_id`, day)}) AS cards`;
	return new Map(rows.map(({ id, isMember, mask }) => [id, { isMember, reasons: reasonsOfMask(mask) }]));
}

/** @returns the places of the questions whose referral was used */
async function findUsedReferrals(
	sql: Sql,
	questions: readonly Pick<CardQuestion, 'service' | 'referral'>[],
	ids: readonly (string | null)[]
): Promise<Set<number>> {
	const asked = questions.flatMap(({ service, referral }, place) => {
		const id = ids[place] ?? null;
		return id === null || referral === null ? [] : [{ place, id, service, referral }];
	});
	if (asked.length === 0) return new Set();
	const rows = await sql<{ place: number }[]>`
		SELECT asked.place FROM unnest(${asked.map(({ place }) => place)}::int[], ${asked.map(({ id }) => id)}::uuid[],
			${asked.map(({ service }) => service)}::text[], ${asked.map(({ referral }) => referral)}::text[])
			AS asked(place, person_id, service, referral)
		WHERE EXISTS (SELECT FROM guarantee_letter l
			WHERE l.person_id = asked.person_id AND l.service = asked.service
				AND ${referralKeyOf(sql, sql`l.referral`)} = asked.referral
				AND NOT EXISTS (SELECT FROM letter_cancellation c WHERE c.number = l.number))`;
	return new Set(rows.map(({ place }) => place));
}
