/** Words of the document for screen, paper and cells, made on the server: the browser is sent the finished texts. */
import { evaluationWords } from '$lib/i18n/evaluation-words';
import type { Locale } from '$lib/i18n/format';
import * as messages from '$lib/i18n/paraglide/messages.js';

type Message = (inputs: Record<string, unknown>, options: { locale: Locale }) => string;

/** A key that no message has is shown as it is. */
export function documentWords(locale: Locale) {
	const known = messages as unknown as Readonly<Record<string, Message | undefined>>;
	return evaluationWords(locale, (key, inputs = {}) => known[key]?.(inputs, { locale }) ?? key);
}
