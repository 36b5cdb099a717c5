/**
 * Alerts to webhooks and to mailboxes. The watch raises and clears alerts and writes their messages (one process at a time),
 * the delivery sends what is due (every process; a message is taken by one): letters in rounds of their own, so that a slow
 * mail server holds up no hospital's webhook. A message is open → (2xx) delivered, or (anything else) open again after a
 * growing pause → given up after two days, or at once where it is refused for good. A process that dies with one leaves it due again after the lease: receivers may hear twice, and know
 * it by the delivery's id (a letter's Message-ID).
 */
import type { Logger } from 'pino';
import { randomUUID } from 'node:crypto';
import type { StandingAlert } from '../../../protocol/alerts.ts';
import { webhookSecret } from '../../auth/webhook-secret.ts';
import type { Sql } from '../../store/connect.ts';
import {
	everydayEnds,
	forgetDeliveriesBefore,
	hasWebhooks,
	recordDelivery,
	settleAlerts,
	takeDue,
	takeWatch,
	type DeliveryOutcome,
	type DueDelivery,
	type Way
} from '../../store/webhooks.ts';
import { faultOf } from '../../fault.ts';
import type { LettersOut } from '../mail/letters-out.ts';
import type { Judged } from './attempt.ts';
import { postMessage } from './post-message.ts';

export type WebhookOptions = {
	sql: Sql;
	clock: () => Date;
	log: Logger;
	serverKey: Buffer;
	/** Hosts that may lie on a private address. */
	allowedHosts: readonly string[];
	findStanding: () => Promise<StandingAlert[]>;
	/** Sends what goes to mailboxes. */
	letters: Pick<LettersOut, 'send'>;
	/** 0 to 1, for the jitter. */
	random?: () => number;
};

const deliverEveryMs = 5_000;
const watchEveryMs = 30_000;
const holdWatchMs = 2 * 60_000;
const timeoutMs = 10_000;
const leaseMs = 60_000;
const batch = 10;
const keptMs = 90 * 86_400_000;
/** Pauses after the first, second … failure, in seconds: nearly two days in all. */
const pauses = [15, 60, 300, 900, 3_600, 10_800, 21_600, 43_200, 86_400];
const gone = 410;

export class WebhookJob {
	readonly #options: WebhookOptions;
	readonly #holder = randomUUID();
	readonly #timers: NodeJS.Timeout[];
	/** The last round of each way; the watch turns with that of programs. */
	readonly #rounds: Record<Way, Promise<void>> = {
		programs: Promise.resolve(),
		mailboxes: Promise.resolve()
	};
	#stopped = false;

	constructor(options: WebhookOptions) {
		this.#options = options;
		this.#timers = [
			...(['programs', 'mailboxes'] as const).map((way) =>
				setInterval(() => this.#turn(way, () => this.#deliver(way)), deliverEveryMs).unref()
			),
			setInterval(() => this.#turn('programs', () => this.watch()), watchEveryMs).unref()
		];
	}

	async stop(): Promise<void> {
		this.#stopped = true;
		for (const timer of this.#timers) clearInterval(timer);
		await Promise.all(Object.values(this.#rounds));
	}

	/** Looks once at what stands. Costs one small query while there is no webhook. */
	async watch(): Promise<void> {
		const { sql, clock, findStanding } = this.#options;
		const now = clock();
		if (!(await hasWebhooks(sql)) || !(await takeWatch(sql, this.#holder, now, holdWatchMs))) return;
		await settleAlerts(sql, await findStanding(), now);
		await forgetDeliveriesBefore(sql, new Date(now.getTime() - keptMs));
	}

	/** Sends what is due, both ways. */
	async deliver(): Promise<void> {
		await Promise.all([this.#deliver('programs'), this.#deliver('mailboxes')]);
	}

	async #deliver(way: Way): Promise<void> {
		const { sql, clock } = this.#options;
		for (;;) {
			const due = await takeDue(sql, { way, now: clock(), leaseMs, limit: batch });
			await Promise.all(due.map((one) => this.#send(one)));
			if (due.length < batch || this.#stopped) return;
		}
	}

	/** Rounds of one way never overlap: one that takes long puts the next off. */
	#turn(way: Way, round: () => Promise<void>): void {
		this.#rounds[way] = this.#rounds[way].then(async () => {
			if (this.#stopped) return;
			// The database is away: the next round tries again, and health says so meanwhile.
			await round().catch((error: unknown) => this.#options.log.warn({ fault: faultOf(error) }, 'webhooks'));
		});
	}

	async #send(due: DueDelivery): Promise<void> {
		const { sql, letters, log } = this.#options;
		const isLetter = due.url.startsWith('mailto:');
		const attempt = isLetter ? await letters.send(due) : await this.#post(due);
		const outcome = this.#judge(due, attempt);
		await recordDelivery(sql, due.id, outcome);
		if (outcome.outcome !== 'given-up') return;
		const { fault, status } = outcome;
		const lost = { webhook: due.webhookId, delivery: due.id, fault, status };
		if (isEveryday(fault)) log.info(lost, 'an e-mail was not sent any more');
		else log.warn(lost, isLetter ? 'an e-mail was given up' : 'a webhook was given up');
	}

	async #post(due: DueDelivery): Promise<Judged> {
		const { clock, serverKey, allowedHosts } = this.#options;
		const secret = webhookSecret(serverKey, due.webhookId);
		const attempt = await postMessage({ ...due, secret }, { allowedHosts, now: clock(), timeoutMs });
		return { ...attempt, isFinal: attempt.status === gone };
	}

	#judge({ attempts }: DueDelivery, { status, fault, isFinal }: Judged): DeliveryOutcome {
		const { clock, random = Math.random } = this.#options;
		const now = clock();
		if (fault === null) return { outcome: 'delivered', status: status ?? 0, fault, at: now };
		const pause = pauses[attempts - 1];
		if (pause === undefined || isFinal) return { outcome: 'given-up', status, fault, at: now };
		// Many receivers that were away together must not all be called in the same instant.
		const at = new Date(now.getTime() + pause * 1000 * (0.8 + 0.4 * random()));
		return { outcome: 'again', status, fault, at };
	}
}

const isEveryday = (fault: string) => (everydayEnds as readonly string[]).includes(fault);
