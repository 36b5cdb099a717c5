import { countedAddress } from '../auth/accounts/counted-address.ts';

/** How many of something each address has now; of IPv6 each network. */
export class AddressCount {
	readonly #open = new Map<string, number>();

	constructor(readonly most: number) {}

	isFull(address: string): boolean {
		return (this.#open.get(countedAddress(address)) ?? 0) >= this.most;
	}

	add(from: string): void {
		const address = countedAddress(from);
		this.#open.set(address, (this.#open.get(address) ?? 0) + 1);
	}

	remove(from: string): void {
		const address = countedAddress(from);
		const left = (this.#open.get(address) ?? 1) - 1;
		if (left === 0) this.#open.delete(address);
		else this.#open.set(address, left);
	}
}
