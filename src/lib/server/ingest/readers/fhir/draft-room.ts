import type { Draft, DraftContext } from './drafts.ts';
import { listed } from './drafts.ts';
import { wardOfLocation } from './draft-visit.ts';
import type { Key, LocationFacts } from './facts.ts';
import type { Graph, Node } from './graph.ts';

type Bed = { facts: LocationFacts; heardAt: number };

const minuteMs = 60_000;

/** Single beds as the room that they make up: how many there are, how many are taken, when one was last heard of. */
export function draftRoom(root: Key, room: LocationFacts, { graph }: DraftContext): Draft | null {
	const beds = bedsOf(root, room, graph);
	if (beds.length === 0) return null;
	const inUse = beds.filter(({ facts }) => facts.isActive);
	const count = (state: LocationFacts['state']) => inUse.filter(({ facts }) => facts.state === state).length;
	const ward =
		wardOfLocation(root, graph) ??
		beds
			.map(({ facts }) => facts.ward)
			.sort()
			.find((one) => one !== null);
	const isTold = inUse.length === 0 || inUse.some(({ facts }) => facts.state !== null);
	const time = Math.max(...beds.map(({ heardAt }) => heardAt));
	return {
		root,
		type: 'id.denyut.bed.v1',
		data: {
			ward: ward ?? 'other',
			room: room.name,
			capacity: inUse.length,
			occupied: count('occupied'),
			free: count('free'),
			reportedAt: new Date(time).toISOString()
		},
		persons: null,
		facility: room.facility ?? beds.map(({ facts }) => facts.facility).find((one) => one !== null) ?? null,
		time,
		sources: new Map(),
		missing: listed([...(ward ? [] : ['service class']), ...(isTold ? [] : ['operationalStatus'])]),
		isReady: ward !== undefined && isTold
	};
}

function bedsOf(root: Key, room: LocationFacts, graph: Graph): Bed[] {
	const keys = new Set([...(room.isBed ? [root] : []), ...graph.referring(root, 'part')]);
	return [...keys].flatMap((key) => {
		const node = graph.nodes.get(key);
		const facts = graph.find(key, 'Location');
		if (node === undefined || facts === undefined || !facts.isBed) return [];
		if (key !== root && (facts.partOf === null || graph.resolve(facts.partOf) !== root)) return [];
		return [{ facts, heardAt: heardAt(node) }];
	});
}

/** To the minute where the sender does not say: the same report sent again at once is the same. */
function heardAt({ row }: Node): number {
	return row.statedAt?.getTime() ?? Math.floor(row.receivedAt.getTime() / minuteMs) * minuteMs;
}
