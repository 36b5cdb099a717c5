import { describe, expect, it } from 'vitest';
import type { Ladder } from '$lib/protocol/views/budget-owed';
import { ladderTitle } from './owed-words';

const rungs = { paid: 600e9, approved: 100e9, verified: 50e9, submitted: 150e9 };
const nothing = { paid: 0, approved: 0, verified: 0, submitted: 0 };
const titleOf = (ladder: Pick<Ladder, 'rungs' | 'notReported'>) =>
	ladderTitle('id', { key: '', name: '', ...ladder }).replaceAll('\u00a0', ' ');

describe('the title of the commitment ladder', () => {
	it('says which share is not paid, what is not billed yet included', () => {
		const notReported = { p10: 50e9, p50: 100e9, p90: 150e9 };
		expect(titleOf({ rungs, notReported })).toBe('40 % dari Rp 1,0 T yang terikat belum dibayar');
		expect(titleOf({ rungs, notReported: null })).toBe('33 % dari Rp 900,0 M yang terikat belum dibayar');
	});

	it('says that all is paid, and that there is nothing yet', () => {
		const paid = { ...nothing, paid: 5e9 };
		expect(titleOf({ rungs: paid, notReported: null })).toBe('Seluruh Rp 5,0 M yang terikat sudah dibayar');
		expect(titleOf({ rungs: nothing, notReported: null })).toBe('Belum ada yang terikat pada tahun ini');
	});
});
