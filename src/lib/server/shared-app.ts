/**
 * server.ts (plain Node) and SvelteKit's bundle are two module graphs in one process. The one composition root is handed
 * over under a symbol, so that there is one pool, one committer, one hub.
 */
import type { App } from './app.ts';

const place = Symbol.for('denyut.app');
type Shared = { [place]?: App };

export function shareApp(app: App): void {
	(globalThis as Shared)[place] = app;
}

/** @throws when SvelteKit runs without server.ts (or, in development, without its Vite plugin). */
export function getSharedApp(): App {
	const app = (globalThis as Shared)[place];
	if (!app) throw new Error('the application was not started: run npm start or npm run dev');
	return app;
}
