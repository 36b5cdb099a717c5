/** What waits over FHIR, in the reader's words: FHIR's own names stand beside them, since those are what its sender knows. */
import { m } from '$lib/i18n/paraglide/messages.js';
import type { UnjoinedRow } from '$lib/protocol/views/quality';

const partners: Readonly<Record<string, () => string>> = {
	Patient: m.quality_fhir_patient,
	Encounter: m.quality_fhir_encounter,
	Condition: m.quality_fhir_condition,
	Medication: m.quality_fhir_medication,
	Location: m.quality_fhir_location,
	Claim: m.quality_fhir_claim,
	'service class': m.quality_fhir_service_class,
	operationalStatus: m.quality_fhir_operational_status
};
/** What a room itself lacks. */
const elements = ['service class', 'operationalStatus'];

export const missingText = ({ missing }: Pick<UnjoinedRow, 'missing'>) =>
	missing.map((name) => partners[name]?.() ?? name).join(', ');

export function todoText(row: UnjoinedRow): string {
	const missing = missingText(row);
	if (row.missing.every((name) => elements.includes(name))) return m.quality_unjoined_fill({ missing });
	return row.expired > 0 ? m.quality_unjoined_ask_expired({ missing }) : m.quality_unjoined_ask({ missing });
}
