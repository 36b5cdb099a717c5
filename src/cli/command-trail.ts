/** The trail, for commands that change who may see or send what: each writes a line before it hands anything out. */
import { systemViewer, type Viewer } from '../lib/domain/viewer.ts';
import type { Config } from '../lib/server/config.ts';
import { loadKeys } from '../lib/server/keys.ts';
import type { Sql } from '../lib/server/store/connect.ts';
import { anchorPlaces } from '../lib/server/store/trail/anchor.ts';
import { trailKeyOf } from '../lib/server/store/trail/line.ts';
import type { Look } from '../lib/server/store/trail/look.ts';
import { Trail } from '../lib/server/store/trail/trail.ts';

/** Who sits at this machine; the trail cannot know more. */
export const operator = (command: string): Viewer => systemViewer(`${command}-command`);

/** @throws when the trail was begun with another key */
export async function openCommandTrail(config: Config, sql: Sql): Promise<Trail> {
	const { trail: trailKey } = await loadKeys(config);
	const places = anchorPlaces(config.dataDir, config.trailAnchorDir);
	const trail = new Trail({ sql, key: trailKeyOf(trailKey), places, clock: () => new Date() });
	await trail.begin();
	return trail;
}

/** One line of what a command did. */
export async function recordCommand(config: Config, sql: Sql, command: string, look: Look): Promise<void> {
	const trail = await openCommandTrail(config, sql);
	await trail.recordLook(sql, operator(command), look);
}
