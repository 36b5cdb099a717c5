/**
 * Which table shows what, and whose: the bridge between the tables of `domain/access` and the policies of the database. A
 * table that carries a facility or a person and is not named here fails a test.
 */
import { readable, type Scope, type Subject } from '../../domain/access.ts';
import { roles, type Role } from '../../domain/role.ts';

/**
 * `product`: no reader's; the product itself works with it. `register`: names of places, for whoever has a role. `facility` is
 * the expression that tells whose a row is.
 */
export type RowRule = { subject: Subject | 'product' | 'register'; facility?: string };

const ofFacility = (subject: RowRule['subject'], facility = 'facility'): RowRule => ({ subject, facility });

export const rowRules: Readonly<Record<string, RowRule>> = {
	bed_now: ofFacility('beds'),
	bed_hour: ofFacility('beds'),
	bed_report: ofFacility('beds'),
	claim: ofFacility('claims'),
	claim_standing: ofFacility('money'),
	claim_effect: ofFacility('money'),
	visit: ofFacility('visits'),
	visit_period: ofFacility('visits'),
	service_effect: ofFacility('visits'),
	disease_effect: ofFacility('visits'),
	disease_period: { subject: 'visits' },
	tally: ofFacility('visits', 'reporter'),
	stock: ofFacility('drugs'),
	item_effect: ofFacility('drugs'),
	item_month: ofFacility('drugs'),
	member: { subject: 'members' },
	member_effect: { subject: 'members' },
	source_day: ofFacility('sources', 'reporter'),
	api_key: ofFacility('sources'),
	trail: { subject: 'trail' },
	// Whoever sent it: an event that names another facility is held for its sender, and is none of the other's business.
	quarantine: ofFacility('held', "split_part(party, ':', -1)"),
	person: { subject: 'persons' },
	person_key: { subject: 'persons' },
	user_account: { subject: 'accounts' },
	facility: { subject: 'register' },
	facility_alias: { subject: 'register' },
	// What waits of it is told to its sender, like what is held; its facts are sealed.
	fhir_resource: ofFacility('held', "split_part(party, ':', -1)"),
	fhir_link: { subject: 'product' },
	sheet_row: { subject: 'product' },
	sheet_column: { subject: 'product' },
	change: { subject: 'product' },
	// What everybody may know by now: blurred before it was frozen.
	lattice: { subject: 'register' },
	lattice_week: { subject: 'register' },
	person_lookup: { subject: 'product' },
	key_rotation_left: { subject: 'product' }
};

/** The roles that read a subject in a scope. */
export function readersOf(subject: Subject, scope: Scope): Role[] {
	return roles.filter((role) => readable[role][subject] === scope);
}
