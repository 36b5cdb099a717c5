import type { Facts, Key } from './facts.ts';
import type { Graph } from './graph.ts';

/** What a part waits for; null for what waits for nobody, or makes events of its own and is judged with them. */
export function lacksOf(key: Key, facts: Facts | null, graph: Graph): string[] | null {
	switch (facts?.type) {
		case 'Condition': {
			if (facts.code === null) return null;
			const isListed = graph.referring(key, 'diagnosis').length > 0;
			return isListed || graph.find(facts.encounter, 'Encounter') ? [] : ['Encounter'];
		}
		case 'MedicationDispense': {
			const { encounter, medication } = facts;
			const isKnown = 'item' in medication || graph.find(medication.key, 'Medication') !== undefined;
			return [
				...(graph.find(encounter, 'Encounter') ? [] : ['Encounter']),
				...(isKnown ? [] : ['Medication'])
			];
		}
		case 'Location':
			if (!facts.isBed || facts.partOf === null) return null;
			return graph.find(facts.partOf, 'Location') ? [] : ['Location'];
		default:
			return null;
	}
}
