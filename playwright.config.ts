import { defineConfig } from '@playwright/test';
import { findBrowser } from './tests/browser.ts';

const { executablePath, args, env } = await findBrowser();

/** No `webServer`: tests that stop and start the app own its process themselves. */
export default defineConfig({
	testDir: 'tests/e2e',
	testMatch: '**/*.e2e.ts',
	timeout: 60_000,
	expect: { timeout: 10_000 },
	// Two cores carry the browser, the app and the database: more workers only make each other late.
	workers: 1,
	forbidOnly: true,
	// Once more, on a machine that was busy: what passes then is reported as flaky, not as well.
	retries: 1,
	reporter: process.env.DENYUT_TEST_REPORT
		? [['list'], ['json', { outputFile: process.env.DENYUT_TEST_REPORT }]]
		: [['list']],
	use: {
		browserName: 'chromium',
		launchOptions: { executablePath, args, env },
		locale: 'id-ID',
		timezoneId: 'Asia/Jakarta',
		// Only where something failed once: to keep one of every test took more than half of a page's time (measured with axe).
		trace: 'on-first-retry'
	}
});
