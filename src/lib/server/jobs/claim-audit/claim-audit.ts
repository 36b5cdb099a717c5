/**
 * Judges every open claim against the audit rules, off the event loop, and leaves what it found beside the claim with the
 * version that was judged. The same claims give the same findings, and only the first process to store them tells the viewers.
 */
import type { DeskAudit, DeskInput } from '../../../analytics/audit/audit-desk.ts';
import type { Sql } from '../../store/connect.ts';
import { DueJob, type DueJobOptions } from '../due-job.ts';
import { auditVersion, keepAudit, type AuditOutcome } from './keep-audit.ts';

export type ClaimAuditOptions = DueJobOptions &
	(
		| {
				/** Does the whole run in a worker thread. */
				keep: (now: Date) => Promise<AuditOutcome>;
		  }
		/** In this thread: in tests. */
		| { sql: Sql; audit: (input: DeskInput) => Promise<DeskAudit> }
	);

const restMs = 600_000;

export class ClaimAudit extends DueJob {
	readonly #options: ClaimAuditOptions;

	constructor(options: ClaimAuditOptions) {
		super(options, 'claims were not audited', restMs, auditVersion);
		this.#options = options;
	}

	async refresh(): Promise<void> {
		const options = this.#options;
		const now = options.clock();
		const { change, told } =
			'keep' in options ? await options.keep(now) : await keepAudit(options.sql, now, options.audit);
		this.settle(now, change, told);
	}
}
