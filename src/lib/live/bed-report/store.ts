/**
 * What the form keeps on the phone, in IndexedDB: reports on their way and the last rooms that the server told. Where a
 * browser keeps nothing, such as in some private windows, memory stands in and `isLasting` says so.
 */
import { openDB, type DBSchema } from 'idb';
import type { FacilityRooms } from '../../protocol/bed-report.ts';
import type { QueuedReport } from './queue.ts';

export interface ReportStore {
	/** False: what waits is lost with the page. */
	readonly isLasting: boolean;
	reports(): Promise<QueuedReport[]>;
	/** At once or not at all. */
	change(change: { put?: QueuedReport[]; drop?: string[] }): Promise<void>;
	/** Of the hospital whose account last used this phone. */
	rooms(): Promise<FacilityRooms | undefined>;
	keepRooms(rooms: FacilityRooms): Promise<void>;
}

interface Schema extends DBSchema {
	reports: { key: string; value: QueuedReport };
	rooms: { key: string; value: FacilityRooms };
}

const onlyKey = 'own';

export async function openStore(): Promise<ReportStore> {
	try {
		const db = await openDB<Schema>('denyut-bed-report', 1, {
			upgrade(fresh) {
				fresh.createObjectStore('reports', { keyPath: 'id' });
				fresh.createObjectStore('rooms');
			}
		});
		return {
			isLasting: true,
			reports: () => db.getAll('reports'),
			async change({ put = [], drop = [] }) {
				const tx = db.transaction('reports', 'readwrite', { durability: 'strict' });
				await Promise.all([
					...put.map((report) => tx.store.put(report)),
					...drop.map((id) => tx.store.delete(id)),
					tx.done
				]);
			},
			rooms: () => db.get('rooms', onlyKey),
			async keepRooms(rooms) {
				await db.put('rooms', rooms, onlyKey);
			}
		};
	} catch {
		return makeMemoryStore();
	}
}

export function makeMemoryStore(): ReportStore {
	const reports = new Map<string, QueuedReport>();
	let rooms: FacilityRooms | undefined;
	return {
		isLasting: false,
		reports: async () => [...reports.values()],
		async change({ put = [], drop = [] }) {
			for (const report of put) reports.set(report.id, report);
			for (const id of drop) reports.delete(id);
		},
		rooms: async () => rooms,
		async keepRooms(told) {
			rooms = told;
		}
	};
}
