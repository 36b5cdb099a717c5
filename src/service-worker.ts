/// <reference lib="webworker" />
/**
 * Opens the bed form without a network, and does nothing else. Its scope is that page alone (it is registered there, with
 * that scope), so that no other page, no live line and no API answer ever passes through it. It keeps one document, the form
 * without anybody's data in it, and the built files that this document names; the figures are the page's own, in IndexedDB.
 */
import { base, build, files, version } from '$service-worker';

const worker = self as unknown as ServiceWorkerGlobalScope;
const prefix = 'bed-report-';
const cacheName = `${prefix}${version}`;
const page = `${base}/beds/report`;
const shell = `${page}?shell`;
const ours = new Set([...build, ...files]);
/** SvelteKit's own: the root layout and the page of errors are loaded with every page. */
const alwaysLoaded = /\/nodes\/[01]\.[^/]+\.js$/;
/** A line that gives no answer for this long is as good as none. */
const answerWaitMs = 6_000;

worker.addEventListener('install', (event) => {
	event.waitUntil(keepShell().then(() => worker.skipWaiting()));
});

worker.addEventListener('activate', (event) => {
	event.waitUntil(dropOldCaches().then(() => worker.clients.claim()));
});

worker.addEventListener('fetch', (event) => {
	const { request } = event;
	const { origin, pathname } = new URL(request.url);
	if (request.method !== 'GET' || origin !== worker.location.origin) return;
	if (request.mode === 'navigate') {
		if (pathname === page) event.respondWith(openPage(event));
	} else if (ours.has(pathname)) event.respondWith(findKept(pathname, request));
});

/** The network first: what is kept is for when there is none. */
async function openPage(event: FetchEvent): Promise<Response> {
	const kept = await (await caches.open(cacheName)).match(shell);
	if (!kept) return fetch(event.request);
	try {
		const response = await Promise.race([fetch(event.request), giveUp()]);
		// A proxy that answers for a server which is away.
		if (response.status >= 502 && response.status <= 504) return kept;
		// In the reader's present language and look.
		if (response.ok) event.waitUntil(keepShell().catch(() => undefined));
		return response;
	} catch {
		return kept;
	}
}

const giveUp = () =>
	new Promise<never>((_, refuse) => setTimeout(() => refuse(new Error('no answer in time')), answerWaitMs));

async function findKept(pathname: string, request: Request): Promise<Response> {
	const kept = await (await caches.open(cacheName)).match(pathname);
	return kept ?? fetch(request);
}

/** The document last: without the files that it needs it would open to nothing. */
async function keepShell(): Promise<void> {
	const response = await fetch(shell, { cache: 'no-store', headers: { accept: 'text/html' } });
	// Where the sign-in stands in its place, what was kept before stays.
	if (!response.ok || response.redirected) return;
	// SvelteKit names the scripts of the page in this header, too.
	const named = filesNamedIn(await response.clone().text(), response.headers.get('link') ?? '');
	// Of another build: that one's own worker keeps it.
	if (named.some((path) => !ours.has(path))) return;
	const cache = await caches.open(cacheName);
	await keepFiles(cache, [...named, ...build.filter((path) => alwaysLoaded.test(path))]);
	await cache.put(shell, response);
}

/** Built files and icons, wherever the document names them: links, preloads, the script that starts it. */
function filesNamedIn(...texts: string[]): string[] {
	const named = texts.flatMap((text) => pathsIn(text, /["'<]([^"'\s<>]+)["'>]/g, shell));
	return [...new Set(named)].filter((path) => ours.has(path) || path.startsWith(`${base}/_app/immutable/`));
}

/** With every script what it imports: whatever else a browser keeps may be gone by the time the network is. */
async function keepFiles(cache: Cache, paths: readonly string[]): Promise<void> {
	const seen = new Set(paths);
	// A set goes on with what is added to it meanwhile.
	for (const path of seen) {
		const file = (await cache.match(path)) ?? (await fetchInto(cache, path));
		if (path.endsWith('.js'))
			for (const found of pathsIn(await file.text(), /(?:from|import)\s*["']([^"']+)["']/g, path))
				if (ours.has(found)) seen.add(found);
	}
}

async function fetchInto(cache: Cache, path: string): Promise<Response> {
	await cache.add(path);
	return (await cache.match(path)) ?? Response.error();
}

function pathsIn(text: string, pattern: RegExp, relativeTo: string): string[] {
	const at = new URL(relativeTo, worker.location.origin);
	return [...text.matchAll(pattern)].flatMap(([, found = '']) =>
		URL.canParse(found, at) ? [new URL(found, at).pathname] : []
	);
}

async function dropOldCaches(): Promise<void> {
	const names = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== cacheName);
	await Promise.all(names.map((name) => caches.delete(name)));
}
