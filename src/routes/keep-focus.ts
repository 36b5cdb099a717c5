/** For forms that stay where they are: whoever sent one by keyboard goes on from its button, and not from the page's top. */
import type { SubmitFunction } from '@sveltejs/kit';

/** What `use:enhance` does anyhow, but for the focus. A button that is gone by then takes none. */
export const keepFocus: SubmitFunction =
	({ submitter }) =>
	async ({ update }) => {
		await update();
		submitter?.focus();
	};
