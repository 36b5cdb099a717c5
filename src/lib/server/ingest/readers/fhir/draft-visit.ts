import type { ServiceId } from '../../../../domain/service.ts';
import type { WardClassId } from '../../../../domain/ward.ts';
import {
	listed,
	patientIn,
	patientSource,
	personsOf,
	type Draft,
	type DraftContext,
	type FactsOf
} from './drafts.ts';
import type { EncounterFacts, Key, Place } from './facts.ts';
import type { Graph } from './graph.ts';
import { countedItem } from './read-medication.ts';

type Found = { missing: string[]; sources: Map<string, Key>; newest: number };

/** Not yet a visit, or none after all. */
const isCounted = ({ status }: EncounterFacts) =>
	!['unknown', 'planned', 'cancelled', 'entered-in-error'].includes(status);
export const isWithdrawn = ({ status }: EncounterFacts) => ['cancelled', 'entered-in-error'].includes(status);

export function draftVisit(root: Key, encounter: EncounterFacts, { graph }: DraftContext): Draft {
	const stated = graph.nodes.get(root)?.row.statedAt?.getTime();
	const found: Found = {
		missing: [],
		sources: new Map(patientSource(encounter.patient, graph)),
		newest: stated ?? Date.parse(encounter.latestAt)
	};
	const patient = patientIn(encounter.patient, graph);
	if (patient === undefined) found.missing.push('Patient');
	const codes = diagnosesOf(root, encounter, graph, found);
	const drugs = drugsOf(root, graph, found);
	const places = encounter.kind === 'stay' ? wardsOf(encounter.places, graph, found) : [];
	return {
		root,
		type: 'id.denyut.visit.v1',
		data: {
			visit: encounter.visit,
			kecamatan: patient?.kecamatan ?? null,
			service: serviceOf(encounter, graph),
			segments: segmentsOf(places, encounter.dischargedAt),
			diagnoses: codes.length > 0 ? codes : ['Z00'],
			arrivedAt: encounter.arrivedAt,
			dischargedAt: encounter.dischargedAt,
			outcome: encounter.outcome,
			referral: encounter.referral,
			emergency: encounter.kind === 'emergency',
			drugs: drugs.length > 0 ? drugs : null
		},
		persons: personsOf(patient),
		facility: encounter.facility,
		time: found.newest,
		sources: found.sources,
		missing: isCounted(encounter) ? listed(found.missing) : [],
		isReady: isCounted(encounter) && patient !== undefined && codes.length > 0
	};
}

type Diagnosis = { key: Key; code: string; rank: number; recordedAt: string };
/** Behind every one that the encounter ranks. */
const unranked = Number.MAX_SAFE_INTEGER;

/** The encounter's own order first, then those that only name the encounter, by when they were recorded. */
function diagnosesOf(root: Key, encounter: EncounterFacts, graph: Graph, found: Found): string[] {
	const ranks = new Map(encounter.diagnoses.map(({ condition, rank }) => [graph.resolve(condition), rank]));
	for (const key of graph.referring(root, 'encounter'))
		if (graph.find(key, 'Condition') && !ranks.has(key)) ranks.set(key, unranked);
	const diagnoses: Diagnosis[] = [];
	for (const [key, rank] of ranks) {
		const condition = graph.find(key, 'Condition');
		if (condition === undefined) found.missing.push('Condition');
		else if (condition.code !== null && condition.isActive && isOf(condition.encounter, root, rank, graph)) {
			diagnoses.push({ key, code: condition.code, rank, recordedAt: condition.recordedAt ?? '' });
			found.newest = Math.max(found.newest, newsOf(key, condition.recordedAt, graph));
		}
	}
	diagnoses.sort((a, b) => a.rank - b.rank || compare(a.recordedAt, b.recordedAt) || compare(a.code, b.code));
	if (diagnoses.length === 0) found.missing.push('Condition');
	const first = new Map<string, Diagnosis>();
	for (const one of diagnoses) if (!first.has(one.code)) first.set(one.code, one);
	[...first.values()].forEach(({ key }, i) => found.sources.set(`diagnoses.${i}`, key));
	return [...first.keys()];
}

