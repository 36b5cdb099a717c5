import js from '@eslint/js';
import boundaries from 'eslint-plugin-boundaries';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';
import { folders } from './tests/folder-table.js';

/** `$lib/…` leads past the boundaries plugin's resolver, so these spell out what it cannot see. */
const throughLib = (
	/** @type {string[]} */ files,
	/** @type {string} */ forbidden,
	/** @type {string} */ message
) => ({
	files,
	rules: { 'no-restricted-imports': ['error', { patterns: [{ regex: forbidden, message }] }] }
});

export default ts.config(
	{
		ignores: [
			'node_modules/',
			'build/',
			'.svelte-kit/',
			'.data/',
			'.cache/',
			'static/',
			'test-results/',
			'playwright-report/',
			'src/lib/i18n/paraglide/',
			'tests/fixtures/'
		]
	},
	js.configs.recommended,
	...ts.configs.strict,
	...svelte.configs.recommended,
	{
		languageOptions: { globals: { ...globals.browser, ...globals.node } },
		rules: {
			// TypeScript knows undefined names better, types included.
			'no-undef': 'off',
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/no-non-null-assertion': 'error',
			'@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }]
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
		// The app is served from the root of its host only; `resolve()` around every link would say nothing.
		rules: {
			'svelte/no-navigation-without-resolve': 'off',
			// It cannot tell a value that never leaves its function from one that the page watches.
			'svelte/prefer-svelte-reactivity': 'off'
		}
	},
	{
		files: ['src/**'],
		plugins: { boundaries },
		settings: {
			'import/resolver': { node: { extensions: ['.ts', '.js', '.svelte', '.json'] } },
			// Not styles: src/app.css belongs to no folder.
			'boundaries/include': ['src/**/*.{ts,js,svelte}'],
			'boundaries/elements': folders.map(({ name, path }) => ({ type: name, pattern: path }))
		},
		rules: {
			'boundaries/dependencies': [
				'error',
				{
					default: 'disallow',
					policies: folders.map(({ name, mayImport }) => ({
						from: { element: { type: name } },
						allow: { to: { element: { types: { anyOf: [name, ...mayImport] } } } }
					}))
				}
			]
		}
	},
	throughLib(
		['src/lib/{domain,analytics,protocol,server}/**', 'src/cli/**', 'src/server.ts'],
		'^\\$',
		'Plain Node runs this file: import by relative path with extension.'
	),
	throughLib(
		['src/routes/**'],
		'^\\$lib/server/(?!services/)',
		'Routes reach the server through locals and services.'
	),
	throughLib(['src/lib/{ui,charts,live}/**'], '^\\$lib/server', 'Browser code imports nothing of the server.')
);
