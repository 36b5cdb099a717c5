import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vitest/config';

/** `npm run sync` compiles the same messages for tools that do not go through Vite: keep the two alike. */
const messages = paraglideVitePlugin({
	project: './src/lib/i18n/project.inlang',
	outdir: './src/lib/i18n/paraglide',
	strategy: ['cookie', 'baseLocale']
});

export default defineConfig({
	plugins: [tailwindcss(), sveltekit(), messages],
	server: { host: '127.0.0.1' },
	test: {
		expect: { requireAssertions: true },
		// Days are Asia/Jakarta's whatever the machine's zone is, so no test may lean on the machine's.
		env: { TZ: 'America/St_Johns' },
		reporters: process.env.DENYUT_TEST_REPORT
			? ['default', ['json', { outputFile: process.env.DENYUT_TEST_REPORT }]]
			: ['default'],
		projects: [
			{
				extends: true,
				test: { name: 'unit', include: ['src/**/*.test.ts'] }
			},
			{
				test: { name: 'architecture', include: ['tests/architecture.test.ts'] }
			},
			{
				extends: true,
				test: {
					name: 'integration',
					include: ['tests/integration/**/*.test.ts'],
					globalSetup: ['tests/integration/global-setup.ts'],
					testTimeout: 60_000,
					hookTimeout: 120_000,
					maxWorkers: 2,
					sequence: { groupOrder: 1 }
				}
			}
		]
	}
});
