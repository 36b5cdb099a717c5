import type { App as Application } from '$lib/server/app';

declare global {
	namespace App {
		interface Error {
			message: string;
			/** Names this fault in the log. */
			id?: string;
		}
		interface Locals {
			app: Application;
			locale: 'id' | 'en';
			theme: 'dark' | 'light' | null;
		}
	}
}
