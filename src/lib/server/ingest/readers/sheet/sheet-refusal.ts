import type { SheetRefusalCode } from '../../../../protocol/views/upload.ts';

/** A file that cannot be read as a whole; `row` says where, if anywhere. */
export class SheetRefusal extends Error {
	constructor(
		readonly code: SheetRefusalCode,
		readonly row: number | null = null
	) {
		super(code);
	}
}
