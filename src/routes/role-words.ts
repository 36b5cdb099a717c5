import type { Role } from '$lib/domain/role';
import { m } from '$lib/i18n/paraglide/messages.js';

const roleNames: Record<Role | 'system', () => string> = {
	executive: m.account_role_executive,
	planner: m.account_role_planner,
	hospital: m.account_role_hospital,
	verifier: m.account_role_verifier,
	finance: m.account_role_finance,
	admin: m.account_role_admin,
	public: m.account_role_public,
	system: m.account_role_system
};

/** A role has one name on every page; one that another version wrote down stands as it was written. */
export const roleName = (role: string): string =>
	Object.hasOwn(roleNames, role) ? roleNames[role as Role | 'system']() : role;
