import type { Sql } from '../connect.ts';

type Fragment = ReturnType<Sql>;

/** `referralKey` of domain/referral, of a column. */
export const referralKeyOf = (sql: Sql, column: Fragment): Fragment =>
	sql`upper(regexp_replace(${column}, '[^0-9A-Za-z]', '', 'g'))`;
