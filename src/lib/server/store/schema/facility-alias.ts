import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';
import { facility } from './system.ts';

/** What other systems call a facility: `bpjs` is the insurer's code (kode PPK), first learned from the facility's own key. */
export const facilityAlias = pgTable(
	'facility_alias',
	{
		system: text('system').notNull(),
		code: text('code').notNull(),
		facility: text('facility')
			.notNull()
			.references(() => facility.code),
		learnedAt: instant('learned_at').notNull().defaultNow()
	},
	(table) => [primaryKey({ columns: [table.system, table.code] })]
);
