/** The trail of one installation: its key, its anchors and the pool that sees all of it. */
import { systemViewer } from '../../../domain/viewer.ts';
import type { Sql } from '../connect.ts';
import { anchorHead, copyToSecondPlace, type AnchorPlaces, type AnchorWish } from './anchor.ts';
import type { Anchor } from './anchor-file.ts';
import { lookRecorder, looksRecorder, otherKey, type RecordLook, type RecordLooks } from './append.ts';
import type { TrailKey } from './line.ts';
import { readCarried, readHead } from './read-lines.ts';
import { verifyTrail, type TrailVerdict } from './verify.ts';

export type TrailOptions = {
	/** Sees every line, as the product itself or the owner of the tables does. */
	sql: Sql;
	key: TrailKey;
	places: AnchorPlaces;
	clock: () => Date;
};

export class Trail {
	readonly #options: TrailOptions;
	readonly recordLook: RecordLook;
	readonly recordLooks: RecordLooks;

	constructor(options: TrailOptions) {
		this.#options = options;
		this.recordLook = lookRecorder(options.key, options.clock);
		this.recordLooks = looksRecorder(options.key, options.clock);
	}

	/**
	 * Lays down line 1, which seals what was carried over, in a trail that has none.
	 * @throws when the trail was begun with another key
	 */
	async begin(): Promise<void> {
		const { sql, key } = this.#options;
		const { number, keyId } = await readHead(sql);
		if (keyId !== null && keyId !== key.id) throw otherKey(key.id, keyId);
		if (number > 0) return;
		const carried = await readCarried(sql);
		await this.recordLook(sql, systemViewer('start'), {
			action: 'trail-begun',
			what: 'trail',
			rowCount: carried.length
		});
	}

	verify(): Promise<TrailVerdict> {
		const { sql, key, places } = this.#options;
		return verifyTrail(sql, key, places);
	}

	/** @returns the anchor, or null where none was due */
	anchor(wish: AnchorWish): Promise<Anchor | null> {
		const { sql, key, places, clock } = this.#options;
		return anchorHead(sql, key, places, clock(), wish);
	}

	/** @throws when the second place cannot be written to */
	copyAnchors(): Promise<void> {
		return copyToSecondPlace(this.#options.places);
	}
}