/** One that was moved to another encounter is no longer this one's, unless this one lists it. */
const isOf = (encounter: Key | null, root: Key, rank: number, graph: Graph) =>
	rank !== unranked || (encounter !== null && graph.resolve(encounter) === root);

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function newsOf(key: Key, told: string | null, graph: Graph): number {
	return graph.nodes.get(key)?.row.statedAt?.getTime() ?? (told === null ? 0 : Date.parse(told));
}

function drugsOf(root: Key, graph: Graph, found: Found): { item: string; quantity: number }[] {
	const amounts = new Map<string, { amount: number; key: Key }>();
	for (const key of graph.referring(root, 'encounter')) {
		const dispense = graph.find(key, 'MedicationDispense');
		if (dispense === undefined || !dispense.isGiven || graph.resolve(dispense.encounter) !== root) continue;
		const item = itemOf(dispense, graph);
		if (item === undefined) {
			found.missing.push('Medication');
			continue;
		}
		const standing = amounts.get(item);
		amounts.set(item, { amount: (standing?.amount ?? 0) + dispense.quantity, key: standing?.key ?? key });
		found.newest = Math.max(found.newest, newsOf(key, dispense.handedOverAt, graph));
	}
	const sorted = [...amounts.entries()].sort(([a], [b]) => compare(a, b));
	sorted.forEach(([, { key }], i) => found.sources.set(`drugs.${i}`, key));
	// Part of a unit was used up, too: the rest of a bottle is not dispensed again.
	return sorted.map(([item, { amount }]) => ({ item, quantity: Math.ceil(amount) }));
}

function itemOf({ medication, measure }: FactsOf<'MedicationDispense'>, graph: Graph): string | undefined {
	const item = 'item' in medication ? medication.item : graph.find(medication.key, 'Medication')?.item;
	return item === undefined ? undefined : countedItem(item, measure);
}

type Stay = { ward: WardClassId; from: string; to: string | null };

function wardsOf(places: readonly Place[], graph: Graph, found: Found): Stay[] {
	return places.flatMap((place) => {
		const ward = wardIn(place, graph);
		if (ward === null && place.location !== null && graph.find(place.location, 'Location') === undefined)
			found.missing.push('Location');
		return ward === null ? [] : [{ ward, from: place.from, to: place.to }];
	});
}

/** A bed lies in a room, a room in a ward. */
const maxLevels = 4;

function wardIn({ ward, location }: Place, graph: Graph): WardClassId | null {
	return ward ?? wardOfLocation(location, graph);
}

export function wardOfLocation(key: Key | null, graph: Graph): WardClassId | null {
	for (let level = 0, at = key; level < maxLevels && at !== null; level++) {
		const location = graph.find(at, 'Location');
		if (location === undefined) return null;
		if (location.ward !== null) return location.ward;
		at = location.partOf;
	}
	return null;
}

function segmentsOf(stays: readonly Stay[], dischargedAt: string | null) {
	if (stays.length === 0) return null;
	return [...stays]
		.sort((a, b) => Date.parse(a.from) - Date.parse(b.from) || compare(a.ward, b.ward))
		.map(({ ward, from, to }) => ({ ward, from, to: to ?? dischargedAt }));
}

/** A stay counts by the most intensive care that it needed. */
const byIntensity = ['nicu', 'picu', 'icu', 'dialysis'] as const;

export function serviceOf(encounter: EncounterFacts, graph: Graph): ServiceId {
	if (encounter.kind === 'emergency') return 'emergency';
	const wards = encounter.places.map((place) => wardIn(place, graph));
	if (encounter.kind === 'outpatient')
		return encounter.isDialysis || wards.includes('dialysis') ? 'dialysis' : 'outpatient';
	return byIntensity.find((ward) => wards.includes(ward)) ?? 'inpatient-3';
}
