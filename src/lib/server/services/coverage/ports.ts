/** What the services of cards and letters are handed by the composition root. */
import type { Viewer } from '../../../domain/viewer.ts';
import type { LetterView } from '../../../protocol/coverage.ts';
import type { Locale } from '../../../protocol/refusals.ts';
import type { Attempt, Taken } from '../../auth/accounts/attempts.ts';
import type { LetterSigner } from '../../auth/letters/letter-signature.ts';
import type { CardFacts, CardQuestion } from '../../store/letters/cards.ts';
import type { Heard } from '../../store/letters/heard.ts';

export type CoveragePorts = {
	signer: LetterSigner;
	/** A number below this one, which nobody can foresee. */
	draw: (below: number) => number;
	/** Settles when it is written down who asked whose card: before the answer is given. */
	recordLook: (look: { viewer: Viewer; what: string; personId: string | null }) => Promise<void>;
	/** What is known of a card; those who ask at once are answered together. */
	readCard: (question: CardQuestion) => Promise<CardFacts>;
	/** When each register was last heard of. */
	readHeard: () => Promise<Heard>;
	/** The random id of whoever has this NIK, made where there is none. Null for what is no NIK. */
	makePerson: (nik: string) => Promise<string | null>;
	takeAttempt: (kind: Attempt, of: string) => Promise<Taken>;
	printLetter: (
		page: { letter: LetterView; verifyAt: string; demo: boolean; mark: string | null },
		locale: Locale
	) => Promise<Uint8Array>;
	sealContact: (text: string) => Uint8Array;
	openContact: (sealed: Uint8Array) => string;
};
