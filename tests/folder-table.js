/**
 * The house rule, once, for lint (eslint.config.js) and for tests/architecture.test.ts: which folder under
 * `src/` may import from which. A folder may always import from itself. JavaScript, because ESLint's
 * configuration is read by plain Node.
 */

const pure = ['domain', 'protocol'];
const server = ['store', 'ingest', 'auth', 'live-server', 'export', 'services', 'server'];
const browser = ['live', 'charts', 'ui', 'i18n'];

/** The first pattern that fits names a file's folder, so the narrow ones stand before the wide ones. */
export const folders = [
	{ name: 'domain', path: 'src/lib/domain', mayImport: [] },
	{ name: 'analytics', path: 'src/lib/analytics', mayImport: ['domain'] },
	{ name: 'protocol', path: 'src/lib/protocol', mayImport: ['domain'] },
	{ name: 'store', path: 'src/lib/server/store', mayImport: pure },
	{ name: 'ingest', path: 'src/lib/server/ingest', mayImport: [...pure, 'store'] },
	{ name: 'auth', path: 'src/lib/server/auth', mayImport: pure },
	{ name: 'live-server', path: 'src/lib/server/live', mayImport: pure },
	{ name: 'export', path: 'src/lib/server/export', mayImport: pure },
	{ name: 'services', path: 'src/lib/server/services', mayImport: [...pure, 'store', 'analytics', 'auth'] },
	// The composition root and its neighbours: app.ts, config.ts, keys.ts, database.ts, jobs/.
	{ name: 'server', path: 'src/lib/server', mayImport: [...pure, 'analytics', ...server] },
	{ name: 'live', path: 'src/lib/live', mayImport: pure },
	{ name: 'charts', path: 'src/lib/charts', mayImport: [...pure, 'ui', 'i18n'] },
	// Words are not domain knowledge: a dialog may say "close" in the reader's language.
	{ name: 'ui', path: 'src/lib/ui', mayImport: ['i18n'] },
	{ name: 'i18n', path: 'src/lib/i18n', mayImport: ['domain'] },
	{ name: 'cli', path: 'src/cli', mayImport: [...pure, 'analytics', ...server] },
	{ name: 'routes', path: 'src/routes', mayImport: [...pure, ...browser, 'services'] },
	// hooks.server.ts, server.ts, app.d.ts
	{ name: 'entry', path: 'src', mayImport: [...pure, 'analytics', ...server, ...browser] }
];

/** Only code that SvelteKit itself runs may import `$app/*`, so that CLI and tests run under plain Node. */
export const mayImportApp = ['routes', 'live', 'charts', 'ui', 'i18n'];

/** @param {string} file path from the top of the checkout, with forward slashes */
export function findFolder(file) {
	return folders.find(({ path }) => file.startsWith(`${path}/`));
}
