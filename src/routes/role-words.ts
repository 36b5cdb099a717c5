import type { Role } from '$lib/domain/role';
import { m } from '$lib/i18n/paraglide/messages.js';

const roleNames: Record<Role, () => string> = {
	executive: m.account_role_executive,
	planner: m.account_role_planner,
	hospital: m.account_role_hospital,
	verifier: m.account_role_verifier,
	finance: m.account_role_finance,
	admin: m.account_role_admin,
	public: m.account_role_public
};

/** Of an account. */
export const roleName = (role: Role) => roleNames[role]();
