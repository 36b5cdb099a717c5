import type { Evidence } from '../../domain/evidence.ts';
import type { Snapshot } from './snapshot.ts';

/** One visit: a person is a piece of a random id, which names nobody and finds the same person's other lines. */
export type DiseaseLine = {
	/** Null for a newborn without a NIK. */
	person: string | null;
	facility: string;
	/** As the register of facilities has it. */
	name: string;
	visitNo: string;
	day: string;
	kecamatan: string;
	service: string;
	/** Primary diagnosis, the full code. */
	diagnosis: string;
	outcome: string | null;
	/** Day on which the product learned it. */
	knownOn: string;
};

export type DiseaseLinesView = {
	snapshot: Snapshot;
	filter: { disease: string; kecamatan: string | null; from: string; to: string; page: number };
	rows: DiseaseLine[];
	total: number;
	pages: number;
	pageSize: number;
	mostExported: number;
	evidence: Evidence;
};
