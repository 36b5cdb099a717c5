import type { Digests } from './row-identity.ts';

/** Thirteen hexadecimal digits are exact in a number, and two of a million rows meet by chance once in ten thousand files. */
const digits = 13;

/** Two rows of one file about the same thing that say different things: neither is the newer one, so the second is not taken. */
export class RepeatedKeys {
	readonly #contents = new Map<number, number>();

	contradicts({ key, content }: Digests): boolean {
		const at = Number.parseInt(key.slice(0, digits), 16);
		const said = Number.parseInt(content.slice(0, digits), 16);
		const standing = this.#contents.get(at);
		if (standing === undefined) this.#contents.set(at, said);
		return standing !== undefined && standing !== said;
	}
}
