import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Party } from '../../lib/domain/role.ts';
import type { App } from '../../lib/server/app.ts';
import { writePrivateFile } from '../../lib/server/store/private-file.ts';
import type { City } from './model.ts';

/** Tokens of the feed by sender: a facility's code, or a party's name. */
export type FeedKeys = Readonly<Record<string, string>>;

const parties: readonly Party[] = ['verifier', 'dinkes', 'finance', 'register'];

/** Made once a data directory and kept there (0600): each facility of the demo sends with its own key. */
export async function ensureFeedKeys(app: App, city: City, dataDir: string): Promise<FeedKeys> {
	const path = join(dataDir, 'keys', 'demo-feed.json');
	const kept = await readKeys(path);
	const [someToken] = Object.values(kept ?? {});
	// Another database stands behind this directory now: its keys are not ours.
	if (kept && someToken !== undefined && (await app.keys.find(someToken))) return kept;
	const made: Record<string, string> = {};
	for (const { code } of [...city.hospitals, ...city.puskesmas]) {
		made[code] = await app.keys.create({ party: 'hospital', role: null, facility: code, label: 'demo feed' });
	}
	for (const party of parties)
		made[party] = await app.keys.create({ party, role: null, facility: null, label: 'demo feed' });
	await writePrivateFile(path, JSON.stringify(made));
	return made;
}

async function readKeys(path: string): Promise<FeedKeys | undefined> {
	const text = await readFile(path, 'utf8').catch(() => undefined);
	const parsed = z
		.record(z.string(), z.string())
		.safeParse(text === undefined ? undefined : JSON.parse(text));
	return parsed.success ? parsed.data : undefined;
}
