import { bigint, char, customType, date, text, timestamp, uuid } from 'drizzle-orm/pg-core';

export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });
export const day = (name: string) => date(name, { mode: 'string' });
export const whole = (name: string) => bigint(name, { mode: 'number' });
export const areaCode = (name: string) => char(name, { length: 8 });
export const bytes = customType<{ data: Uint8Array; driverData: Buffer }>({ dataType: () => 'bytea' });

/**
 * What every table of versions carries besides its natural key. A version that is the newest by (`versionTime`,
 * `versionId`, `eventKey`) has its effect posted; a newer one sets `reversedOn`. One that came late, older than what
 * already stood, keeps `postedOn` empty: it is kept and changes nothing.
 */
export const versionColumns = () => ({
	versionTime: instant('version_time').notNull(),
	versionId: text('version_id').notNull(),
	eventKey: uuid('event_key').notNull(),
	/** When the product learned it. */
	learnedAt: instant('learned_at').notNull(),
	/** `knownOn` of the effect, Asia/Jakarta day. */
	postedOn: day('posted_on'),
	/** `knownOn` of its reversal. */
	reversedOn: day('reversed_on')
});
