/** What must happen without being asked: old changes forgotten, held payloads and codes expired, the register re-read. */
import type { Logger } from 'pino';
import { mailCode } from '../../domain/signal-mail.ts';
import { forgetChangesBefore } from '../store/changes.ts';
import type { Sql } from '../store/connect.ts';
import type { FacilityRegister } from '../store/facilities.ts';
import { expireFhirResources } from '../store/fhir-waiting.ts';
import { expireHeldPayloads } from '../store/quarantine.ts';
import { attemptTable } from '../store/sign-in-attempts.ts';
import { sessionTable } from '../store/sessions.ts';
import { endUnconfirmed } from '../store/signal-mail.ts';

const intervalMs = 60_000;
const changesKeptMs = 3_600_000;
const payloadsKeptMs = 30 * 86_400_000;
/** An encounter may be corrected, and claimed, within its year and the next one's first weeks. */
const resourcesKeptMs = 400 * 86_400_000;

export type MaintenanceOptions = { sql: Sql; clock: () => Date; log: Logger; facilities: FacilityRegister };

export class Maintenance {
	readonly #options: MaintenanceOptions;
	readonly #timer: NodeJS.Timeout;

	constructor(options: MaintenanceOptions) {
		this.#options = options;
		this.#timer = setInterval(() => void this.run(), intervalMs).unref();
	}

	stop(): void {
		clearInterval(this.#timer);
	}

	async run(): Promise<void> {
		const { sql, clock, log, facilities } = this.#options;
		const now = clock().getTime();
		try {
			await forgetChangesBefore(sql, new Date(now - changesKeptMs));
			await expireHeldPayloads(sql, new Date(now - payloadsKeptMs));
			await expireFhirResources(sql, new Date(now - payloadsKeptMs), new Date(now - resourcesKeptMs));
			const codesFrom = new Date(now - mailCode.goodForMinutes * 60_000);
			await endUnconfirmed(sql, { before: codesFrom, at: new Date(now) });
			await sessionTable(sql).forgetEnded();
			await attemptTable(sql).forgetOld();
			await facilities.load();
		} catch (error) {
			// The database is away; the next minute tries again, and health says so meanwhile.
			log.warn({ name: error instanceof Error ? error.name : typeof error }, 'maintenance was skipped');
		}
	}
}
