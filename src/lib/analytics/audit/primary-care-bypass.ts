import { findPrimaryCareDiagnoses, type PrimaryCareDiagnosis } from '../../domain/primary-care-diagnoses.ts';
import { type ServiceId } from '../../domain/service.ts';
import { type AuditReason, type ClaimRow } from './audit-rows.ts';
import { type ClaimTable } from './claim-table.ts';

const referredServices: ReadonlySet<ServiceId> = new Set(['outpatient', 'inpatient-3']);

/**
 * Treated in a hospital without referral for one of the 144 diagnoses that a puskesmas treats itself. In the
 * emergency room only where the visit says that it was none.
 *
 * Codes that look wrong in the list (`doubtful`) accuse nobody. Where no visit is linked nobody can tell
 * whether there was a referral, and nothing is said. `otherDiagnoses` in the evidence counts further
 * diagnoses off the list: a complication may be among them, and that is for a person to judge. At stake: the
 * whole claim.
 *
 * @param table claims of hospitals. Cost: linear; each code is looked up once.
 */
export function findPrimaryCareBypass({ rows }: ClaimTable): AuditReason[] {
	const lookUp = rememberDiagnoses();
	return rows.flatMap((claim, place): AuditReason[] => {
		const primary = claim.diagnoses[0];
		if (primary === undefined || !wantsReferral(claim) || claim.hasReferral !== false) return [];
		const entry = lookUp(primary);
		if (entry === undefined) return [];
		const otherDiagnoses = claim.diagnoses.slice(1).filter((code) => lookUp(code) === undefined).length;
		return [
			{
				rule: 'primary-care-bypass',
				claim: place,
				others: [],
				atStakeRupiah: claim.amountRupiah,
				evidence: { diagnosis: primary, listed: entry.icd10, service: claim.service, otherDiagnoses }
			}
		];
	});
}

function wantsReferral({ service, emergency }: ClaimRow): boolean {
	if (service === 'emergency') return emergency === false;
	return referredServices.has(service) && emergency !== true;
}

function rememberDiagnoses(): (code: string) => PrimaryCareDiagnosis | undefined {
	const known = new Map<string, PrimaryCareDiagnosis | undefined>();
	return (code) => {
		if (!known.has(code))
			known.set(
				code,
				findPrimaryCareDiagnoses(code).find(({ doubtful }) => !doubtful)
			);
		return known.get(code);
	};
}
