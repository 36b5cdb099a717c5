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
		// JSON endpoints and the socket check Origin themselves, since that check covers forms only.
		adapter: adapter({ out: 'build', precompress: true })
	}
};
