import { describe, expect, it } from 'vitest';
import { services } from './service.ts';
import { isTurned, noLevers, readNextYear, writeNextYear } from './next-year.ts';

const read = (query: string) => readNextYear(new URLSearchParams(query));

describe('levers of next year', () => {
	it('come back out of the address that they were written to', () => {
		for (const query of ['', 'tariff=-5', 'referral=90&members=3', 'without=icu&without=ambulance']) {
			const levers = read(query);
			if ('field' in levers) throw new Error(levers.field);
			expect(read(String(new URLSearchParams(writeNextYear(levers))))).toEqual(levers);
		}
	});

	it('are none where nothing changes', () => {
		expect(read('tariff=0&members=0&disease=dengue')).toEqual(noLevers);
		expect(isTurned(noLevers)).toBe(false);
		for (const query of ['tariff=1', 'members=-1', 'referral=0', 'without=icu'])
			expect(isTurned(read(query) as typeof noLevers), query).toBe(true);
	});

	it('name each service once, in the programme’s order', () => {
		expect(read('without=ambulance&without=outpatient&without=ambulance')).toMatchObject({
			unpaid: ['outpatient', 'ambulance']
		});
	});

	const everything = services.map(({ id }) => `without=${id}`).join('&');
	it.each(['tariff=101', 'tariff=-51', 'members=x', 'referral=-1', 'without=gold', everything])(
		'refuse %s',
		(query) => {
			expect(read(query)).toHaveProperty('field');
		}
	);
});
