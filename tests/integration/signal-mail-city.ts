/** A city with a disease that stands out, a mail server, and people who ask to be told: what the tests of letters share. */
import pino from 'pino';
import { expect, vi } from 'vitest';
import { kecamatan } from '../../src/lib/domain/area.ts';
import type { Role } from '../../src/lib/domain/role.ts';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import { createApp, type App } from '../../src/lib/server/app.ts';
import { readConfig } from '../../src/lib/server/config.ts';
import { LettersOut } from '../../src/lib/server/jobs/mail/letters-out.ts';
import { Mailer } from '../../src/lib/server/jobs/mail/mailer.ts';
import { WebhookJob, type WebhookOptions } from '../../src/lib/server/jobs/webhooks/webhook-job.ts';
import { loadKeys } from '../../src/lib/server/keys.ts';
import { MailboxServer } from '../support/mailbox-server.ts';
import { hospitalA } from './ingest-city.ts';
import { SignalCity } from './signal-city.ts';

export const origin = 'https://denyut.example';
/** A wish for all diseases, in Indonesian. */
export const allDiseases = { locale: 'id', isAll: true, diseases: [] } as const;
/** Where dengue stands out. */
export const [one = '', two = ''] = kecamatan.map(({ code }) => code);
const note = 'diperiksa di puskesmas';

type Delivery = { attempts: number; status: number | null; fault: string | null; over: boolean; next: Date };

export class SignalMailCity {
	readonly lines: string[] = [];
	readonly log = pino(
		{ level: 'trace', base: null },
		{ write: (line: string) => void this.lines.push(line) }
	);
	#people = 0;
	#job: Promise<WebhookJob> | undefined;

	private constructor(
		readonly city: SignalCity,
		readonly post: MailboxServer,
		readonly app: App,
		readonly closers: (() => Promise<unknown>)[]
	) {}

	/** One that fails half way leaves nothing open. */
	static async open(): Promise<SignalMailCity> {
		const closers: (() => Promise<unknown>)[] = [];
		// The applications' own rounds stand still, or one of them would take a letter before it is looked for.
		vi.useFakeTimers({ toFake: ['setInterval'] });
		closers.unshift(() => Promise.resolve(vi.useRealTimers()));
		try {
			const city = await SignalCity.open();
			closers.unshift(() => city.city.close());
			const post = await MailboxServer.open();
			closers.unshift(() => post.close());
			const { database, dataDir } = city.city;
			const config = readConfig({
				...{ DENYUT_DATA_DIR: dataDir, DENYUT_LOG_LEVEL: 'silent', ORIGIN: origin },
				...{ DENYUT_SMTP_URL: post.url, DENYUT_MAIL_FROM: 'Denyut <denyut@dinkes.example>' }
			});
			const app = await createApp(config, database.url, { clock: () => city.clock.now });
			closers.unshift(() => app.stop());
			await city.course([4, 5, 4, 6, 5, 4, 5, 4, 6, 5, 4, 5, 4, 6, 5, 4, 5, 4, 5, 23], 'A91', one);
			return new SignalMailCity(city, post, app, closers);
		} catch (error) {
			await closeAll(closers);
			throw error;
		}
	}

