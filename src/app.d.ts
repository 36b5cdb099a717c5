import type { Viewer } from '$lib/domain/viewer';
import type { App as Application } from '$lib/server/app';
import type { SessionFacts } from '$lib/server/auth/accounts/session';
import type { Services } from '$lib/server/services';
import type { ViewCache } from '$lib/server/services/view-cache';

declare global {
	namespace App {
		interface Error {
			message: string;
			/** Names this fault in the log. */
			id?: string;
		}
		interface Locals {
			app: Application;
			/** Who asks: the public until somebody signs in. */
			viewer: Viewer;
			/** Of who is signed in, also while a step is still to be done. */
			session: SessionFacts | null;
			/** The page is another role's: nothing of it is shown. */
			isForbidden: boolean;
			/** What this viewer may read. */
			services: Services;
			/** Readings shared with those who may see the same. */
			views: Pick<ViewCache, 'get' | 'drop'>;
			locale: 'id' | 'en';
			theme: 'dark' | 'light' | null;
		}
	}
}
