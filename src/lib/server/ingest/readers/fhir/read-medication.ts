import { findMedicine } from '../../../../domain/medicines.ts';
import { visitData } from '../../../../protocol/events.ts';
import { codingsOf, oneOf, type Element } from './element.ts';
import type { DispenseFacts, MedicationFacts } from './facts.ts';
import { itemOf } from './medicine-items.ts';
import {
	findContained,
	identifiersOf,
	instantOf,
	keyIfAny,
	referenceOf,
	type ReadContext
} from './read-context.ts';
import { FhirRefusal } from './refusals.ts';

export const dispenseStatuses = [
	'preparation',
	'in-progress',
	'cancelled',
	'on-hold',
	'completed',
	'entered-in-error',
	'stopped',
	'declined',
	'unknown'
] as const;
const itemField = visitData.shape.drugs.unwrap().unwrap().element.shape;

export function readMedication(medication: Element): MedicationFacts {
	return { type: 'Medication', item: itemIn(medication.at('code')) };
}

function itemIn(concept: Element): string {
	const item = itemOf(codingsOf(concept), concept.at('text').text() ?? '');
	if (item === null) throw new FhirRefusal('required', `${concept.path}.coding`);
	if (!itemField.item.safeParse(item).success) throw new FhirRefusal('value', `${concept.path}.coding`);
	return item;
}

/** Its line of the prescription tells it from the others; the prescription's number alone does not. */
export const lineNumberOf = (dispense: Element) =>
	identifiersOf(dispense).find(({ system }) => system.includes('/prescription-item'))?.value ?? null;

export function readDispense(dispense: Element, context: ReadContext): DispenseFacts {
	const encounter = keyIfAny(dispense.at('context'), 'Encounter', context);
	if (encounter === null) throw new FhirRefusal('required', `${dispense.path}.context.reference`);
	const status = oneOf(dispense.at('status'), dispenseStatuses);
	const quantity = dispense.at('quantity');
	const amount = quantity.at('value').number();
	if (amount === undefined) throw new FhirRefusal('required', `${quantity.path}.value`);
	if (!itemField.quantity.safeParse(Math.ceil(amount)).success)
		throw new FhirRefusal('value', `${quantity.path}.value`);
	return {
		type: 'MedicationDispense',
		encounter,
		medication: medicationOf(dispense, context),
		quantity: amount,
		measure: measureOf(quantity),
		isGiven: status === 'completed',
		handedOverAt: instantOf(dispense.at('whenHandedOver')) ?? null
	};
}

function medicationOf(dispense: Element, context: ReadContext): DispenseFacts['medication'] {
	const reference = dispense.at('medicationReference');
	const found = referenceOf(reference, 'Medication', context);
	if (found === undefined) return { item: itemIn(dispense.at('medicationCodeableConcept')) };
	if ('key' in found) return found;
	return { item: readMedication(findContained(dispense, found.contained, reference)).item };
}

const measures = new Set(['ml', 'l', 'g', 'mg', 'ug', 'mcg', 'kg']);

/** Sixty millilitres are not sixty bottles. */
function measureOf(quantity: Element): string | null {
	const unit = (quantity.at('code').text() ?? quantity.at('unit').text() ?? '').toLowerCase();
	return measures.has(unit) ? unit : null;
}

/** What cannot be counted in the medicine's own unit is an item beside it: `paracetamol-syrup-ml`. */
export function countedItem(item: string, measure: string | null): string {
	return measure === null || (findMedicine(item) === undefined && item.endsWith(`-${measure}`))
		? item
		: `${item.slice(0, 60)}-${measure}`;
}
