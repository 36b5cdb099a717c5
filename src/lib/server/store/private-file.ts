import { randomUUID } from 'node:crypto';
import { chown, rename, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Writes a file that only its owner may read (0600). Readers see the old file or the new one, never a half.
 * Root leaves it to the folder's owner: otherwise one command run as root would lock an ordinary user's
 * server out of its own data directory.
 */
export async function writePrivateFile(path: string, text: string): Promise<void> {
	const draft = `${path}.${process.pid}.${randomUUID()}`;
	await writeFile(draft, text, { mode: 0o600 });
	if (process.getuid?.() === 0) {
		const { uid, gid } = await stat(dirname(path));
		await chown(draft, uid, gid);
	}
	await rename(draft, path);
}
