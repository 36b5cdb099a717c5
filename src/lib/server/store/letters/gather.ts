/**
 * Many small questions made few large ones: those who ask while an answer is under way are asked for together in the next.
 * Alone, a question waits for nobody; in a rush, a statement answers a hundred.
 *
 * States: idle (nothing waits, nothing runs); running (one piece of work; what comes meanwhile waits). Work that fails, fails
 * for all who were in it.
 */
type Waiting<Question, Answer> = {
	question: Question;
	done: (answer: Answer) => void;
	failed: (error: unknown) => void;
};

/** A statement of this size is answered as quickly as a small one. */
const mostInOne = 200;

export class Gather<Question, Answer> {
	#waiting: Waiting<Question, Answer>[] = [];
	#isRunning = false;

	/** @param work answers in the order of the questions */
	constructor(readonly work: (questions: Question[]) => Promise<Answer[]>) {}

	ask(question: Question): Promise<Answer> {
		return new Promise((done, failed) => {
			this.#waiting.push({ question, done, failed });
			if (!this.#isRunning) void this.#run();
		});
	}

	async #run(): Promise<void> {
		this.#isRunning = true;
		while (this.#waiting.length > 0) {
			const group = this.#waiting.splice(0, mostInOne);
			try {
				const answers = await this.work(group.map(({ question }) => question));
				for (const [index, { done }] of group.entries()) done(answers[index] as Answer);
			} catch (error) {
				for (const { failed } of group) failed(error);
			}
		}
		this.#isRunning = false;
	}
}
