import { error } from '@sveltejs/kit';
import { InvalidFilter } from '$lib/server/services/context';

/** A filter that cannot be read is the reader's to mend: said so, not shown as a fault. */
export async function orRefuse<T>(read: () => T | Promise<T>): Promise<T> {
	try {
		return await read();
	} catch (fault) {
		if (fault instanceof InvalidFilter) error(400, { message: 'bad-filter' });
		throw fault;
	}
}
