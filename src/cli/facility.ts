import type { Sql } from '../lib/server/store/connect.ts';
import { FacilityRegister, layDownReferenceFacilities } from '../lib/server/store/facilities.ts';
import { UsageError } from './run-command.ts';

/** @throws where no facility has this code; the sentence names some that are near */
export async function assertFacility(sql: Sql, code: string): Promise<void> {
	await layDownReferenceFacilities(sql);
	const register = new FacilityRegister(sql);
	await register.load();
	if (register.find(code)) return;
	const all = register.all();
	const near = all.filter((facility) => facility.code.slice(0, 4) === code.slice(0, 4));
	const examples = (near.length > 0 ? near : all.filter(({ kind }) => kind === 'hospital'))
		.slice(0, 5)
		.map(({ code: known, name }) => `${known} ${name}`);
	throw new UsageError(`The facility ${code} is not registered. For example: ${examples.join('; ')}.`);
}
