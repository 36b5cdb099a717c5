/** Signals by e-mail: who may ask for them, of which diseases, and where they may go. */
import { mayDo, scopeOf } from './access.ts';
import type { Role } from './role.ts';
import { findDiseaseGroup } from './surveillance-diseases.ts';

/** A code proves that whoever asked reads the mailbox; it is good for this long. */
export const mailCode = { digits: 8, goodForMinutes: 30 } as const;

/** Of RFC 5321, without its quoted forms: nothing here ends a line, begins another address or a name. */
const addressPattern =
	/^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)+$/i;
const longestAddress = 254;

/** The one rule for an address of a person or a sender, wherever it is entered. @param text without blanks around it */
export const isMailAddress = (text: string): boolean =>
	text.length <= longestAddress && addressPattern.test(text);

/** @param role of the account as it stands now, not as it stood when somebody asked */
export const mayGetSignalMail = (role: Role): boolean => mayDo(role, 'mail-signals');

/** An administrator is told that a signal stands; how many fell ill is not theirs to know, in a letter as little as on the page. */
export const isToldCounts = (role: Role): boolean => scopeOf(role, 'visits') === 'all';

/** @param diseases none for all */
export const isAskedFor = (diseases: readonly string[], disease: string): boolean =>
	diseases.length === 0 || diseases.includes(disease);

/** Those that there are, each once. */
export const knownDiseases = (ids: readonly string[]): string[] =>
	[...new Set(ids)].filter((id) => findDiseaseGroup(id) !== undefined);
