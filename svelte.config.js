import adapter from '@sveltejs/adapter-node';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: vitePreprocess(),
	compilerOptions: { runes: ({ filename }) => (filename.includes('node_modules') ? undefined : true) },
	kit: {
		// No ORIGIN is fixed: it would refuse the other name of the same host (localhost and 127.0.0.1). server.ts
		// strips what a client claims and sets these two headers itself, and says so by PROTOCOL_HEADER and
		// HOST_HEADER; SvelteKit's own check of form posts (on by default) then compares with the right origin.
		// That check covers forms only: lib/server/web/cross-site.ts covers everything that changes something.
		adapter: adapter({ out: 'build', precompress: true }),
		// Registered by the one page that it is for, with that page as its scope.
		serviceWorker: { register: false },
		// What a page may load. Everything else that is answered has the policy of lib/server/web/security-headers.ts, and
		// hooks.server.ts adds what is known only when a page is asked for.
		csp: {
			mode: 'nonce',
			directives: {
				'default-src': ['none'],
				'script-src': ['self'],
				'style-src': ['self'],
				'style-src-elem': ['self'],
				// Widths of bars and heights of charts are figures; an attribute cannot load or select anything.
				'style-src-attr': ['unsafe-inline'],
				'img-src': ['self', 'data:'],
				'font-src': ['self'],
				'connect-src': ['self'],
				'worker-src': ['self'],
				'manifest-src': ['self'],
				'form-action': ['self'],
				'frame-ancestors': ['none'],
				'base-uri': ['none'],
				'object-src': ['none']
			}
		}
	}
};
