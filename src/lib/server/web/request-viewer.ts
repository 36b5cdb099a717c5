/** Who asks, by the cookie of the request: whoever has not signed in, or has a step of it still to do, is the public. */
import type { IncomingHttpHeaders } from 'node:http';
import { publicViewer, type Viewer } from '../../domain/viewer.ts';
import { mayWatch } from '../../protocol/live-scope.ts';
import type { App } from '../app.ts';
import type { LiveGate } from '../live/gate.ts';

export async function viewerOf(
	{ signIn }: Pick<App, 'signIn'>,
	headers: IncomingHttpHeaders
): Promise<Viewer> {
	return (await signIn.findViewer(headers.cookie)) ?? publicViewer;
}

/** What the live line asks of the sessions. A session ends with every change of its account, so its viewer never changes. */
export function sessionGate({
	signIn
}: Pick<App, 'signIn'>): Pick<LiveGate, 'findViewer' | 'findStanding' | 'mayWatch'> {
	const known = new Map<string, Viewer>();
	return {
		findViewer: async ({ cookie }) => {
			const found = await signIn.findSession(cookie);
			if (!found?.viewer) return { viewer: publicViewer, holder: null };
			known.set(found.session.sessionId, found.viewer);
			return { viewer: found.viewer, holder: found.session.sessionId };
		},
		findStanding: async (holders) => {
			const alive = await signIn.findAlive(holders);
			const asked = new Set(holders);
			for (const id of known.keys()) if (!asked.has(id) || !alive.has(id)) known.delete(id);
			return new Map([...known].filter(([id]) => alive.has(id)));
		},
		mayWatch
	};
}
