import { findPrimaryCareDiagnoses } from '../../domain/primary-care-diagnoses.ts';

export interface VisitKind {
	readonly service: string;
	/** Primary diagnosis, ICD-10; null where none is told. */
	readonly diagnosis: string | null;
	readonly hasReferral: boolean;
	readonly emergency: boolean | null;
}

const referredServices: ReadonlySet<string> = new Set(['outpatient', 'inpatient-3']);

/**
 * Did this visit to a hospital pass the puskesmas by: no referral, for one of the 144 diagnoses that a puskesmas treats itself,
 * outside the emergency room or there without an emergency.
 *
 * The rule of the claim audit (audit/primary-care-bypass), asked of a visit instead of a claim. Codes that look wrong in the
 * list accuse nobody; without a diagnosis nobody can tell. O(list).
 */
export function isBypass({ service, diagnosis, hasReferral, emergency }: VisitKind): boolean {
	if (hasReferral || diagnosis === null) return false;
	const wantsReferral =
		service === 'emergency' ? emergency === false : referredServices.has(service) && emergency !== true;
	return wantsReferral && findPrimaryCareDiagnoses(diagnosis).some(({ doubtful }) => !doubtful);
}
