import { expect, it } from 'vitest';
import { totals2018 } from './reconstruction.ts';

it('rebuilds 2018 from the published lines, which agree with each other: paid and unpaid are the revised budget', () => {
	expect(totals2018).toEqual({
		originalRupiah: 185_000_000_000,
		revisedRupiah: 419_700_000_000,
		paidRupiah: 231_700_000_000,
		unpaidRupiah: 188_000_000_000,
		unpaidHospitals: 36,
		beforeRupiah: 100_000_000_000
	});
	expect(totals2018.paidRupiah + totals2018.unpaidRupiah).toBe(totals2018.revisedRupiah);
});
