import type { LetterFault, LetterKind } from '../../domain/guarantee-letter.ts';
import type { ClaimState } from '../../domain/role.ts';
import type { ServiceId } from '../../domain/service.ts';
import type { LetterView } from '../coverage.ts';
import type { Snapshot } from './snapshot.ts';

/** What waits for Dinkes, or was decided. */
export type RequestView = {
	id: string;
	facility: string;
	facilityName: string;
	kind: LetterKind;
	service: ServiceId;
	referral: string | null;
	emergency: boolean | null;
	/** The day of the service that the letter would be for. */
	serviceDay: string;
	bornOn: string | null;
	sktm: string | null;
	/** What the rules had against it: codes. */
	reasons: string[];
	requestedAt: string;
	decidedAt: string | null;
	decision: 'issued' | 'refused' | null;
	note: string | null;
	number: string | null;
};

/** Claims whose letter does not hold, by facility and fault. */
export type LetterFaultRow = {
	facility: string;
	facilityName: string;
	fault: LetterFault;
	claims: number;
	billedRupiah: number;
};

export type LetterDeskView = {
	snapshot: Snapshot;
	letters: LetterView[];
	requests: RequestView[];
	counts: { issued: number; cancelled: number; facilities: number };
	countedDays: number;
	mostRows: number;
	faults: LetterFaultRow[];
	/** Wishes and faults rest on visits: they are for those who see rows of visits. */
	seesWishes: boolean;
	mayDecide: boolean;
};

/** One letter, and the claims that name it. */
export type LetterPageView = {
	letter: LetterView;
	claims: { facility: string; claimNo: string; state: ClaimState; serviceFrom: string }[];
};

/** What anybody learns who holds a letter's token. Never who. */
export type VerifyView =
	| { standing: 'forged' | 'unknown' }
	| {
			standing: 'valid' | 'cancelled' | 'expired';
			number: string;
			facilityName: string;
			service: ServiceId;
			validFrom: string;
			validTo: string;
	  };
