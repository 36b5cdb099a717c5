import { describe, expect, it } from 'vitest';
import { describeFields, fieldText, readFields } from './event-fields.ts';
import { eventTypes, type EventType } from './events.ts';

const held = {
	specversion: '1.0',
	id: 'v-1',
	source: '/simrs/rsud',
	type: 'id.denyut.visit.v1',
	time: '2026-11-22T01:00:00Z',
	data: {
		visit: 'V-1',
		nik: '3275015203890000',
		service: 'outpatient',
		diagnoses: ['A91', 'J06'],
		arrivedAt: '2026-11-21T23:10:00Z',
		emergency: false,
		drugs: [{ item: 'oralit', quantity: 6 }]
	}
};

describe('the fields of an event', () => {
	it('are those of its schema, with their kinds', () => {
		const kinds = Object.fromEntries(
			describeFields('id.denyut.visit.v1').map(({ path, kind }) => [path, kind])
		);
		expect(kinds).toMatchObject({
			id: 'text',
			time: 'text',
			'data.service': 'choice',
			'data.emergency': 'choice',
			'data.diagnoses': 'list',
			'data.drugs': 'json',
			'data.arrivedAt': 'text'
		});
		expect(kinds).not.toHaveProperty('specversion');
	});

	it('know which are needed and what may be chosen', () => {
		const fields = describeFields('id.denyut.claim.v1');
		const find = (path: string) => fields.find((field) => field.path === path);
		expect(find('data.billedRupiah')).toMatchObject({ kind: 'number', isRequired: true });
		expect(find('data.paidRupiah')).toMatchObject({ kind: 'number', isRequired: false });
		expect(find('data.state')?.options).toContain('submitted');
	});

	it.each(Object.keys(eventTypes) as EventType[])('can be described for %s', (type) => {
		expect(describeFields(type).length).toBeGreaterThan(6);
	});

	it('written into a form and read back are the same event', () => {
		const fields = describeFields('id.denyut.visit.v1');
		const texts = new Map(fields.map((field) => [field.path, fieldText(held, field)]));
		expect(readFields(held.type, (path) => texts.get(path) ?? null)).toEqual(held);
	});

	it('leave a figure that is none as it was typed, for the schema to judge', () => {
		const event = readFields('id.denyut.bed.v1', (path) => (path === 'data.free' ? 'many' : null));
		expect(event).toMatchObject({ data: { free: 'many' } });
	});

	it('name the field whose JSON is broken', () => {
		expect(() => readFields(held.type, (path) => (path === 'data.drugs' ? '[{' : null))).toThrow(
			'data.drugs'
		);
	});
});
