import { expect, it } from 'vitest';
import { answerDueOn } from './complaint.ts';

it.each([
	['Sunday', '2026-11-22', '2026-11-27'],
	['Monday', '2026-11-23', '2026-11-30'],
	['Friday', '2026-11-27', '2026-12-04'],
	['Saturday', '2026-11-28', '2026-12-04']
])('is answered within five working days of a %s', (_, day, due) => expect(answerDueOn(day)).toBe(due));
