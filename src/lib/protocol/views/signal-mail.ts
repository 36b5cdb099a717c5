/** Signals by e-mail, as somebody's own account page shows them. */
import type { Locale } from '../refusals.ts';

export type MailChoice = {
	/** In which the letters are written. */
	locale: Locale;
	/** Ids of disease groups; none for all. */
	diseases: string[];
};

export type SignalMailView =
	/** This account is everybody's. */
	| { state: 'demo' }
	/** This installation sends none; `address` is what could be sent to if it did, and can be stopped; null where nothing stands. */
	| { state: 'off'; address: string | null }
	/** Asked for when the account might still see signals; can be stopped. */
	| { state: 'not-allowed'; address: string }
	/** `fixed` is the address that the administrator gave the account; null where the person enters one. */
	| { state: 'none'; fixed: string | null }
	/** A code is on its way to the address, unless it came back at `refusedAt`. */
	| { state: 'waiting'; address: string; choice: MailChoice; refusedAt: string | null }
	| {
			state: 'on';
			address: string;
			choice: MailChoice;
			/** When the last letter came back for good, unless one arrived since. */
			refusedAt: string | null;
	  };

export type SignalMailRefusal =
	'off' | 'bad-address' | 'no-disease' | 'all-and-some' | 'wrong-code' | 'too-many';

export type SignalMailAnswer =
	/** `cancelled`: what was stopped had not begun. */
	| { outcome: 'asked' | 'on' | 'changed' | 'stopped' | 'cancelled' }
	| { outcome: 'refused'; why: SignalMailRefusal; retryAfterSeconds: number }
	| { outcome: 'forbidden' };
