/**
 * One committer a process. Requests wait in a bounded queue; while a transaction runs, those that arrive are gathered
 * into the next, and a second one runs beside it under load. States of a request: queued → in a group → committed (answered), or, when its group failed, alone →
 * committed, or, when it failed alone for a reason that lies in its data, halved until the event at fault is found and
 * quarantined. A transient fault answers 503 and stores nothing; sending again counts nothing twice.
 */
import type { BatchAnswer } from '../../protocol/events.ts';
import type { Changes } from '../../protocol/live.ts';
import type { Sql } from '../store/connect.ts';
import { RequestRefusal } from './batch.ts';
import { AtomicRefusal, postGroup, type PostContext } from './post-group.ts';
import type { Submission } from './submission.ts';

export type Committed = { change: number; committedAt: Date; changes: Changes };

export type CommitterOptions = Omit<PostContext, 'onLocked'> & {
	sql: Sql;
	maxQueuedEvents: number;
	maxGroupEvents: number;
	onCommit: (committed: Committed) => void;
	onFault: (error: unknown) => void;
};

type Waiting = {
	submission: Submission;
	resolve: (answer: BatchAnswer) => void;
	reject: (error: unknown) => void;
};

/** Transactions under way at once, each on its own connection; writers of one facility still wait for each other. */
const maxRunning = 2;
const worthASecond = 250;

export class Committer {
	readonly #options: CommitterOptions;
	#queue: Waiting[] = [];
	#queuedEvents = 0;
	#running = 0;
	#isStarting = false;
	/** The group started last has not its locks yet: another one must not overtake it. */
	#isLocking = false;
	#idle: (() => void)[] = [];

	constructor(options: CommitterOptions) {
		this.#options = options;
	}

