/** Cards and guarantee letters as a hospital's software asks for them over HTTP: what their tests share. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll } from 'vitest';
import type { Role } from '../../src/lib/domain/role.ts';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import type { EligibilityView, LetterView } from '../../src/lib/protocol/coverage.ts';
import {
	hospitalA,
	hospitalB,
	keyFor,
	member,
	niks,
	now,
	openCity,
	senders,
	serve,
	type Endpoint,
	type IngestCity
} from './ingest-city.ts';
import { familyOf, nikOf, sync } from './register-city.ts';

export let city: IngestCity;
export let endpoint: Endpoint;
export let keyA: string;
export let keyB: string;
export const clock = { now };
export const [good, moved, stranger, mother] = niks;

/** To be called by each file: a city of its own, with cards good and bad, and hospitals that ask. */
export function useCoverageCity(): void {
	beforeAll(async () => {
		city = await openCity({ clock: () => clock.now });
		endpoint = await serve(city.app);
		keyA = await keyFor(city.app, 'hospital', hospitalA);
		keyB = await keyFor(city.app, 'hospital', hospitalB);
		// Read whole once: whom it does not name has no card.
		clock.now = new Date(now.getTime() - 7_200_000);
		await sync(city, 'dinsos', [{ nik: nikOf(0), family: familyOf(0) }]);
		clock.now = now;
		await city.app.ingest.submit(senders.register, [
			member('m-1', { nik: good }),
			member('m-2', { nik: moved, registerStatus: 'moved' }),
			member('m-4', { nik: mother })
		]);
	});
	afterAll(async () => {
		await endpoint.close();
		await city.close();
	});
}

type Answer<Body> = { status: number; body: Body; headers: Headers };
export async function post<Body = Record<string, unknown>>(
	path: string,
	body: unknown,
	key: string | null = keyA,
	headers: Record<string, string> = {}
): Promise<Answer<Body>> {
	const response = await fetch(new URL(path, endpoint.url), {
		method: 'POST',
		headers: { ...(key !== null && { authorization: `Bearer ${key}` }), ...headers },
		body: bytesOf(body)
	});
	return { status: response.status, body: (await response.json()) as Body, headers: response.headers };
}
const bytesOf = (body: unknown) => {
	if (body instanceof Uint8Array) return new Uint8Array(body);
	return typeof body === 'string' ? body : JSON.stringify(body);
};
export const ask = (fields: Record<string, unknown>, key: string | null = keyA, headers = {}) =>
	post<EligibilityView & { code?: string; field?: string }>(
		'/api/v1/eligibility',
		{ nik: good, service: 'outpatient', referral: 'R-1', ...fields },
		key,
		headers
	);
export const pack = (text: string, bytes: Uint8Array = gzipSync(text)) =>
	post('/api/v1/eligibility', bytes, keyA, { 'content-encoding': 'gzip' });
export type IssuedBody = {
	outcome: string;
	isRepeated: boolean;
	letter: LetterView;
	request: { id: string };
	reasons: { code: string }[];
	note: string;
	code: string;
};
let wishes = 0;
export const wish = (fields: Record<string, unknown>, key: string | null = keyA) =>
	post<IssuedBody>(
		'/api/v1/sjp',
		{ key: `W-${(wishes += 1)}`, nik: good, service: 'outpatient', referral: `R-W-${wishes}`, ...fields },
		key
	);
export const viewer = (role: Role, facility: string | null = null): Viewer => ({
	name: `user:${role}`,
	role,
	facility
});
export const planner = viewer('planner');
export const verify = (token: string) => city.app.servicesFor(viewer('public')).verifyLetter.verify(token);
export const clerkB = { ...viewer('hospital', hospitalB), name: 'key:series' };
