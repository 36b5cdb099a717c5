import { findMedicine } from '$lib/domain/medicines';
import { findService } from '$lib/domain/service';
import { findWardClass } from '$lib/domain/ward';
import { findDiseaseGroup } from '$lib/domain/surveillance-diseases';
import type { Role } from '$lib/domain/role';
import type { Locale } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages.js';
import type { ConnectProtocol, TailRow } from '$lib/protocol/views/connect';

export const protocolNames: Record<ConnectProtocol, () => string> = {
	events: m.connect_protocol_events,
	fhir: m.connect_protocol_fhir,
	sirs: m.connect_protocol_sirs,
	aplicares: m.connect_protocol_aplicares,
	eklaim: m.connect_protocol_eklaim,
	vclaim: m.connect_protocol_vclaim,
	eligibility: m.connect_protocol_eligibility,
	sjp: m.connect_protocol_sjp,
	feed: m.connect_protocol_feed
};

export const protocolNotes: Record<ConnectProtocol, (inputs: { code: string }) => string> = {
	events: () => m.connect_note_events(),
	fhir: () => m.connect_note_fhir(),
	sirs: m.connect_note_sirs,
	aplicares: m.connect_note_aplicares,
	eklaim: () => m.connect_note_eklaim(),
	vclaim: () => m.connect_note_vclaim(),
	eligibility: () => m.connect_note_eligibility(),
	sjp: () => m.connect_note_sjp(),
	feed: () => m.connect_note_feed()
};

export type KeyFault = 'sent-before' | 'not-yours' | 'bad-label' | 'too-many' | 'unknown';
export type KeyAnswer = { outcome: 'made'; token: string } | { outcome: 'revoked' | KeyFault };

export const keyFaults: Record<KeyFault, () => string> = {
	'sent-before': m.form_sent_before,
	'not-yours': m.connect_key_fault_not_yours,
	'bad-label': m.connect_key_fault_bad_label,
	'too-many': m.connect_key_fault_too_many,
	unknown: m.connect_key_fault_unknown
};

/** Claims tell their state, which has words of its own. */
const stateWords: Partial<Record<string, () => string>> = {
	submitted: m.claims_state_submitted,
	returned: m.claims_state_returned,
	verified: m.claims_state_verified,
	rejected: m.claims_state_rejected,
	approved: m.claims_state_approved,
	paid: m.claims_state_paid
};

type Taken = Extract<TailRow, { about: unknown }>;

/** What the event is about, in words where its code has some. */
export function aboutText(locale: Locale, { about }: Taken): string {
	if ('ward' in about) return `${findWardClass(about.ward)?.names[locale] ?? about.ward} · ${about.room}`;
	const named = findService(about.word) ?? findMedicine(about.word) ?? findDiseaseGroup(about.word);
	return named?.names[locale] ?? stateWords[about.word]?.() ?? about.word;
}

/**
 * A room without a bed, so that trying it out changes no total. The moment is that of the page: sent again, the same
 * event is a duplicate.
 */
export function exampleCommand(origin: string, facility: string, now: string, role: Role): string {
	const time = `${now.slice(0, 16)}:00Z`;
	const event = {
		specversion: '1.0',
		id: `uji-${time}`,
		source: `/uji/${facility}`,
		type: 'id.denyut.bed.v1',
		time,
		data: { ward: 'other', room: 'Uji sambungan', capacity: 0, occupied: 0, reportedAt: time }
	};
	return [
		// Only who runs the server can make a key by command; a hospital has the one that it made on this page.
		role === 'admin' ? `DENYUT_KEY=$(${keyCommand(facility)})` : `DENYUT_KEY='${m.connect_example_key()}'`,
		'',
		`curl -X POST '${origin}/api/v1/events' \\`,
		'  -H "Authorization: Bearer $DENYUT_KEY" \\',
		"  -H 'Content-Type: application/cloudevents-batch+json' \\",
		`  -d '[${JSON.stringify(event)}]'`
	].join('\n');
}

export const keyCommand = (facility: string) => `npm run --silent key -- create --facility ${facility}`;
