/** Which beds and which stays the indicators of a hospital count. */
import type { WardClassId } from './ward.ts';

/**
 * Beds for staying overnight (*tempat tidur rawat inap*): emergency, dialysis and delivery places are none, and what nobody
 * can name ("other") is left out.
 */
export const inpatientWards: readonly WardClassId[] = [
	...(['inpatient-1', 'inpatient-2', 'inpatient-3', 'vip', 'isolation', 'perinatal'] as const),
	...(['icu', 'hcu', 'iccu', 'picu', 'nicu'] as const)
];

/** With fewer stays a mean length says little, and could be somebody's. */
export const leastStays = 10;

/** Below this share of covered hours occupancy is told, but marked as resting on too few reports. */
export const leastCovered = 0.5;

/**
 * The efficient region of the chart: turn-over interval of one to three days, occupancy of at least 75 %, stays of at most
 * twelve days.
 *
 * Source: Barber & Johnson (1973), The presentation of acute hospital in-patient statistics, Hospital and Health Services
 * Review; in these limits as taught in Indonesia (Sudra 2010, Statistik Rumah Sakit).
 */
export const efficientRegion = { toi: [1, 3], leastBor: 75, mostAvLos: 12 } as const;
