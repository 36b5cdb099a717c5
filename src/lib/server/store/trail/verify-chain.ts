/** Walks the lines once and holds each against its seal and the line before it. */
import { sealOf, type SealedLine, type TrailKey } from './line.ts';
import type { Problem } from './problems.ts';

export class ChainWalk {
	readonly problems: Problem[] = [];
	/** Lines that name the key at hand, and others. */
	known = 0;
	foreign = 0;
	/** The number and the seal of the last line. */
	last = 0;
	lastSeal: Buffer;
	/** The seal that the next line must name; null after a line that cannot be relied on. */
	#expected: Buffer | null;

	constructor(
		readonly key: TrailKey,
		readonly start: Buffer
	) {
		this.lastSeal = start;
		this.#expected = start;
	}

	step(line: SealedLine): void {
		const { number } = line;
		if (number > this.last + 1) {
			this.problems.push({ kind: 'missing', number: this.last + 1, to: number - 1 });
			this.#expected = null;
		}
		const mac = Buffer.from(line.mac ?? []);
		this.#expected = this.#isSound(line, mac) ? mac : null;
		this.last = Math.max(this.last, number);
		this.lastSeal = mac;
	}

	#isSound(line: SealedLine, mac: Buffer): boolean {
		const { number, keyId } = line;
		if (keyId !== this.key.id) {
			this.foreign++;
			this.problems.push({ kind: 'foreign-key', number });
			return false;
		}
		this.known++;
		const previous = Buffer.from(line.previous ?? []);
		// A number that stands twice can only be where the table's own key was taken away.
		if (number <= this.last || !sealOf(this.key, line, previous).equals(mac)) {
			this.problems.push({ kind: 'altered', number });
			return false;
		}
		if (this.#expected !== null && !this.#expected.equals(previous)) {
			this.problems.push(number === 1 ? { kind: 'start', number: 0 } : { kind: 'relinked', number });
		}
		return true;
	}
}
