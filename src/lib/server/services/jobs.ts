/** What is computed beside answering: whether it is up to date, what went wrong and when it is tried again. */
import { mayOpen } from '../../domain/access.ts';
import type { JobFault, JobRow, JobState } from '../../protocol/views/jobs.ts';
import { readJobRuns, type JobRuns } from '../store/job-runs.ts';
import type { ServiceContext } from './context.ts';

export class JobsService {
	constructor(readonly context: ServiceContext) {}

	/** Those that need somebody first. @throws for a role whose page it is not. */
	async load(): Promise<JobRow[]> {
		const { system, viewer } = this.context;
		if (viewer.role !== 'system' && !mayOpen(viewer.role, '/quality'))
			throw new Error('jobs are not for this role');
		const rows = (await readJobRuns(system)).map(jobRow);
		const rank = ({ state }: JobRow) => urgent.indexOf(state);
		return rows.sort((a, b) => rank(b) - rank(a) || a.name.localeCompare(b.name));
	}
}

/** The last stand first. */
const urgent: readonly JobState[] = ['done', 'never', 'waiting', 'active', 'retry', 'failed'];

function jobRow(runs: JobRuns): JobRow {
	const state = stateOf(runs);
	const { name, doneAt, tookMs } = runs;
	const isFailed = state === 'failed';
	const fault = isFailed ? runs.failedFault : runs.fault;
	return {
		...{ name, state, tookMs },
		doneAt: doneAt?.toISOString() ?? null,
		fault: fault && faultOf(fault),
		tries: isFailed ? runs.failedTries : runs.tries,
		nextAt: nextOf(state, runs)?.toISOString() ?? null
	};
}

function stateOf({ state, failedAt, doneAt }: JobRuns): JobState {
	if (state !== null) return state === 'created' ? 'waiting' : state;
	if (failedAt !== null) return 'failed';
	return doneAt === null ? 'never' : 'done';
}

/** After an answer only where something was committed since, and with the day. */
function nextOf(state: JobState, { startAfter, failedAt, settled, restMs }: JobRuns): Date | null {
	if (state === 'retry') return startAfter;
	const endedAt = state === 'failed' ? failedAt : state === 'done' ? new Date(String(settled?.['at'])) : null;
	return endedAt && new Date(endedAt.getTime() + (restMs ?? 0));
}

/** pg-boss' own outcome of a run that did not end in time is a `value`; ours is the code and name of a fault. */
function faultOf({ value, code }: Record<string, unknown>): JobFault {
	if (value !== undefined) return 'expired';
	return isOfDatabase.test(String(code)) ? 'database' : 'other';
}

/** Connections that were lost or not had (class 08, 57P and 53 of PostgreSQL, and the driver's own). */
const isOfDatabase = /^(CONNECTION_|CONNECT_|ECONN|EPIPE|ETIMEDOUT|08|53|57P)/;
