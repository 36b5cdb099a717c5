/** What every kept question has to be, whichever page it was asked on. */
import { holdsIdentityNumber } from '../../domain/nik.ts';
import type { Viewer } from '../../domain/viewer.ts';

const longestName = 80;

/** A name is read by many: one line, and no number of a person. */
export function readScenarioName(typed: string): { name: string } | { fault: 'no-name' | 'identity-number' } {
	const name = typed.trim().replaceAll(/\s+/g, ' ');
	if (name === '' || name.length > longestName) return { fault: 'no-name' };
	return holdsIdentityNumber(name) ? { fault: 'identity-number' } : { name };
}

export const isScenarioId = (id: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);

/** The health office keeps the list in order. */
export const removesAny = ({ role }: Viewer) => role === 'planner';
