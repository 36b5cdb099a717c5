import { error } from '@sveltejs/kit';

/** A filter that cannot be read is the reader's to mend: said so, not shown as a fault. */
export async function orRefuse<T>(read: () => T | Promise<T>): Promise<T> {
	try {
		return await read();
	} catch (fault) {
		// Not `instanceof`: the services are of another module graph than this bundle.
		if (fault instanceof Error && fault.name === 'InvalidFilter') error(400, { message: 'bad-filter' });
		throw fault;
	}
}
