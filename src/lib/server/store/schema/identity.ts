import { index, pgTable, primaryKey, smallint, text, uuid } from 'drizzle-orm/pg-core';
import { areaCode, bytes } from './columns.ts';

/** The only place where a person can be found again, and only with the key that is kept outside the database. */
export const personKey = pgTable(
	'person_key',
	{
		keyId: text('key_id').notNull(),
		/** HMAC-SHA-256 of the NIK (or of the family card's number) under that key. */
		mac: bytes('mac').notNull(),
		personId: uuid('person_id').notNull()
	},
	(table) => [
		primaryKey({ columns: [table.keyId, table.mac] }),
		index('person_key_person').on(table.personId)
	]
);

/** What a NIK tells besides who: derived before hashing. */
export const person = pgTable('person', {
	personId: uuid('person_id').primaryKey(),
	kind: text('kind').notNull(),
	sex: text('sex'),
	birthYear: smallint('birth_year'),
	nikArea: areaCode('nik_area'),
	/** `birth-date` or `area`: an impossible part is a finding and is kept. */
	nikDefect: text('nik_defect')
});
