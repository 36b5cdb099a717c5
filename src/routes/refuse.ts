import { error } from '@sveltejs/kit';

/** A filter that cannot be read is the reader's to mend: said so, not shown as a fault. */
export async function orRefuse<T>(read: () => T | Promise<T>): Promise<T> {
	try {
		return await read();
	} catch (fault) {
		if (isBadFilter(fault)) error(400, { message: 'bad-filter' });
		throw fault;
	}
}

/** Not `instanceof InvalidFilter`: the services are of another module graph than this bundle. */
export function isBadFilter(fault: unknown): boolean {
	return fault instanceof Error && fault.name === 'InvalidFilter';
}
