import type { Sql } from '../lib/server/store/connect.ts';
import { FacilityRegister, layDownReferenceFacilities } from '../lib/server/store/facilities.ts';
import { UsageError } from './run-command.ts';

/** @throws where no facility has this code; the sentence names some that are near */
export async function assertFacility(sql: Sql, code: string): Promise<void> {
	await layDownReferenceFacilities(sql);
	const register = new FacilityRegister(sql);
	await register.load();
	if (register.find(code)) return;
	const near = register.all().filter((facility) => facility.code.slice(0, 4) === code.slice(0, 4));
	const examples = near.slice(0, 5).map((facility) => `${facility.code} ${facility.name}`);
	throw new UsageError(`The facility ${code} is not registered. For example: ${examples.join('; ')}.`);
}
