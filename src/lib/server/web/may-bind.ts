import type { Config } from '../config.ts';
import { isLoopbackAddress } from './own-address.ts';

const makeKey = 'openssl rand -base64 32';

/**
 * Whoever serves more than this machine has said under which name, and keeps the keys elsewhere than beside the database.
 * @throws one sentence for the first that is missing.
 */
export function assertMayBind({ host, origin, pseudonymKey, serverKey, trailKey }: Config): void {
	if (isLoopbackAddress(host)) return;
	const refuse = (todo: string) => {
		throw new Error(`HOST=${host} can be reached from other machines: ${todo}`);
	};
	if (origin === undefined)
		refuse('set ORIGIN to the address that people open, such as https://denyut.example.');
	const toKey = (name: string) =>
		`to what keys/${name}.key in the data directory holds, or for a new database to a new one (${makeKey}): beside the data a key protects nothing.`;
	if (pseudonymKey === undefined) refuse(`set DENYUT_PSEUDONYM_KEY ${toKey('pseudonym')}`);
	if (serverKey === undefined) refuse(`set DENYUT_SERVER_KEY ${toKey('server')}`);
	if (trailKey === undefined) refuse(`set DENYUT_TRAIL_KEY ${toKey('trail')}`);
}
