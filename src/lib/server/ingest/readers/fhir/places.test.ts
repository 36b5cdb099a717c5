import { expect, it } from 'vitest';
import { placeOf, placeWithin } from './places.ts';

it('names the element that a field of an event came from', () => {
	expect(placeOf('id.denyut.visit.v1', 'Encounter', 'data.dischargedAt')).toBe('Encounter.period.end');
	expect(placeOf('id.denyut.visit.v1', 'Encounter', 'data.drugs.0.quantity')).toBe(
		'MedicationDispense.quantity'
	);
	expect(placeOf('id.denyut.claim.v1', 'ClaimResponse', 'subject')).toBe('ClaimResponse.requestor');
	expect(placeOf('id.denyut.visit.v1', 'Encounter', 'type')).toBe('Encounter');
	expect(placeOf('id.denyut.visit.v1', 'Encounter', null)).toBe('Encounter');
});

it('never names a place of one resource within another: the reference to it is the nearest', () => {
	expect(placeWithin('Encounter', 'Encounter.period.end')).toBe('Encounter.period.end');
	expect(placeWithin('Encounter', 'Patient.identifier')).toBe('Encounter.subject');
	expect(placeWithin('ClaimResponse', 'Claim.total')).toBe('ClaimResponse.request');
	expect(placeWithin('Location', 'Patient.identifier')).toBe('Location');
});
