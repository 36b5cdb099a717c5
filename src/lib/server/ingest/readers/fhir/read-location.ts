import { codingOf, codingsOf, oneOf, type Element } from './element.ts';
import type { BedState, LocationFacts } from './facts.ts';
import { facilityOf, identifiersOf, keyIfAny, type ReadContext } from './read-context.ts';
import { FhirRefusal } from './refusals.ts';
import { bedType, wardOf } from './ward-codes.ts';

/** HL7 table 0116. Closed, being cleaned, isolated or contaminated: nobody can be put into it. */
export const bedStates: Readonly<Record<string, Exclude<BedState, null>>> = {
	O: 'occupied',
	U: 'free',
	C: 'unusable',
	H: 'unusable',
	I: 'unusable',
	K: 'unusable'
};
const statuses = ['active', 'suspended', 'inactive'] as const;

/** @param id under which it is known, for one without a name. */
export function readLocation(location: Element, id: string, context: ReadContext): LocationFacts {
	const types = location.items('type').flatMap((type) => codingsOf(type).map(({ code }) => code));
	const name = location.at('name').text() ?? identifiersOf(location)[0]?.value ?? id;
	const physical = codingsOf(location.at('physicalType')).map(({ code }) => code);
	const status = location.at('status').isAbsent ? 'active' : oneOf(location.at('status'), statuses);
	return {
		type: 'Location',
		isBed: physical.includes('bd') || types.includes(bedType),
		isActive: status === 'active',
		partOf: keyIfAny(location.at('partOf'), 'Location', context),
		name,
		ward: wardOf(types, name, location),
		state: stateOf(location),
		facility: facilityOf(location.at('managingOrganization'), context)
	};
}

function stateOf(location: Element): BedState {
	const coding = codingOf(location.at('operationalStatus'));
	if (coding === undefined) return null;
	const state = bedStates[coding.code];
	if (state === undefined) throw new FhirRefusal('not-a-code', coding.path, { value: coding.code });
	return state;
}
