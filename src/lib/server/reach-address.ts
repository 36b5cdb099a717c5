import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';

const everywhere = new Set(['0.0.0.0', '::']);

/** Where other processes on the same database reach a server that listens here: on this machine, or in its network. */
export function reachAddress({ address, port }: AddressInfo): string {
	const host = everywhere.has(address) ? ownAddressInNetwork() : address;
	return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function ownAddressInNetwork(): string {
	const all = Object.values(networkInterfaces()).flatMap((some) => some ?? []);
	return all.find(({ internal, family }) => !internal && family === 'IPv4')?.address ?? '127.0.0.1';
}
