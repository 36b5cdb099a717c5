/** Documentation in both languages, carried by a schema's metadata and chosen when the document is built. */
import type { Locale } from '../refusals.ts';

export type Sentence = { readonly en: string; readonly id: string };

/** For `.meta(…)`. The key of an extension, so that a document without a choice is valid all the same. */
export const said = (en: string, id: string) => ({ description: en, 'x-id': id });

/** A copy in one language: where the other one's words are known they take the description's place. */
export function inLanguage(value: unknown, locale: Locale): unknown {
	if (Array.isArray(value)) return value.map((item) => inLanguage(item, locale));
	if (typeof value !== 'object' || value === null) return value;
	const { 'x-id': indonesian, ...rest } = value as Record<string, unknown>;
	const said = locale === 'id' && typeof indonesian === 'string' ? { description: indonesian } : {};
	return Object.fromEntries(
		Object.entries({ ...rest, ...said }).map(([name, item]) => [name, inLanguage(item, locale)])
	);
}