	async close(): Promise<void> {
		await closeAll([async () => (await this.#job)?.stop(), ...this.closers]);
	}

	get sql() {
		return this.city.city.database.sql;
	}

	/** Nobody, no signal and no letter, at the clock's first moment. */
	async empty(): Promise<void> {
		const { post } = this;
		post.received.length = 0;
		post.tried = 0;
		post.answer = () => null;
		post.sender = null;
		this.lines.length = 0;
		this.city.goTo('2026-11-22T05:00:00.000Z');
		await this.sql.begin(async (tx) => {
			// The history of signals refuses to be emptied: here each test begins with none.
			await tx`SET LOCAL session_replication_role = replica`;
			await tx`TRUNCATE webhook_delivery, webhook, alert, signal, signal_week, signal_move, signal_look, signal_round,
				user_account, sign_in_attempt CASCADE`;
		});
		await this.sql`DELETE FROM setting WHERE key = 'alert_watch'`;
	}

	/** As a process would have it; turned by hand. */
	async openJob(more: Partial<WebhookOptions> = {}): Promise<WebhookJob> {
		const { app, log } = this;
		const { server } = await loadKeys(app.config);
		const { sql, config } = app;
		const mailer = config.mail === undefined ? null : new Mailer(config.mail);
		const clock = () => this.city.clock.now;
		return new WebhookJob({
			...{ sql, clock, log, serverKey: server, allowedHosts: [], random: () => 0.5 },
			findStanding: () => app.services.alerts.findStanding(),
			letters: new LettersOut({ sql, clock, serverKey: server, demo: false, mailer }),
			...more
		});
	}

	/** One process: a second one could not watch beside it. */
	#own(): Promise<WebhookJob> {
		this.#job ??= this.openJob();
		return this.#job;
	}

	async deliver(): Promise<void> {
		await (await this.#own()).deliver();
	}

	laterBy(minutes: number): void {
		this.city.goTo(new Date(this.city.clock.now.getTime() + minutes * 60_000).toISOString());
	}

	async person(role: Role, email: string | null = null): Promise<Viewer> {
		const id = `orang-${++this.#people}`;
		const facility = role === 'hospital' ? hospitalA : null;
		await this.sql`INSERT INTO user_account (id, name, user_name, email, role, facility)
			VALUES (${id}, 'Orang Uji', ${id}, ${email}, ${role}, ${facility})`;
		return { name: `user:${id}`, role, facility };
	}

	of(viewer: Viewer) {
		return this.app.servicesFor(viewer).signalMail;
	}

	ask(viewer: Viewer, address: string) {
		return this.of(viewer).ask(viewer, { ...allDiseases, address });
	}

	/** In the newest letter. */
	get code(): string {
		return /\b\d{8}\b/.exec(this.post.received.at(-1)?.text ?? '')?.[0] ?? 'no code came';
	}

	async subscribe(viewer: Viewer, address: string, wish = {}): Promise<void> {
		const asked = await this.of(viewer).ask(viewer, { ...allDiseases, address, ...wish });
		expect(asked).toEqual({ outcome: 'asked' });
		await this.deliver();
		expect(await this.of(viewer).confirm(viewer, this.code)).toEqual({ outcome: 'on' });
		this.post.received.length = 0;
	}

	/** A disease stands out, and its alert is written down. */
	async watch(): Promise<void> {
		this.laterBy(1);
		await this.city.watch.refresh();
		await this.tell();
	}

	/** The same, and told. */
	async raise(): Promise<void> {
		await this.watch();
		await this.deliver();
	}

	async tell(): Promise<void> {
		await (await this.#own()).watch();
	}

	async move(disease: string, ...names: string[]): Promise<void> {
		const planner: Viewer = { name: 'user:planner', role: 'planner', facility: null };
		const signals = this.app.servicesFor(planner).signals;
		for (const name of names) {
			this.laterBy(1);
			const { open } = await signals.load(planner, { asOf: null });
			const row = open.find((signal) => signal.disease === disease);
			const asked = { id: row?.id ?? '', seen: row?.number ?? -1, move: name, note };
			expect(await signals.move(planner, asked)).toEqual({ outcome: 'done' });
		}
		await this.tell();
		await this.deliver();
	}

	deliveries() {
		return this.sql<Delivery[]>`
			SELECT attempts, last_status AS status, last_fault AS fault, given_up_at IS NOT NULL AS over, next_attempt_at AS next
			FROM webhook_delivery WHERE delivered_at IS NULL`;
	}
}

/** Each, whatever the ones before it say. */
async function closeAll(closers: readonly (() => Promise<unknown>)[]): Promise<void> {
	const faults: unknown[] = [];
	for (const close of closers) await close().catch((error: unknown) => faults.push(error));
	if (faults.length > 0) throw new AggregateError(faults, 'not all could be closed');
}
