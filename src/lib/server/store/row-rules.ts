/**
 * Which table shows what, and whose: the bridge between the tables of `domain/access` and the policies of the database. A
 * table that is not named here, nor exempt for a reason that is written down there, fails a test.
 */
import { readable, type Scope, type Subject } from '../../domain/access.ts';
import { roles, type Role } from '../../domain/role.ts';

/**
 * `product`: no reader's; the product itself works with it. `register`: names of places, for whoever has a role. `door`: what
 * opens an account, for signing in alone. `facility` is the expression that tells whose a row is.
 */
export type RowRule = { subject: Subject | 'product' | 'register' | 'door'; facility?: string };

const ofFacility = (subject: RowRule['subject'], facility = 'facility'): RowRule => ({ subject, facility });

export const rowRules: Readonly<Record<string, RowRule>> = {
	bed_now: ofFacility('beds'),
	bed_hour: ofFacility('beds'),
	bed_report: ofFacility('beds'),
	bed_reminder: ofFacility('sources'),
	// Lengths of stays are told of visits.
	bed_use: ofFacility('visits'),
	claim: ofFacility('claims'),
	claim_standing: ofFacility('money'),
	claim_effect: ofFacility('money'),
	claim_decision: ofFacility('claims'),
	claim_payment: ofFacility('claims'),
	// Findings name claims of other hospitals: whose claim it is does not open them.
	claim_risk: { subject: 'claims' },
	payment_batch: { subject: 'claims' },
	// Its seed tells which claims will be looked at: for those who look.
	review_rule: { subject: 'claims' },
	guarantee_letter: ofFacility('letters'),
	letter_cancellation: ofFacility('letters'),
	letter_request: ofFacility('letters'),
	complaint: { subject: 'complaints' },
	visit: ofFacility('visits'),
	visit_period: ofFacility('visits'),
	service_effect: ofFacility('visits'),
	disease_effect: ofFacility('visits'),
	disease_period: { subject: 'visits' },
	signal: { subject: 'signals' },
	signal_move: { subject: 'signals' },
	signal_round: { subject: 'signals' },
	// Counts of persons by disease and kecamatan.
	signal_week: { subject: 'visits' },
	signal_look: { subject: 'visits' },
	tally: ofFacility('visits', 'reporter'),
	stock: ofFacility('drugs'),
	item_effect: ofFacility('drugs'),
	item_month: ofFacility('drugs'),
	drug_forecast: ofFacility('drugs', 'place'),
	// Expected cases by disease.
	drug_morbidity: { subject: 'visits' },
	// Of the whole city: no facility's own.
	drug_plan_move: { subject: 'drugs' },
	drug_plan_line: { subject: 'drugs' },
	member: { subject: 'members' },
	member_effect: { subject: 'members' },
	dukcapil_person: { subject: 'members' },
	dinsos_card: { subject: 'members' },
	jkn_status: { subject: 'members' },
	membership: { subject: 'members' },
	membership_day: { subject: 'members' },
	late_newborn: { subject: 'members' },
	register_sync: { subject: 'members' },
	membership_due: { subject: 'product' },
	source_day: ofFacility('sources', 'reporter'),
	api_key: ofFacility('sources'),
	trail: { subject: 'trail' },
	// Whoever sent it: an event that names another facility is held for its sender, and is none of the other's business.
	quarantine: ofFacility('held', "split_part(party, ':', -1)"),
	person: { subject: 'persons' },
	person_key: { subject: 'persons' },
	user_account: { subject: 'accounts' },
	user_session: { subject: 'door' },
	user_login: { subject: 'door' },
	user_second_factor: { subject: 'door' },
	sign_in_challenge: { subject: 'door' },
	sign_in_attempt: { subject: 'door' },
	facility: { subject: 'register' },
	facility_alias: { subject: 'register' },
	// What waits of it is told to its sender, like what is held; its facts are sealed.
	fhir_resource: ofFacility('held', "split_part(party, ':', -1)"),
	fhir_link: { subject: 'product' },
	sheet_row: { subject: 'product' },
	sheet_column: { subject: 'product' },
	change: { subject: 'product' },
	// Counts by disease, week and kecamatan stand in what is told of alerts.
	alert: { subject: 'product' },
	webhook: { subject: 'product' },
	webhook_delivery: { subject: 'product' },
	// The programme's money, which is shown to everybody.
	budget: { subject: 'register' },
	budget_decision: { subject: 'register' },
	// The service hands it out to whom its page opens; it holds money by hospital.
	evaluation: { subject: 'product' },
	// Members and money by area and by disease: for whoever sees the members and the claims themselves.
	capitation_area: { subject: 'members' },
	catastrophic_year: { subject: 'claims' },
	// Of money, claims and beds; nobody's row, and no count of persons by disease.
	analysis: { subject: 'register' },
	// Some rest on live counts by disease: the service hands out what its reader may see.
	scenario: { subject: 'product' },
	// Visits of a month, to the person.
	projection_input: { subject: 'product' },
	// What everybody may know by now: blurred before it was frozen.
	lattice: { subject: 'register' },
	lattice_week: { subject: 'register' },
	person_lookup: { subject: 'product' },
	key_rotation_left: { subject: 'product' },
	form_sent: { subject: 'product' }
};

/** The roles that read a subject in a scope. */
export function readersOf(subject: Subject, scope: Scope): Role[] {
	return roles.filter((role) => readable[role][subject] === scope);
}
