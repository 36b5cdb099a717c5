/** The app in a process, a port and a data directory of its own, with a small city in it, shared by a worker's tests. */
import { test as base, expect, type Page as Tab, type PlaywrightTestOptions } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { mayOpen, pageRoles, type Page } from '../../src/lib/domain/access.ts';
import type { Party, Role } from '../../src/lib/domain/role.ts';
import type { BatchAnswer, EventInput } from '../../src/lib/protocol/events.ts';
import { plantForecasts } from '../support/plant-forecasts.ts';
import { plantDrugForecast } from '../support/plant-drug-forecast.ts';
import { plantSignal } from '../support/plant-signal.ts';
import { findFreePort, makeDataDir, startServer, type TestServer } from '../support/server.ts';
import { fixDraw } from '../support/fixed-draw.ts';
import { openSession } from '../support/session.ts';
import { fixtureEvents, otherHospital, rsud } from './fixture-events.ts';
import { goListening } from './listening.ts';

export type City = {
	origin: string;
	/** Commands find the running server's database through it. */
	dataDir: string;
	/** What a browser holds in which somebody of this role is signed in; a hospital's is the RSUD's. */
	sessionOf: (role: Role) => Promise<StorageState>;
	/** A key that only reads. */
	readKey: (role: Role) => Promise<string>;
	/** A key that sends for everybody. */
	partyKey: (party: Party) => Promise<string>;
	/** The RSUD's key that sends. */
	sendKey: () => Promise<string>;
	/** As curl would, with the key of a hospital (the RSUD where none is named). */
	post: (events: EventInput[], hospital?: string) => Promise<void>;
	/** Cards, as the register tells of them. */
	postMembers: (members: readonly Record<string, unknown>[]) => Promise<void>;
	/** A signal as the watch over diseases leaves it; its id. */
	plantSignal: (disease: string) => Promise<string>;
	/** Forecasts of a few medicines as the job over them leaves them; the planned year. */
	plantForecasts: () => Promise<number>;
	/** Somebody else of this role. */
	anotherSession: (role: Role) => Promise<StorageState>;
	/** Forecasts of a medicine for the city, the RSUD and another hospital, as the job leaves them. */
	plantDrugForecast: () => Promise<void>;
	stop: () => Promise<void>;
	start: () => Promise<void>;
};

/** Two of them have a price, one has none. */
const plannedItems = [
	{ item: 'oralit', median: 10_000, stock: 2_000 },
	{ item: 'ctm-4', median: 50_000, stock: null },
	{ item: 'obat-tak-terdaftar', median: 100, stock: 20 }
];

export const locales = ['id', 'en'] as const;
export type Locale = (typeof locales)[number];
export const pages = [
	'/',
	'/beds',
	'/beds/find',
	'/beds/silent',
	'/beds/indicators',
	'/beds/report',
	'/diseases',
	'/diseases/signals',
	'/diseases/lines',
	'/drugs',
	'/drugs/plan',
	'/budget',
	'/chain',
	'/evaluation',
	'/members',
	'/quality',
	'/public',
	'/wall',
	'/connect',
	'/upload',
	'/api-docs',
	'/eligibility',
	'/sjp',
	'/complaints',
	'/report'
] as const;

/** Who opens a page in these tests: the planner wherever she may. */
export const roleFor = (page: Page): Role =>
	mayOpen('planner', page) ? 'planner' : (pageRoles[page].find((role) => role !== 'public') ?? 'public');

