/** A place in a resource as it was sent. Nothing is trusted: what has another JSON type is refused with its FHIRPath. */
import { FhirRefusal } from './refusals.ts';

export class Element {
	constructor(
		readonly value: unknown,
		readonly path: string
	) {}

	get isAbsent(): boolean {
		return this.value === undefined || this.value === null;
	}

	at(name: string): Element {
		if (this.isAbsent) return new Element(undefined, `${this.path}.${name}`);
		if (typeof this.value !== 'object' || Array.isArray(this.value)) throw this.#unlike('object');
		const fields = this.value as Record<string, unknown>;
		return new Element(Object.hasOwn(fields, name) ? fields[name] : undefined, `${this.path}.${name}`);
	}

	items(name: string): Element[] {
		const list = this.at(name);
		if (list.isAbsent) return [];
		if (!Array.isArray(list.value)) throw list.#unlike('array');
		return list.value.map((item: unknown, i) => new Element(item, `${list.path}[${i}]`));
	}

	/** An empty text counts as none. */
	text(): string | undefined {
		if (this.isAbsent) return undefined;
		if (typeof this.value !== 'string') throw this.#unlike('string');
		return this.value.trim() === '' ? undefined : this.value.trim();
	}

	number(): number | undefined {
		if (this.isAbsent) return undefined;
		if (typeof this.value !== 'number') throw this.#unlike('number');
		return this.value;
	}

	needed(): string {
		const text = this.text();
		if (text === undefined) throw new FhirRefusal('required', this.path);
		return text;
	}

	#unlike(expected: string): FhirRefusal {
		return new FhirRefusal('structure', this.path, { expected });
	}
}

export type Coding = { system: string; code: string; display: string; path: string };

/** The codings of a CodeableConcept that carry a code. */
export function codingsOf(concept: Element): Coding[] {
	return concept.items('coding').flatMap((coding) => {
		const one = codingOf(coding);
		return one === undefined ? [] : [one];
	});
}

export function codingOf(coding: Element): Coding | undefined {
	const code = coding.at('code').text();
	if (code === undefined) return undefined;
	return {
		system: coding.at('system').text() ?? '',
		code,
		display: coding.at('display').text() ?? '',
		path: `${coding.path}.code`
	};
}

/** What one reads in words, where there are any. */
export const wordsOf = (concept: Element): string =>
	[concept.at('text').text() ?? '', ...codingsOf(concept).map(({ display }) => display)].join(' ');

/** One of the codes of a required binding. */
export function oneOf<Code extends string>(element: Element, codes: readonly Code[]): Code {
	const code = element.needed();
	const found = codes.find((one) => one === code);
	if (found === undefined) throw new FhirRefusal('not-a-code', element.path, { value: code });
	return found;
}
