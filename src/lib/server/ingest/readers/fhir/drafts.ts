/** What an event would say of a resource and its partners as far as they came, and what is still lacking. */
import type { EventType } from '../../../../protocol/events.ts';
import type { KnownPersons, PersonHint } from '../../screen.ts';
import type { Facts, Key, PatientFacts, PatientLink } from './facts.ts';
import type { Graph } from './graph.ts';

export type Draft = {
	root: Key;
	type: EventType;
	data: Record<string, unknown>;
	persons: KnownPersons | null;
	facility: string | null;
	/** Milliseconds. */
	time: number;
	/** Whose word a field of the data is, where it is not the root's own; by the field's first word or two. */
	sources: Map<string, Key>;
	/** Types of resource that have not come. */
	missing: string[];
	/** Nothing that it cannot do without is lacking: what is not ready stands with stand-ins, to be judged and never sent. */
	isReady: boolean;
};

export type DraftContext = { graph: Graph };

/** No key made it, so it is nobody's. */
const nobody: PersonHint = {
	mac: '0'.repeat(64),
	kind: 'person',
	sex: null,
	birthYear: null,
	nikArea: null,
	nikDefect: null
};

export function patientIn(link: PatientLink, graph: Graph): PatientFacts | undefined {
	return 'inline' in link ? link.inline : graph.find(link.key, 'Patient');
}

export function personsOf(patient: PatientFacts | undefined): KnownPersons {
	if (patient === undefined) return { person: nobody, mother: null };
	return { person: patient.person, mother: patient.mother };
}

export const patientSource = (link: PatientLink, graph: Graph): [string, Key][] =>
	'key' in link ? ['nik', 'mother', 'kecamatan'].map((field) => [field, graph.resolve(link.key)]) : [];

export const listed = (missing: readonly string[]) => [...new Set(missing)].sort();

export type FactsOf<T extends Facts['type']> = Extract<Facts, { type: T }>;
