import type { BedWay } from '$lib/domain/bed-way';
import { m } from '$lib/i18n/paraglide/messages.js';

export const wayNames: Record<BedWay, () => string> = {
	events: m.beds_way_events,
	fhir: m.beds_way_fhir,
	sirs: m.beds_way_sirs,
	aplicares: m.beds_way_aplicares,
	form: m.beds_way_form,
	file: m.beds_way_file
};
