import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Tells one run of a process from another that got the same pid later: the pid alone is reused,
 * pid and start time together are not. Undefined when no such process lives; a zombie does not live
 * (in a container without an init process a killed child may stay one for ever).
 */
export function findProcessIdentity(pid: number): string | undefined {
	if (!Number.isInteger(pid) || pid <= 0) return undefined;
	return process.platform === 'linux' ? findInProc(pid) : findWithPs(pid);
}

function findInProc(pid: number): string | undefined {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		// The second field is the command in brackets and may itself hold blanks and brackets.
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		const state = fields[0];
		const startTicks = fields[19];
		return state === 'Z' || state === 'X' ? undefined : startTicks;
	} catch {
		return undefined;
	}
}

function findWithPs(pid: number): string | undefined {
	try {
		const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
		return line === '' || line.startsWith('Z') ? undefined : line.replace(/^\S+\s+/, '');
	} catch {
		return undefined;
	}
}

/** One process, named so that it can be recognised after it died. */
export interface ProcessMark {
	readonly pid: number;
	readonly identity: string;
}

export function markThisProcess(): ProcessMark {
	return { pid: process.pid, identity: findProcessIdentity(process.pid) ?? 'unknown' };
}

export function isAlive(mark: ProcessMark): boolean {
	return findProcessIdentity(mark.pid) === mark.identity;
}
