/**
 * One uploaded file and where it stands. checking → ready (→ checking again when its columns are changed) → sending →
 * done; cancelled or failed from each of them. The file goes with the last three.
 */
import type {
	SheetKind,
	SheetRefusalCode,
	UploadCheck,
	UploadPhase,
	UploadResult
} from '../../../../protocol/views/upload.ts';
import type { Sender } from '../../sender.ts';
import type { Layout } from './layout.ts';
import { RefusedRows } from './refused-rows.ts';
import type { SealedFile } from './sealed-file.ts';
import type { Book } from './sheet-row.ts';

export class Upload {
	phase: UploadPhase = 'checking';
	book: Book | null = null;
	layout: Layout | null = null;
	check: UploadCheck | null = null;
	result: UploadResult | null = null;
	refusal: { code: SheetRefusalCode; row: number | null } | null = null;
	readonly refused = new RefusedRows();
	/** Its file is being removed. */
	isEnding = false;
	share = 0;
	rowsRead = 0;
	/** The pass over the file that is under way. */
	pass: Promise<void> = Promise.resolve();
	abort = new AbortController();

	constructor(
		readonly id: string,
		readonly fileName: string,
		readonly kind: SheetKind,
		readonly sender: Sender,
		readonly file: SealedFile,
		/** When somebody last asked for it. */
		public seenAt: number
	) {}

	get isOver(): boolean {
		return this.phase === 'done' || this.phase === 'cancelled' || this.phase === 'failed';
	}

	get isBusy(): boolean {
		return this.phase === 'checking' || this.phase === 'sending';
	}
}
