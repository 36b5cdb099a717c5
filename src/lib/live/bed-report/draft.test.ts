import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bedData } from '../../protocol/events.ts';
import type { FormRoom } from '../../protocol/bed-report.ts';
import {
	draftOf,
	faultOf,
	freeOf,
	isChanged,
	nameFaultOf,
	newRoom,
	readCount,
	rebase,
	refill,
	statementOf,
	type DraftRoom
} from './draft.ts';

function room(rest: Partial<FormRoom> = {}): FormRoom {
	const usual = { ward: 'inpatient-3', room: 'Anggrek', capacity: 20, occupied: 16, free: 4, queue: 1 };
	return Object.freeze({ ...usual, reportedAt: '2026-11-22T01:00:00.000Z', ...rest });
}
const changed = (rest: Partial<DraftRoom>, last = room()): DraftRoom => ({ ...draftOf(last), ...rest });

describe('a room in the form', () => {
	it('begins as it was last stated, unchanged', () => {
		const draft = draftOf(room());
		expect([isChanged(draft), freeOf(draft), faultOf(draft)]).toEqual([false, 4, null]);
	});

	it('refuses what is no whole number instead of making one of it', () => {
		expect(['', ' 12 ', '0'].map(readCount)).toEqual([null, 12, 0]);
		for (const typed of ['-5', '12.5', '12,5', '1e3', 'x', '9999999999']) expect(readCount(typed)).toBeNaN();
		const draft = changed({ occupied: readCount('-5') });
		expect([faultOf(draft), freeOf(draft), isChanged(draft)]).toEqual(['not-whole', null, true]);
	});

	it('computes what is free from what a person changed, never below nought', () => {
		expect(freeOf(changed({ occupied: 12 }))).toBe(8);
		expect(freeOf(changed({ occupied: 22 }))).toBe(0);
		expect(freeOf(changed({ occupied: null }))).toBeNull();
	});

	it('states again what was stated, beds out of use too, but not after its numbers were changed', () => {
		const closedBeds = room({ free: 2 });
		expect(statementOf(draftOf(closedBeds))).toMatchObject({ capacity: 20, occupied: 16, free: 2 });
		expect(statementOf(changed({ queue: 5 }, closedBeds))).toMatchObject({ free: 2, queue: 5 });
		expect(statementOf(changed({ occupied: 15 }, closedBeds))).toMatchObject({ occupied: 15, free: null });
		expect(statementOf(draftOf(room()))).toMatchObject({ free: null });
	});

	it('states a room again of which only the free beds were ever told', () => {
		const onlyFree = room({ capacity: null, occupied: null, free: 3, queue: null });
		expect(faultOf(draftOf(onlyFree))).toBeNull();
		expect(statementOf(draftOf(onlyFree))).toMatchObject({ capacity: null, occupied: null, free: 3 });
		expect(faultOf(changed({ occupied: 2 }, onlyFree))).toBe('capacity-missing');
	});

	it.each([
		[{ capacity: null }, 'capacity-missing'],
		[{ occupied: null }, 'occupied-missing'],
		[{ occupied: 46 }, 'above-capacity'],
		[{ capacity: 10_001 }, 'too-many'],
		[{ queue: 10_001 }, 'too-many'],
		[{ occupied: 45 }, null]
	] as const)('says of %j: %s', (rest, fault) => {
		expect(faultOf(changed(rest))).toBe(fault);
	});

	it('finds a fault exactly where the one validated path would', () => {
		const number = fc.option(fc.integer({ min: 0, max: 10_002 }), { nil: null });
		fc.assert(
			fc.property(number, number, number, (capacity, occupied, queue) => {
				const draft = { ...newRoom('icu', 'ICU'), capacity, occupied, queue };
				expect(faultOf(draft) === null).toBe(bedData.safeParse(statementOf(draft)).success);
			})
		);
	});
});

describe('a new room', () => {
	it.each([
		['', 'Melati', 'ward-missing'],
		['icu', '   ', 'room-missing'],
		['icu', 'x'.repeat(65), 'room-too-long'],
		['icu', 'Ruang 3275015203890000', 'room-identity'],
		['inpatient-3', ' ANGGREK ', 'room-taken'],
		['icu', 'Anggrek', null]
	] as const)('of class «%s» named «%s»: %s', (ward, name, fault) => {
		expect(nameFaultOf(ward, name, [draftOf(room())])).toBe(fault);
	});

	it('waits for its numbers and is sent under its tidied name', () => {
		const draft = newRoom('icu', '  ICU   2 ');
		expect(faultOf(draft)).toBe('capacity-missing');
		expect(statementOf({ ...draft, capacity: 6, occupied: 2 })).toEqual({
			...{ ward: 'icu', room: 'ICU 2', capacity: 6, occupied: 2, free: null, queue: 0 }
		});
	});
});

describe('the form when the rooms are read anew', () => {
	it('keeps what the person changed and takes the rest as it now stands', () => {
		const drafts = [changed({ occupied: 18 }), draftOf(room({ room: 'Melati' })), newRoom('icu', 'Baru')];
		const now = [room({ occupied: 15, free: 5 }), room({ room: 'Melati', occupied: 3, free: 17 })];
		const [first, second, third] = rebase(now, drafts);
		expect(first).toMatchObject({ occupied: 18, last: { occupied: 15 } });
		expect(second).toMatchObject({ occupied: 3 });
		expect(third).toMatchObject({ room: 'Baru', last: null });
	});

	it('lets go of a room that was given up, unless the person is changing it', () => {
		expect(rebase([], [draftOf(room())])).toEqual([]);
		expect(rebase([], [changed({ occupied: 18 })])).toMatchObject([{ occupied: 18, last: null }]);
	});

	it('takes back what a refused report said', () => {
		const sent = { ...statementOf(changed({ occupied: 12 })), id: 'a' };
		const unknown = { ...sent, id: 'b', room: 'Melati' };
		const drafts = refill([draftOf(room())], [sent, unknown]);
		expect(drafts).toMatchObject([
			{ occupied: 12, last: { occupied: 16 } },
			{ room: 'Melati', last: null }
		]);
	});
});
