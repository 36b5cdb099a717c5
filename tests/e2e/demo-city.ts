/** The app with a small demo city in it and everything computed, for what shows only where there is something to show. */
import { test as base, expect } from '@playwright/test';
import { rmSync } from 'node:fs';
import type { Role } from '../../src/lib/domain/role.ts';
import { waitForEnd } from '../bench/support/recomputation.ts';
import { seedDemoCity } from '../support/demo-city.ts';
import { plantSignal } from '../support/plant-signal.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { openBrowserSession } from './city.ts';
import { goListening } from './listening.ts';

/** `role` is who is signed in; `public` is nobody. */
export const test = base.extend<{ role: Role }, { demoServer: TestServer }>({
	role: ['planner', { option: true }],
	storageState: async ({ demoServer, role }, use) =>
		use(role === 'public' ? undefined : await openBrowserSession(demoServer, role)),
	demoServer: [
		// Playwright reads the fixtures that one needs from this parameter.
		// eslint-disable-next-line no-empty-pattern
		async ({}, use) => {
			const dataDir = await seedDemoCity({ scale: 0.02, days: 400 });
			const server = await startServer({ dataDir, env: { DENYUT_DEMO: '1' } });
			await waitForEnd(server.sql);
			await plantSignal(server.sql, { disease: 'dengue' });
			await use(server);
			await server.stop();
			rmSync(dataDir, { recursive: true, force: true });
		},
		{ scope: 'worker', timeout: 900_000 }
	],
	page: ({ page }, use) => use(goListening(page)),
	baseURL: ({ demoServer }, use) => use(demoServer.origin)
});

export { expect };
