import { codingOf, codingsOf, oneOf, wordsOf, type Element } from './element.ts';
import type { EncounterFacts, EncounterStatus, Place } from './facts.ts';
import { facilityOf, instantOf, keyIfAny, numberOf, patientOf, type ReadContext } from './read-context.ts';
import { readPatient } from './read-patient.ts';
import { FhirRefusal } from './refusals.ts';
import { classOf, isDialysisName } from './ward-codes.ts';

export const encounterClasses = { AMB: 'outpatient', EMER: 'emergency', IMP: 'stay' } as const;

/** In the order in which an encounter goes through them: without a stamp of its own, an earlier one never replaces a later. */
export const encounterStatuses: readonly EncounterStatus[] = [
	'unknown',
	'planned',
	'arrived',
	'triaged',
	'in-progress',
	'onleave',
	'finished',
	'cancelled',
	'entered-in-error'
];

const dispositions: Readonly<Record<string, string>> = {
	home: 'home',
	'alt-home': 'home',
	'other-hcf': 'referred',
	hosp: 'referred',
	long: 'referred',
	rehab: 'referred',
	psy: 'referred',
	snf: 'referred',
	hospice: 'referred',
	exp: 'died',
	aadvice: 'against-advice'
};

export const visitNumberOf = (encounter: Element) => numberOf(encounter, 'encounter');

/** @param id under which it is known, for one that has no number. */
export function readEncounter(encounter: Element, id: string, context: ReadContext): EncounterFacts {
	const status = oneOf(encounter.at('status'), encounterStatuses);
	const spans = encounter.items('statusHistory').map((one) => ({
		status: oneOf(one.at('status'), encounterStatuses),
		...periodOf(one)
	}));
	const period = periodOf(encounter);
	const lived = spans.filter((one) => one.status !== 'planned');
	const arrivedAt = period.start ?? earliest(lived.map(({ start }) => start));
	if (arrivedAt === undefined) throw new FhirRefusal('required', `${encounter.path}.period.start`);
	const finishedAt = period.end ?? spans.find((one) => one.status === 'finished')?.start;
	const isFinished = status === 'finished';
	const told = lived.flatMap(({ start, end }) => [start, end]);
	return {
		type: 'Encounter',
		visit: visitNumberOf(encounter) ?? id,
		status,
		kind: kindOf(encounter),
		isDialysis: tellsDialysis(encounter),
		arrivedAt,
		dischargedAt: isFinished ? (finishedAt ?? null) : null,
		latestAt: latest([arrivedAt, ...told, ...(isFinished ? [finishedAt] : [])]),
		outcome: isFinished ? outcomeOf(encounter) : null,
		referral: referralOf(encounter),
		facility: facilityOf(encounter.at('serviceProvider'), context),
		patient: patientOf(encounter, encounter.at('subject'), context, readPatient),
		diagnoses: diagnosesOf(encounter, context),
		places: placesOf(encounter, arrivedAt, context)
	};
}

function kindOf(encounter: Element): EncounterFacts['kind'] {
	const coding = codingOf(encounter.at('class'));
	if (coding === undefined) throw new FhirRefusal('required', `${encounter.path}.class.code`);
	const { code, path } = coding;
	if (!Object.hasOwn(encounterClasses, code)) throw new FhirRefusal('not-a-code', path, { value: code });
	return encounterClasses[code as keyof typeof encounterClasses];
}

function tellsDialysis(encounter: Element): boolean {
	const places = encounter.items('location').map((one) => one.at('location').at('display').text() ?? '');
	return isDialysisName([wordsOf(encounter.at('serviceType')), ...places].join(' '));
}

function periodOf(holder: Element): { start?: string; end?: string } {
	const period = holder.at('period');
	const start = instantOf(period.at('start'));
	const end = instantOf(period.at('end'));
	return { ...(start !== undefined && { start }), ...(end !== undefined && { end }) };
}

const byInstant = (instants: readonly (string | undefined)[]) =>
	instants.filter((instant) => instant !== undefined).sort((a, b) => Date.parse(a) - Date.parse(b));
const earliest = (instants: readonly (string | undefined)[]) => byInstant(instants)[0];
const latest = (instants: readonly (string | undefined)[]) => byInstant(instants).at(-1) ?? '';

function outcomeOf(encounter: Element): string | null {
	const [coding] = codingsOf(encounter.at('hospitalization').at('dischargeDisposition'));
	return coding === undefined ? null : (dispositions[coding.code] ?? 'other');
}

function referralOf(encounter: Element): string | null {
	const admitted = encounter.at('hospitalization').at('preAdmissionIdentifier').at('value').text();
	const [based] = encounter.items('basedOn');
	return admitted ?? based?.at('identifier').at('value').text() ?? null;
}

function diagnosesOf(encounter: Element, context: ReadContext): EncounterFacts['diagnoses'] {
	return encounter.items('diagnosis').flatMap((one, i) => {
		const condition = keyIfAny(one.at('condition'), 'Condition', context);
		return condition === null ? [] : [{ condition, rank: one.at('rank').number() ?? 1_000 + i }];
	});
}

function placesOf(encounter: Element, arrivedAt: string, context: ReadContext): Place[] {
	return encounter.items('location').flatMap((one) => {
		// Held for the patient, who was not there.
		if (['planned', 'reserved'].includes(one.at('status').text() ?? '')) return [];
		const { start, end } = periodOf(one);
		const name = one.at('location').at('display').text() ?? '';
		const ward = isDialysisName(name) ? 'dialysis' : classOf(one);
		const location = keyIfAny(one.at('location'), 'Location', context);
		return [{ location, ward, from: start ?? arrivedAt, to: end ?? null }];
	});
}
