import type { SharedClass } from '../../domain/bed-way.ts';
import type { EventRefusal } from '../refusals.ts';
import type { Snapshot } from './snapshot.ts';
import type { SourceCounts, UnjoinedRow } from './quality.ts';

/** A key as it may be shown: its secret stands nowhere. */
export type ConnectKey = {
	id: string;
	label: string | null;
	kind: 'send' | 'read';
	createdAt: string;
	revokedAt: string | null;
};

export const connectProtocols = [
	...(['events', 'fhir', 'sirs', 'aplicares', 'eklaim', 'vclaim'] as const),
	/** Asked before a patient is treated. */
	...(['eligibility', 'sjp'] as const),
	'feed'
] as const;
export type ConnectProtocol = (typeof connectProtocols)[number];
/** Where a protocol is served here; `path` comes after this server's own address. */
export type ConnectAddress = { protocol: ConnectProtocol; path: string };

/**
 * What became of an event. `kept`: older than what stood, so it changes nothing. Duplicates are counted by request, since
 * nothing of them is stored.
 */
export type TailRow = {
	key: string;
	/** ISO instant at which we learned it. */
	at: string;
} & (
	| {
			fate: 'accepted' | 'kept';
			type: string;
			id: string;
			/** Ward and room, service, state, item or code: nothing that leads to a person. */
			about: { ward: string; room: string } | { word: string };
	  }
	| { fate: 'duplicate'; source: string; count: number }
	| {
			fate: 'quarantined';
			type: string | null;
			id: string | null;
			times: number;
			refusal: EventRefusal;
			/** Where it can be put right; null once that was done. */
			heldId: string | null;
	  }
);

export type ConnectView = {
	snapshot: Snapshot;
	/** Those that have a key or were heard of come first. */
	facilities: { code: string; name: string; isConnected: boolean }[];
	addresses: ConnectAddress[];
	/** Null until a facility is chosen. */
	chosen: {
		code: string;
		name: string;
		keys: ConnectKey[];
		/** May this viewer make and revoke them? */
		mayManageKeys: boolean;
		today: SourceCounts;
		lastSeenAt: string | null;
		tail: TailRow[];
		/** How many days the tail reaches back. */
		tailDays: number;
		/** What it sent over FHIR and what never met its partner; null for a past day. */
		unjoined: UnjoinedRow[] | null;
		/** Its ward classes that several ways tell: counted once, by one of them. */
		sharedClasses: SharedClass[];
	} | null;
};
