import { invalidateAll } from '$app/navigation';

const answerWaitMs = 3_000;
const firstPauseMs = 1_000;
const longestPauseMs = 30_000;

let underWay = false;

/**
 * Takes a new snapshot as soon as the server can give one. Asked for while the server is away, SvelteKit would put an
 * error page in place of the old figures, so it is asked only after the server said that it is well. Whoever asks
 * meanwhile is answered by the same snapshot: if it was read too early for him, his topic asks for what he missed.
 */
export function reload(): void {
	if (underWay) return;
	underWay = true;
	void reloadWhenWell().finally(() => (underWay = false));
}

async function reloadWhenWell(): Promise<void> {
	for (let pauseMs = firstPauseMs; !(await isWell()); pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
		// Viewers of one lost server must not all come back in the same instant.
		const waitMs = pauseMs * (0.5 + Math.random());
		await new Promise((resolve) => setTimeout(resolve, waitMs));
	}
	await invalidateAll();
}

async function isWell(): Promise<boolean> {
	try {
		const signal = AbortSignal.timeout(answerWaitMs);
		return (await fetch('/api/v1/health', { cache: 'no-store', signal })).ok;
	} catch {
		// No line, or no answer in time.
		return false;
	}
}
