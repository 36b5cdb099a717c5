import { roles, type Role } from '../../../domain/role.ts';
import type { AccountDesk } from './account-desk.ts';

const names: Readonly<Record<Exclude<Role, 'public'>, string>> = {
	executive: 'Demo Wali Kota',
	planner: 'Demo Perencana Dinkes',
	hospital: 'Demo Rumah Sakit',
	verifier: 'Demo Verifikator',
	finance: 'Demo Keuangan',
	admin: 'Demo Pengelola'
};

/**
 * One account a role, each with the password that this installation derives for it; those that stand are left, but for a
 * password of another key.
 * @param facility which one the hospital's account is bound to
 */
export async function createDemoAccounts({ table, passwords }: AccountDesk, facility: string): Promise<void> {
	for (const role of roles) {
		if (role === 'public') continue;
		const userName = `demo.${role}`;
		const password = passwords.demoPassword(userName);
		const known = await table.findByUserName(userName);
		if (known?.disabledAt) await table.setDisabled(known.id, false);
		if (known && (await passwords.verify(await table.passwordHashOf(known.id), password))) continue;
		const passwordHash = await passwords.hash(password);
		if (known) await table.setPassword(known.id, passwordHash, { mustChange: false });
		else
			await table.insert({
				...{ name: names[role], userName, role, passwordHash, email: null },
				facility: role === 'hospital' ? facility : null,
				demo: true,
				mustChangePassword: false
			});
	}
}
