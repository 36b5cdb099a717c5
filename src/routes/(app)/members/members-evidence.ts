import type { Locale } from '$lib/i18n/format';
import type { MembersEvidence, MembersView } from '$lib/protocol/views/members';
import type { AskEvidence } from '$lib/ui/evidence';
import { evidenceFacts } from '../../evidence-facts';

export type AskMembers = (
	which: keyof MembersEvidence,
	text: string,
	where?: Readonly<Record<string, string>>
) => AskEvidence;

export function askMembers(view: MembersView, locale: Locale): AskMembers {
	return (which, text, where = {}) =>
		() => {
			const { rows, ...evidence } = view.evidence[which];
			const day: Readonly<Record<string, string>> = view.day === null ? {} : { day: view.day };
			return evidenceFacts(
				locale,
				{ ...evidence, rows: { ...rows, where: { ...rows.where, ...day, ...where } } },
				text
			);
		};
}
