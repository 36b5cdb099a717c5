import type { WardClassId } from './ward.ts';

/**
 * The eight services that the card covers, as the programme names them (design §2): specialist outpatient
 * care, ambulance, inpatient class 3, IGD, ICU, PICU, NICU, dialysis. They are ids on the wire: never rename
 * one.
 */
export type ServiceId =
	'outpatient' | 'emergency' | 'inpatient-3' | 'icu' | 'picu' | 'nicu' | 'dialysis' | 'ambulance';

export interface Service {
	readonly id: ServiceId;
	readonly names: { readonly id: string; readonly en: string };
	/** The ward class whose beds serve it; null where no bed is held. */
	readonly wardClass: WardClassId | null;
}

export const services: readonly Service[] = [
	{ id: 'outpatient', names: { id: 'Rawat jalan', en: 'Outpatient' }, wardClass: null },
	{ id: 'emergency', names: { id: 'Gawat darurat (IGD)', en: 'Emergency' }, wardClass: 'igd' },
	{
		id: 'inpatient-3',
		names: { id: 'Rawat inap kelas 3', en: 'Inpatient class 3' },
		wardClass: 'inpatient-3'
	},
	{ id: 'icu', names: { id: 'ICU', en: 'Intensive care (ICU)' }, wardClass: 'icu' },
	{ id: 'picu', names: { id: 'PICU', en: 'Paediatric intensive care (PICU)' }, wardClass: 'picu' },
	{ id: 'nicu', names: { id: 'NICU', en: 'Neonatal intensive care (NICU)' }, wardClass: 'nicu' },
	{ id: 'dialysis', names: { id: 'Hemodialisis', en: 'Dialysis' }, wardClass: 'dialysis' },
	{ id: 'ambulance', names: { id: 'Ambulans', en: 'Ambulance' }, wardClass: null }
];

const byId = new Map<string, Service>(services.map((service) => [service.id, service]));

export function findService(id: string): Service | undefined {
	return byId.get(id);
}