	/** Answers after a synchronous commit. @throws RequestRefusal `busy`, `unavailable`, or `settled` when what it replaces is gone. */
	submit(submission: Submission): Promise<BatchAnswer> {
		const size = submission.items.length;
		if (this.#queuedEvents > 0 && this.#queuedEvents + size > this.#options.maxQueuedEvents)
			return Promise.reject(new RequestRefusal('busy'));
		this.#queuedEvents += size;
		return new Promise<BatchAnswer>((resolve, reject) => {
			this.#queue.push({ submission, resolve, reject });
			this.#startSoon();
		});
	}

	/** Resolves when everything that was taken is answered. */
	async drain(): Promise<void> {
		if (this.#running === 0 && this.#queue.length === 0) return;
		await new Promise<void>((resolve) => this.#idle.push(resolve));
	}

	/** One turn of the event loop later, so that requests read in the same turn share a transaction. */
	#startSoon(): void {
		if (this.#isStarting) return;
		this.#isStarting = true;
		setImmediate(() => {
			this.#isStarting = false;
			while (this.#mayStart()) void this.#runGroup(this.#takeGroup());
		});
	}

	/** A second transaction runs beside the first only when enough waits: else it would only make groups small. */
	#mayStart(): boolean {
		if (this.#queue.length === 0 || this.#running >= maxRunning || this.#isLocking) return false;
		if (this.#running === 0) return true;
		return (
			this.#queue.reduce((events, { submission }) => events + submission.items.length, 0) >= worthASecond
		);
	}

	async #runGroup(group: Waiting[]): Promise<void> {
		this.#running += 1;
		this.#isLocking = true;
		await this.#commitGroup(group);
		this.#running -= 1;
		this.#isLocking = false;
		for (const { submission } of group) this.#queuedEvents -= submission.items.length;
		if (this.#queue.length > 0) this.#startSoon();
		else if (this.#running === 0) for (const resolve of this.#idle.splice(0)) resolve();
	}

	/** An atomic request goes alone: what makes it fail must not undo anybody else's. */
	#takeGroup(): Waiting[] {
		let events = 0;
		let taken = 0;
		for (const { submission } of this.#queue) {
			const size = submission.items.length;
			if (taken > 0 && (events + size > this.#options.maxGroupEvents || submission.mode === 'atomic')) break;
			events += size;
			taken += 1;
			if (submission.mode === 'atomic') break;
		}
		return this.#queue.splice(0, taken);
	}

	async #commitGroup(group: Waiting[]): Promise<void> {
		try {
			const answers = await this.#post(group.map(({ submission }) => submission));
			group.forEach(({ resolve }, i) => resolve(answers[i] ?? emptyAnswer()));
		} catch (error) {
			if (group.length > 1 && !isTransient(error)) {
				for (const one of group) await this.#commitGroup([one]);
				return;
			}
			for (const one of group) await this.#answerFailure(one, error);
		}
	}

	async #answerFailure({ submission, resolve, reject }: Waiting, error: unknown): Promise<void> {
		if (error instanceof AtomicRefusal) return resolve(error.answer);
		if (error instanceof RequestRefusal) return reject(error);
		if (isTransient(error)) {
			this.#options.onFault(error);
			return reject(new RequestRefusal('unavailable'));
		}
		this.#options.onFault(error);
		try {
			resolve(await this.#postHalved(submission, error));
		} catch (second) {
			this.#options.onFault(second);
			reject(second instanceof RequestRefusal ? second : new RequestRefusal('unavailable'));
		}
	}

	/** Finds the events that the database will not take, quarantines them and stores the rest. */
	async #postHalved(submission: Submission, error: unknown): Promise<BatchAnswer> {
		if (submission.mode === 'atomic') return unstorableAtomic(submission, error);
		if (submission.items.length === 1) {
			const [answer] = await this.#post([{ ...submission, unstorable: reasonOf(error) }]);
			return answer ?? emptyAnswer();
		}
		const middle = Math.ceil(submission.items.length / 2);
		const answers: BatchAnswer[] = [];
		for (const items of [submission.items.slice(0, middle), submission.items.slice(middle)]) {
			const half = { ...submission, items };
			answers.push(
				await this.#post([half]).then(
					([answer]) => answer ?? emptyAnswer(),
					(fault: unknown) => {
						if (isTransient(fault)) throw new RequestRefusal('unavailable');
						return this.#postHalved(half, fault);
					}
				)
			);
		}
		return answers.reduce(addAnswers, emptyAnswer());
	}

	async #post(submissions: Submission[]): Promise<BatchAnswer[]> {
		const onLocked = () => {
			this.#isLocking = false;
			if (this.#queue.length > 0) this.#startSoon();
		};
		const { answers, committed } = await postGroup(this.#options.sql, submissions, {
			...this.#options,
			onLocked
		});
		if (committed) this.#tell(committed);
		return answers;
	}

	/** It is committed: whatever telling others runs into must not look like a failed commit. */
	#tell(committed: Committed): void {
		try {
			this.#options.onCommit(committed);
		} catch (error) {
			this.#options.onFault(error);
		}
	}
}

const emptyAnswer = (): BatchAnswer => ({ accepted: 0, duplicate: 0, quarantined: 0, errors: [] });

function addAnswers(a: BatchAnswer, b: BatchAnswer): BatchAnswer {
	return {
		accepted: a.accepted + b.accepted,
		duplicate: a.duplicate + b.duplicate,
		quarantined: a.quarantined + b.quarantined,
		errors: [...a.errors, ...b.errors]
	};
}

function unstorableAtomic(submission: Submission, error: unknown): BatchAnswer {
	const message = `The database refused this batch (${reasonOf(error)}). Nothing of it was stored.`;
	return {
		...emptyAnswer(),
		rejected: submission.items.length,
		errors: [{ index: 0, id: null, code: 'unstorable', field: null, message }]
	};
}

const codeOf = (error: unknown) =>
	typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

/** The code alone: the driver's message may repeat what was sent. */
const reasonOf = (error: unknown) =>
	/^[0-9A-Z]{5}$/.test(codeOf(error)) ? `SQLSTATE ${codeOf(error)}` : 'unknown';

/**
 * Only what PostgreSQL says of the data itself (bad value, broken constraint, too large) lies in an event. Everything else
 * may succeed later, or is our fault: nothing is quarantined for it, and what a sender keeps it can send again.
 */
function isTransient(error: unknown): boolean {
	return !(error instanceof AtomicRefusal) && !/^(22|23|54)/.test(codeOf(error));
}
