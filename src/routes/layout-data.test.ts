import { expect, it } from 'vitest';
import { load } from './+layout.server';

type Event = Parameters<typeof load>[0];

const year = { year: 2018, end: '2018-12-31T16:59:00.000Z', countScale: 0.02 };

/** As every page's request comes to it: this layout stands above all of them. */
const dataOf = (reconstruction: typeof year | null, asOf = '') =>
	load({
		url: new URL(`http://denyut.example/budget${asOf && `?asOf=${asOf}`}`),
		locals: {
			...{
				locale: 'id',
				theme: null,
				session: null,
				viewer: { name: 'user:a', role: 'planner', facility: null }
			},
			services: { context: { clock: () => new Date(year.end), demo: true, reconstruction } }
		}
	} as unknown as Event);

it.each(['', '2018-06-30'])(
	'tells every page which year is rebuilt, on a past day (%j) as at its end',
	(asOf) => {
		expect(dataOf(year, asOf)).toMatchObject({ demo: true, reconstruction: year, asOf: asOf || null });
	}
);

it('tells every page of another city that none is', () => {
	expect(dataOf(null)).toMatchObject({ demo: true, reconstruction: null });
});
