/** Signals by e-mail, as somebody's own account page shows them. */
import type { Locale } from '../refusals.ts';

export type MailChoice = {
	/** In which the letters are written. */
	locale: Locale;
	/** Ids of disease groups; none for all. */
	diseases: string[];
};

export type SignalMailView =
	/** This installation sends none, or this account is everybody's. */
	| { state: 'off' | 'demo' }
	/** `fixed` is the address that the administrator gave the account; null where the person enters one. */
	| { state: 'none'; fixed: string | null }
	/** A code is on its way to the address. */
	| { state: 'waiting'; address: string; choice: MailChoice }
	| {
			state: 'on';
			address: string;
			choice: MailChoice;
			/** When the last letter came back for good, unless one arrived since. */
			refusedAt: string | null;
	  };

export type SignalMailRefusal = 'off' | 'bad-address' | 'no-disease' | 'wrong-code' | 'too-many';

export type SignalMailAnswer =
	| { outcome: 'asked' | 'on' | 'changed' | 'stopped' }
	| { outcome: 'refused'; why: SignalMailRefusal; retryAfterSeconds: number }
	| { outcome: 'forbidden' };
