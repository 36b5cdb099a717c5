import { describe, expect, it } from 'vitest';
import { faultsOf } from '../bench/support/eligibility-verdict.ts';

const well = { times: [3, 4, 5], wrong: [], failed: [], answered: { members: 2, people: 1 } };

describe('the eligibility benchmark', () => {
	it('is well where every answer came, was right and was quick', () => {
		expect(faultsOf(well, 50)).toEqual([]);
	});

	it.each([
		['no answer', { ...well, times: [] }, 'No answer came at all.'],
		['a slow answer', { ...well, times: [3, 80] }, 'p95 is 80 ms; the bar is 50 ms.'],
		['the bar itself', { ...well, times: [50] }, 'p95 is 50 ms; the bar is 50 ms.'],
		['a wrong answer', { ...well, wrong: ['n 7'] }, '1 answers were wrong; the first: n 7'],
		[
			'a refusal',
			{ ...well, failed: ['answered 503'] },
			'1 questions were not answered; the first: answered 503'
		],
		['a kind left out', { ...well, answered: { members: 3, people: 0 } }, 'Nobody was answered about people.']
	])('fails over %s, and says so', (_, asked, fault) => expect(faultsOf(asked, 50)).toEqual([fault]));
});
