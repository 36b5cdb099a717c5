import type { Evidence } from '../../domain/evidence.ts';
import type { Snapshot } from './snapshot.ts';

/** `webhook`: sent to the hospital's own address; `copy`: a text was handed out for sending by hand. */
export type ReminderWay = 'webhook' | 'copy';

export type Reminder = {
	/** ISO instant. */
	at: string;
	/** As colleagues call whoever sent it. */
	by: string;
	way: ReminderWay;
};

export type SilentHospital = {
	code: string;
	name: string;
	kecamatan: string | null;
	/** ISO instant; null for one that never reported a bed. */
	lastReportedAt: string | null;
	/** How long it usually stays away; null where that is unknown. */
	usualHours: number | null;
	/** Capacity as last stated, over the rooms that stated one; null where none did. */
	beds: number | null;
	/** Whether it has an address of its own. */
	hasAddress: boolean;
	/** The last one, whether or not a report came since. */
	reminder: Reminder | null;
};

export const silentMeasures = ['silent', 'never'] as const;
export type SilentMeasure = (typeof silentMeasures)[number];

export type SilentHospitalsView = {
	snapshot: Snapshot;
	/** Silent ones, the longest first. */
	silent: SilentHospital[];
	/** Registered hospitals that never reported a bed. */
	never: SilentHospital[];
	/** Hospitals that ever reported a bed. */
	hospitals: number;
	evidence: Record<SilentMeasure, Evidence>;
};
