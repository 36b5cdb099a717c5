/** Who may open the live line and what he may watch: asked at the handshake, at every watch, and again while it stays open. */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Viewer } from '../../domain/viewer.ts';
import type { Topic } from '../../protocol/live.ts';

export type Admitted = {
	viewer: Viewer;
	/** What the right to look hangs on, such as a session's id; null for the public, which nobody can sign out. */
	holder: string | null;
};

export type LiveGate = {
	/** May a request name this host? */
	isAllowedHost: (host: string | undefined) => boolean;
	/** Opened by a page of ours, or by a program. */
	isOwnPage: (request: IncomingMessage) => boolean;
	/** Null for who must sign in first. */
	findViewer: (headers: IncomingHttpHeaders) => Promise<Admitted | null>;
	/** How these stand now, asked once for all of them; who is not in the answer has ended. */
	findStanding: (holders: readonly string[]) => Promise<ReadonlyMap<string, Viewer>>;
	mayWatch: (viewer: Viewer, topic: Topic) => boolean;
};

/** @returns the sentence of the refusal; null for who may come in. */
export async function findRefusal(
	gate: LiveGate,
	request: IncomingMessage,
	admit: (admitted: Admitted) => void
): Promise<string | null> {
	if (!gate.isAllowedHost(request.headers.host)) return 'This server does not answer to that host name.';
	if (!gate.isOwnPage(request)) return 'Another site’s page may not open this line.';
	const admitted = await gate.findViewer(request.headers);
	if (admitted === null) return 'Sign in first.';
	admit(admitted);
	return null;
}
