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
	const found = await signIn.findSession(headers.cookie);
	// Set by the front door itself, see visitor.ts.
	const [address] = [headers['x-forwarded-for'] ?? []].flat();
	const from = {
		...(found && { session: found.session.sessionId }),
		...(address !== undefined && { address })
	};
	return { ...(found?.viewer ?? publicViewer), from };
}

/** What the live line asks of the sessions. */
export function sessionGate({
	signIn
}: Pick<App, 'signIn'>): Pick<LiveGate, 'findViewer' | 'findStanding' | 'mayWatch'> {
	return {
		findViewer: async ({ cookie }) => {
			const found = await signIn.findSession(cookie);
			if (!found?.viewer) return { viewer: publicViewer, holder: null };
			return { viewer: found.viewer, holder: found.session.sessionId };
		},
		findStanding: (holders) => signIn.findStanding(holders),
		mayWatch
	};
}
