import { pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';

/** What a change of the pseudonym key has still to rewrite; empty at all other times. See `store/key-rotation`. */
export const keyRotationLeft = pgTable(
	'key_rotation_left',
	{ what: text('what').notNull(), id: uuid('id').notNull() },
	(table) => [primaryKey({ columns: [table.what, table.id] })]
);
