/**
 * Reads `messages/{locale}/{area}.json` for paraglide. It stands here, in the repository, because inlang's own
 * reader is fetched from a CDN at build time, and a clean clone must build without a network. The file format
 * is the one of `@inlang/plugin-message-format` (text with `{name}`, or variants on a plural), so that the two
 * can be exchanged by one line in `project.inlang/settings.json`.
 *
 * inlang loads this file as a data URL: it can import nothing.
 */
const key = 'plugin.denyut.messageFiles';

/** @param {string} text */
function parsePattern(text) {
	return text
		.split(/(\{\w+\})/)
		.filter((part) => part !== '')
		.map((part) =>
			/^\{\w+\}$/.test(part)
				? { type: 'expression', arg: { type: 'variable-reference', name: part.slice(1, -1) } }
				: { type: 'text', value: part }
		);
}

/** @param {string} text `input count` or `local form = count: plural` */
function parseDeclaration(text) {
	const input = /^input (\w+)$/.exec(text);
	if (input) return { type: 'input-variable', name: input[1] };
	const local = /^local (\w+) = (\w+): (\w+)$/.exec(text);
	if (!local) throw new Error(`message declaration not understood: ${text}`);
	return {
		type: 'local-variable',
		name: local[1],
		value: {
			type: 'expression',
			arg: { type: 'variable-reference', name: local[2] },
			annotation: { type: 'function-reference', name: local[3], options: [] }
		}
	};
}

/** @param {string} text `form=one` or `form=*`, several separated by a comma */
function parseMatches(text) {
	return text.split(',').map((pair) => {
		const [name, value] = pair.trim().split('=');
		return value === '*'
			? { type: 'catchall-match', key: name }
			: { type: 'literal-match', key: name, value };
	});
}

/** @param {string | [{ declarations: string[], selectors: string[], match: Record<string, string> }]} message */
function readMessage(message) {
	if (typeof message === 'string') {
		const names = [...new Set([...message.matchAll(/\{(\w+)\}/g)].map((found) => found[1]))];
		return {
			declarations: names.map((name) => ({ type: 'input-variable', name })),
			selectors: [],
			variants: [{ matches: [], pattern: parsePattern(message) }]
		};
	}
	const [{ declarations, selectors, match }] = message;
	return {
		declarations: declarations.map(parseDeclaration),
		selectors: selectors.map((name) => ({ type: 'variable-reference', name })),
		variants: Object.entries(match).map(([when, text]) => ({
			matches: parseMatches(when),
			pattern: parsePattern(text)
		}))
	};
}

export default {
	key,
	toBeImportedFiles: ({ settings }) =>
		settings.locales.flatMap((locale) =>
			settings[key].areas.map((area) => ({
				path: `${settings[key].folder}/${locale}/${area}.json`,
				locale
			}))
		),
	importFiles: ({ files }) => {
		const bundles = new Map();
		const messages = [];
		const variants = [];
		for (const file of files) {
			for (const [id, text] of Object.entries(JSON.parse(new TextDecoder().decode(file.content)))) {
				const message = readMessage(text);
				const declared = bundles.get(id)?.declarations ?? [];
				const added = message.declarations.filter(
					(one) => !declared.some((other) => other.name === one.name)
				);
				bundles.set(id, { id, declarations: [...declared, ...added] });
				messages.push({ bundleId: id, locale: file.locale, selectors: message.selectors });
				for (const variant of message.variants) {
					variants.push({ ...variant, messageBundleId: id, messageLocale: file.locale });
				}
			}
		}
		return { bundles: [...bundles.values()], messages, variants };
	}
};
