import { describe, expect, it } from 'vitest';
import { findOtherEvent } from './correction.ts';

const bed = {
	type: 'id.denyut.bed.v1',
	subject: '3275013',
	data: { ward: 'icu', room: 'Anggrek', capacity: 'ten', occupied: 3 }
};
const withData = (more: Record<string, unknown>) => ({ ...bed, data: { ...bed.data, ...more } });

describe('a correction', () => {
	it('changes what does not say which event it is', () =>
		expect(findOtherEvent(bed, withData({ capacity: 10, occupied: 4 }), 'data.capacity')).toBeNull());

	it.each([
		['type', { ...bed, type: 'id.denyut.claim.v1' }],
		['subject', { ...bed, subject: '3275017' }],
		['data.ward', withData({ ward: 'picu' })],
		['data.room', withData({ room: 'Melati' })]
	])('is another event when it changes its %s', (field, corrected) => {
		expect(findOtherEvent(bed, corrected, 'data.capacity')).toBe(field);
		expect(findOtherEvent(bed, corrected, field), 'unless just that was refused').toBeNull();
	});

	it('cannot make a paid claim of a submitted one', () => {
		const claim = { type: 'id.denyut.claim.v1', data: { claim: 'K-1', state: 'submitted' } };
		const paid = { ...claim, data: { ...claim.data, state: 'paid' } };
		expect(findOtherEvent(claim, paid, 'data.billedRupiah')).toBe('data.state');
	});

	it('adds what was not said', () => {
		const { subject: _, ...unnamed } = bed;
		expect(findOtherEvent(unnamed, bed, 'data.capacity')).toBeNull();
	});

	it('of a type that is not known stays of the type, unless that was refused', () => {
		const odd = { ...bed, type: 'id.denyut.betd.v1' };
		expect(findOtherEvent(odd, bed, null)).toBe('type');
		expect(findOtherEvent(odd, bed, 'type')).toBeNull();
	});
});
