/** The headers of a page that are known only when it is asked for; the rest of its policy stands in svelte.config.js. */
const policyName = 'content-security-policy';

export function guardPage(response: Response, page: URL): Response {
	const { headers } = response;
	const policy = headers.get(policyName);
	if (policy !== null) headers.set(policyName, completePolicy(policy, page));
	// What a page shows is not for the next one at this machine, nor for a proxy on the way.
	if (headers.get('content-type')?.startsWith('text/html') && !headers.has('cache-control'))
		headers.set('cache-control', 'private, no-store');
	return response;
}

/** Some browsers do not take `'self'` for the page's own socket. */
function completePolicy(policy: string, { protocol, host }: URL): string {
	const socket = `${protocol === 'https:' ? 'wss' : 'ws'}://${host}`;
	return policy
		.split('; ')
		.map((directive) => (directive.startsWith('connect-src ') ? `${directive} ${socket}` : directive))
		.join('; ');
}
