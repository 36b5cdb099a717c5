import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import type { Server } from 'node:http';
import type { Plugin } from 'vite';
import type * as startModule from './src/lib/server/start.ts';
import { defineConfig } from 'vitest/config';

/** `npm run sync` compiles the same messages for tools that do not go through Vite: keep the two alike. */
const messages = paraglideVitePlugin({
	project: './src/lib/i18n/project.inlang',
	outdir: './src/lib/i18n/paraglide',
	strategy: ['cookie', 'baseLocale']
});

/**
 * Every page reaches every message through the one index, so the bundler would put all of them into one chunk that each page
 * loads: by area (the key's first word) a page loads its own texts and what all pages share. The messages are pure, which
 * has to be said: else every area is loaded for its side effects.
 */
const messagesByArea = {
	treeshake: { moduleSideEffects: [{ test: /\/paraglide\/messages/, sideEffects: false }] },
	output: {
		codeSplitting: {
			groups: [
				// Before the areas, or the first one with a plural form would carry the rules of all others.
				{ name: 'words-plurals', test: /\/paraglide\/registry/, priority: 1 },
				{
					debugName: 'words-by-area',
					name: (id: string) => `words-${/\/paraglide\/messages\/([a-z]+)/.exec(id)?.[1] ?? 'shared'}`,
					test: /\/paraglide\/messages\/(?!_index)/
				}
			]
		}
	}
};

type StartModule = typeof startModule;

/** In development Vite owns the HTTP server: database, application, sockets and the events endpoint are attached to it. */
const application: Plugin = {
	name: 'denyut-application',
	apply: (_, { command }) => command === 'serve' && process.env.VITEST === undefined,
	async configureServer(server) {
		if (!server.httpServer) return;
		const { readConfig } = await server.ssrLoadModule('/src/lib/server/config.ts');
		const { start } = (await server.ssrLoadModule('/src/lib/server/start.ts')) as StartModule;
		const running = await start(readConfig(), server.httpServer as Server);
		server.middlewares.use((request, response, next) => {
			if (!running.handle(request, response)) next();
		});
		server.httpServer.on('close', () => void running.stop());
	}
};

export default defineConfig({
	plugins: [tailwindcss(), application, sveltekit(), messages],
	server: { host: '127.0.0.1' },
	// How long each plugin took is no fault of the build.
	build: { rolldownOptions: { checks: { bundlerTimings: false } } },
	environments: { client: { build: { rolldownOptions: messagesByArea } } },
	test: {
		expect: { requireAssertions: true },
		setupFiles: ['tests/support/same-cases.ts'],
		// Days are Asia/Jakarta's whatever the machine's zone is, so no test may lean on the machine's.
		env: { TZ: 'America/St_Johns' },
		reporters: process.env.DENYUT_TEST_REPORT
			? ['default', ['json', { outputFile: process.env.DENYUT_TEST_REPORT }]]
			: ['default'],
		projects: [
			{
				extends: true,
				// Generated cities and long properties take a while where others use the machine too.
				test: { name: 'unit', include: ['src/**/*.test.ts'], testTimeout: 60_000 }
			},
			{
				extends: true,
				test: { name: 'reference', include: ['tests/reference/**/*.test.ts'], testTimeout: 120_000 }
			},
			{
				test: { name: 'architecture', include: ['tests/*.test.ts'] }
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
