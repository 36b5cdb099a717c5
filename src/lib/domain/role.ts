/**
 * Who may do what. A *role* reads: it belongs to a person's session or a read key. A *party* asserts: it
 * belongs to the key that sends events. The authority table below is the only place that says who may state
 * what; ingest asks `mayAssert` and knows no rule of its own.
 */
export const roles = ['executive', 'planner', 'hospital', 'verifier', 'finance', 'admin', 'public'] as const;
export type Role = (typeof roles)[number];

export const parties = ['hospital', 'verifier', 'finance', 'dinkes', 'register', 'importer'] as const;
export type Party = (typeof parties)[number];

/** Kinds of event, the middle word of the wire type `id.denyut.<kind>.v1`. */
export const eventKinds = ['visit', 'bed', 'claim', 'member', 'stock', 'tally'] as const;
export type EventKind = (typeof eventKinds)[number];

/** A claim's way: the hospital submits, the verifier and Dinkes answer, finance (BPKAD) pays. */
export const claimStates = ['submitted', 'returned', 'verified', 'rejected', 'approved', 'paid'] as const;
export type ClaimState = (typeof claimStates)[number];

export interface Authority {
	readonly kinds: readonly EventKind[];
	readonly claimStates: readonly ClaimState[];
	/** The key's own facility is the only one it may speak for. */
	readonly ownFacilityOnly: boolean;
	/** May say when the product learned something (`knownOn`), so that real history can be replayed. */
	readonly mayStateKnownOn: boolean;
}

export const authority: Readonly<Record<Party, Authority>> = {
	hospital: {
		kinds: ['visit', 'bed', 'claim', 'stock', 'tally'],
		claimStates: ['submitted'],
		ownFacilityOnly: true,
		mayStateKnownOn: false
	},
	verifier: {
		kinds: ['claim'],
		claimStates: ['returned', 'verified', 'rejected'],
		ownFacilityOnly: false,
		mayStateKnownOn: false
	},
	finance: { kinds: ['claim'], claimStates: ['paid'], ownFacilityOnly: false, mayStateKnownOn: false },
	dinkes: {
		kinds: ['claim', 'member', 'stock', 'tally'],
		claimStates: ['approved', 'returned', 'rejected'],
		ownFacilityOnly: false,
		mayStateKnownOn: false
	},
	register: { kinds: ['member'], claimStates: [], ownFacilityOnly: false, mayStateKnownOn: false },
	importer: { kinds: eventKinds, claimStates, ownFacilityOnly: false, mayStateKnownOn: true }
};

/** May this party state this? The facility is the caller's to compare where `ownFacilityOnly`. */
export function mayAssert(party: Party, kind: EventKind, claimState: ClaimState | null): boolean {
	const { kinds, claimStates: states } = authority[party];
	if (!kinds.includes(kind)) return false;
	if (kind !== 'claim') return claimState === null;
	return claimState !== null && states.includes(claimState);
}

export function isRole(text: string): text is Role {
	return (roles as readonly string[]).includes(text);
}

export function isParty(text: string): text is Party {
	return (parties as readonly string[]).includes(text);
}
