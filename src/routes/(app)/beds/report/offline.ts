import { dev } from '$app/environment';
import { shellQuery } from '$lib/protocol/bed-report';

const page = '/beds/report';

/**
 * Lets this page open without a network. The worker's scope is this page alone: no other page ever meets it. Answers whether
 * the page is kept; not so in development, over plain HTTP, and where the browser has no workers.
 */
export async function keepOffline(): Promise<boolean> {
	if (dev || !('serviceWorker' in navigator)) return false;
	try {
		await navigator.serviceWorker.register('/service-worker.js', { scope: page });
		await navigator.serviceWorker.ready;
		return (await caches.match(`${page}?${shellQuery}`)) !== undefined;
	} catch {
		return false;
	}
}
