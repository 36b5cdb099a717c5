/** The form's way to the server. Whatever is not plainly this server's answer, such as a hotspot's page, is no network. */
import type { FacilityRooms, ReportAnswer } from '../../protocol/bed-report.ts';
import { fits, type QueuedReport, type SendOutcome } from './queue.ts';

export interface ReportLine {
	send(report: QueuedReport): Promise<SendOutcome>;
	/** `refused`: whoever asks may not report for it. */
	readRooms(facility: string): Promise<FacilityRooms | 'refused' | 'sign-in' | 'unreachable'>;
}

const answerWaitMs = 20_000;

export const httpLine: ReportLine = {
	async send(report) {
		const { facility, time, rooms } = report;
		const found = await ask('/beds/report/reports', {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ facility: facility.code, time, rooms })
		});
		return found === undefined ? { kind: 'unreachable' } : outcomeOf(report, found);
	},
	async readRooms(facility) {
		const found = await ask(`/beds/report/rooms?${new URLSearchParams({ facility })}`);
		if (found?.status === 401) return 'sign-in';
		if (found?.status === 403) return 'refused';
		return found?.status === 200 && isRooms(found.body) ? found.body : 'unreachable';
	}
};

type Found = { status: number; body: unknown };

async function ask(path: string, init: RequestInit = {}): Promise<Found | undefined> {
	if (!navigator.onLine) return undefined;
	try {
		const signal = AbortSignal.timeout(answerWaitMs);
		const response = await fetch(path, { ...init, signal, cache: 'no-store' });
		// A page in the answer's place is that of the sign-in.
		if (response.redirected && new URL(response.url).origin === location.origin)
			return { status: 401, body: null };
		if (response.status === 401) return { status: 401, body: null };
		return { status: response.status, body: (await response.json()) as unknown };
	} catch {
		return undefined;
	}
}

/** @internal */
export function outcomeOf(report: QueuedReport, { status, body }: Found): SendOutcome {
	if (status === 401) return { kind: 'sign-in' };
	if (status === 200 && isAnswer(body))
		return fits(report, body) ? { kind: 'answered', answer: body } : { kind: 'later' };
	// Another hospital's account: what waits is for when its own signs in again.
	if (status === 403 || status >= 500 || status === 429 || status === 408) return { kind: 'later' };
	if (status >= 400 && isSaid(body)) return { kind: 'refused', message: body.message };
	return { kind: 'unreachable' };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null;

const isAnswer = (body: unknown): body is ReportAnswer =>
	isObject(body) && typeof body['now'] === 'string' && Array.isArray(body['rooms']);

const isSaid = (body: unknown): body is { code: string; message: string } =>
	isObject(body) && typeof body['code'] === 'string' && typeof body['message'] === 'string';

const isRooms = (body: unknown): body is FacilityRooms =>
	isObject(body) && isObject(body['facility']) && Array.isArray(body['rooms']);
