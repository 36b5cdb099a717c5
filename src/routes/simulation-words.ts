import type { Reconstruction } from '$lib/domain/reconstruction';
import type { Locale } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages.js';
import { reconstructionMark, reconstructionName } from '$lib/protocol/reconstruction';

type Data = { demo: boolean; reconstruction: Reconstruction | null; locale: Locale };

/** What marks a page whose data are simulated; null where they are real. */
export function simulationWords({
	demo,
	reconstruction,
	locale
}: Data): { label: string; detail: string } | null {
	if (reconstruction)
		return {
			label: reconstructionName(reconstruction, locale),
			detail: reconstructionMark(reconstruction, locale)
		};
	return demo ? { label: m.shell_demo(), detail: m.shell_demo_detail() } : null;
}