/** `role` is who is signed in; `public` is nobody. */
export const test = base.extend<{ city: City; role: Role }, { sharedCity: City }>({
	role: ['planner', { option: true }],
	storageState: async ({ sharedCity, role }, use) =>
		use(role === 'public' ? undefined : await sharedCity.sessionOf(role)),
	sharedCity: [
		// Playwright reads the fixtures that one needs from this parameter.
		// eslint-disable-next-line no-empty-pattern
		async ({}, use) => {
			const dataDir = makeDataDir();
			const port = await findFreePort();
			let server = await startServer({ dataDir, port });
			await fixDraw(server.sql);
			const importer = await server.keys.create({ party: 'importer', role: null, facility: null });
			const keys = new Map<string, string>();
			for (const facility of [rsud, otherHospital])
				keys.set(facility, await server.keys.create({ party: 'hospital', role: null, facility }));
			await post(server, importer, fixtureEvents());
			const sessions = new Map<Role, StorageState>();
			await use({
				sessionOf: async (role) => {
					const known = sessions.get(role) ?? (await openBrowserSession(server, role));
					sessions.set(role, known);
					return known;
				},
				origin: server.origin,
				dataDir,
				partyKey: (party) => server.keys.create({ party, role: null, facility: null }),
				sendKey: () => server.keys.create({ party: 'hospital', role: null, facility: rsud }),
				readKey: (role) => server.keys.create({ party: null, role, facility: null }),
				post: (events, hospital = rsud) => post(server, keys.get(hospital) ?? '', events),
				postMembers: (members) => post(server, importer, members.map(memberEvent)),
				plantSignal: (disease) => plantSignal(server.sql, { disease }),
				plantForecasts: () => plantForecasts(server.sql, plannedItems),
				anotherSession: (role) => openBrowserSession(server, role),
				plantDrugForecast: () => plantDrugForecast(server.sql, [rsud, otherHospital]),
				stop: () => server.stop(),
				start: async () => {
					server = await startServer({ dataDir, port });
				}
			});
			await server.stop();
			rmSync(dataDir, { recursive: true, force: true });
		},
		{ scope: 'worker', timeout: 90_000 }
	],
	city: ({ sharedCity }, use) => use(sharedCity),
	page: ({ page, javaScriptEnabled }, use) => use(javaScriptEnabled === false ? page : goListening(page)),
	baseURL: ({ sharedCity }, use) => use(sharedCity.origin)
});

export { expect };

type StorageState = Exclude<PlaywrightTestOptions['storageState'], string | undefined>;

export async function openBrowserSession({ sql }: TestServer, role: Role): Promise<StorageState> {
	const cookie = await openSession(sql, role, role === 'hospital' ? rsud : null);
	const rest = { domain: '127.0.0.1', path: '/', expires: -1, httpOnly: true, secure: false } as const;
	return { cookies: [{ ...cookie, ...rest, sameSite: 'Lax' }], origins: [] };
}

function memberEvent(data: Record<string, unknown>): EventInput {
	const type = 'id.denyut.member.v1' as const;
	const envelope = { specversion: '1.0' as const, id: randomUUID(), source: '/register', type };
	return { ...envelope, time: new Date().toISOString(), data: { jkn: 'none', ...data } as never };
}

async function post({ origin }: TestServer, key: string, events: EventInput[]): Promise<void> {
	const response = await fetch(`${origin}/api/v1/events`, {
		method: 'POST',
		headers: { authorization: `Bearer ${key}`, 'content-type': 'application/cloudevents-batch+json' },
		body: JSON.stringify(events)
	});
	const answer = (await response.json()) as BatchAnswer;
	expect(answer, JSON.stringify(answer)).toMatchObject({ accepted: events.length });
}

/** What a person reads, in the words of the product's own message files. */
export function wordsOf(locale: Locale): (key: string) => string {
	const folder = resolve(import.meta.dirname, '../../src/lib/i18n/messages', locale);
	const areas = [
		'common',
		'overview',
		'beds',
		'findbed',
		'silent',
		'wall',
		'public',
		'bedreport',
		'diseases',
		'signals',
		'drugplan'
	];
	const words = Object.assign(
		{},
		...areas.map((area) => JSON.parse(readFileSync(`${folder}/${area}.json`, 'utf8')) as object)
	) as Record<string, string>;
	return (key) => {
		const text = words[key];
		if (text === undefined) throw new Error(`no message ${key} in ${locale}`);
		return text;
	};
}

/** The words before the first gap of a message that has gaps. */
export const beginningOf = (message: string) => message.split('{')[0]?.trim() ?? '';

export async function speak(page: Tab, origin: string, locale: Locale): Promise<void> {
	await page.context().addCookies([{ name: 'PARAGLIDE_LOCALE', value: locale, url: origin }]);
}

export async function openLive(page: Tab, path: string, locale: Locale): Promise<void> {
	await page.goto(path);
	await expect(page.getByText(wordsOf(locale)('live_now'), { exact: true }).first()).toBeVisible();
	// A reload would lose it.
	await page.evaluate(() => Object.assign(window, { isSamePage: true }));
}

export async function expectSamePage(page: Tab): Promise<void> {
	expect(await page.evaluate(() => 'isSamePage' in window)).toBe(true);
}
