/** What cards and guarantee letters need beside the database: a signature, chance, persons by number, and who asks how often. */
import { hkdfSync, randomInt } from 'node:crypto';
import { Attempts } from '../auth/accounts/attempts.ts';
import { LetterSigner } from '../auth/letters/letter-signature.ts';
import { printGuaranteeLetter } from '../export/guarantee-letter.ts';
import { seal, unseal } from '../ingest/hold.ts';
import { PersonRace, PersonRegister } from '../ingest/person-register.ts';
import type { Pseudonymiser } from '../ingest/pseudonym.ts';
import { findPersonHint } from '../ingest/screen.ts';
import type { CoveragePorts } from '../services/coverage/ports.ts';
import type { Sql } from '../store/connect.ts';
import { readCards, type CardQuestion } from '../store/letters/cards.ts';
import { Gather } from '../store/letters/gather.ts';
import { HeardSources } from '../store/letters/heard.ts';
import { CardLooks } from '../store/letters/looks.ts';
import { attemptTable } from '../store/sign-in-attempts.ts';
import { inTransaction } from '../store/transaction.ts';
import type { RecordLooks } from '../store/trail/append.ts';

type Parts = {
	sql: Sql;
	cards: Sql;
	recordLooks: RecordLooks;
	serverKey: Buffer;
	letterKey: Buffer;
	pseudonymiser: Pseudonymiser;
	clock: () => Date;
};

const mostTries = 3;

export function openCoverage({
	sql,
	cards: readers,
	recordLooks,
	serverKey,
	letterKey,
	pseudonymiser,
	clock
}: Parts): CoveragePorts {
	const contactKey = Buffer.from(hkdfSync('sha256', serverKey, '', 'denyut complaint contact', 32));
	const looks = new CardLooks(sql, recordLooks);
	const heard = new HeardSources(sql);
	const cards = new Gather((questions: CardQuestion[]) => readCards(readers, questions));
	const attempts = new Attempts(attemptTable(sql), serverKey);
	return {
		signer: new LetterSigner(letterKey),
		draw: (below) => randomInt(below),
		recordLook: (look) => looks.record(look),
		readHeard: () => heard.read(),
		readCard: (question) => cards.ask(question),
		makePerson: (nik) => makePerson(sql, pseudonymiser, nik, clock()),
		takeAttempt: (kind, of) => attempts.take(kind, of),
		printLetter: printGuaranteeLetter,
		sealContact: (text) => seal(contactKey, text),
		openContact: (sealed) => String(unseal(contactKey, sealed))
	};
}

/** The id of whoever has this number, made where nobody spoke of them yet. Null for what is no number. */
async function makePerson(
	sql: Sql,
	pseudonymiser: Pseudonymiser,
	nik: string,
	now: Date
): Promise<string | null> {
	const hint = findPersonHint(nik, { pseudonymiser, now });
	if (hint === undefined) return null;
	for (let attempt = 1; ; attempt++) {
		try {
			return await inTransaction(sql, async (tx) => {
				const { idOf, made } = await new PersonRegister(pseudonymiser).resolve(tx, [hint]);
				await made;
				return idOf(hint.mac);
			});
		} catch (error) {
			if (!(error instanceof PersonRace) || attempt >= mostTries) throw error;
		}
	}
}
