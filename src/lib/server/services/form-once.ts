/**
 * A form that makes something carries a token, drawn with its page. Sent twice, by an impatient finger or a reload, it makes one
 * thing: the second is given the answer of the first, where it comes to the same process soon after, and else is told that it
 * was sent before. What is shown once (a key, a password) is kept no longer than that, and nowhere but in memory.
 *
 * States of a token: unknown; being answered (who sends it meanwhile waits for that answer); made (its line stands in the
 * database). A form that was refused makes nothing: its token is unknown again, and the corrected form goes through.
 */
import type { Sql } from '../store/connect.ts';
import { forgetForm, noteForm } from '../store/form-sent.ts';

const rememberMs = 60_000;
const tokenPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export type FormSent = {
	/** Whose form; a stranger's is told by its token alone. */
	who: string;
	/** As the form gave it; one without a token is not held to be sent twice. */
	token: FormDataEntryValue | null;
};

export class FormsOnce {
	readonly #answers = new Map<string, Promise<unknown>>();

	constructor(
		readonly sql: Sql,
		readonly clock: () => Date
	) {}

	/**
	 * @param work makes it
	 * @param isMade of an answer: false for a refusal
	 * @returns null where it was made before and the answer is no longer known
	 */
	async send<Answer>(
		{ who, token }: FormSent,
		work: () => Promise<Answer>,
		isMade: (answer: Answer) => boolean
	): Promise<Answer | null> {
		if (typeof token !== 'string' || !tokenPattern.test(token)) return work();
		const key = `${who} ${token}`;
		const known = this.#answers.get(key) as Promise<Answer | null> | undefined;
		if (known !== undefined) return known;
		const answer = this.#first(who, token, work, isMade);
		this.#answers.set(key, answer);
		const forget = () => this.#answers.delete(key);
		answer.then(
			(one) => (one !== null && isMade(one) ? void setTimeout(forget, rememberMs).unref() : forget()),
			forget
		);
		return answer;
	}

	async #first<Answer>(
		who: string,
		token: string,
		work: () => Promise<Answer>,
		isMade: (answer: Answer) => boolean
	): Promise<Answer | null> {
		if (!(await noteForm(this.sql, who, token, this.clock()))) return null;
		let isDone = false;
		try {
			const answer = await work();
			isDone = isMade(answer);
			return answer;
		} finally {
			if (!isDone) await forgetForm(this.sql, who, token);
		}
	}
}
