/** The headers of a page that are known only when it is asked for; the rest of its policy stands in svelte.config.js. */
const policyName = 'content-security-policy';

/** @param formTargets origins that a form may lead to besides this one, such as the city's own sign-in. */
export function guardPage(response: Response, page: URL, formTargets: readonly string[] = []): Response {
	const { headers } = response;
	const policy = headers.get(policyName);
	if (policy !== null) headers.set(policyName, completePolicy(policy, page, formTargets));
	// What a page shows is not for the next one at this machine, nor for a proxy on the way.
	if (headers.get('content-type')?.startsWith('text/html') && !headers.has('cache-control'))
		headers.set('cache-control', 'private, no-store');
	return response;
}

/** Some browsers do not take `'self'` for the page's own socket. */
function completePolicy(policy: string, { protocol, host }: URL, formTargets: readonly string[]): string {
	const socket = `${protocol === 'https:' ? 'wss' : 'ws'}://${host}`;
	return policy
		.split('; ')
		.map((directive) => {
			if (directive.startsWith('connect-src ')) return `${directive} ${socket}`;
			if (directive.startsWith('form-action ')) return [directive, ...formTargets].join(' ');
			return directive;
		})
		.join('; ');
}
