/** How many of something each address has now. */
export class AddressCount {
	readonly #open = new Map<string, number>();

	constructor(readonly most: number) {}

	isFull(address: string): boolean {
		return (this.#open.get(address) ?? 0) >= this.most;
	}

	add(address: string): void {
		this.#open.set(address, (this.#open.get(address) ?? 0) + 1);
	}

	remove(address: string): void {
		const left = (this.#open.get(address) ?? 1) - 1;
		if (left === 0) this.#open.delete(address);
		else this.#open.set(address, left);
	}
}
