/**
 * Takes spreadsheets in: holds each file while it is checked, looked at and sent, and forgets it. Uploads belong to the
 * process that received them; others on the same database hand on what is asked of them. Files stand encrypted in a folder of this process; folders of dead ones are removed at start.
 */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { findKecamatan } from '../../../../domain/area.ts';
import { maskIdentityNumbers } from '../../../../domain/nik.ts';
import type { Locale } from '../../../../protocol/refusals.ts';
import { sheetNoteSentences } from '../../../../protocol/sheet-sentences.ts';
import type { SheetKind, UploadView } from '../../../../protocol/views/upload.ts';
import { isAlive, markThisProcess } from '../../../store/process-identity.ts';
import type { Sql } from '../../../store/connect.ts';
import { findKnownColumns, rememberColumns } from '../../../store/sheets.ts';
import type { Ingest } from '../../ingest.ts';
import type { Hand } from '../../judge-claims.ts';
import { partyId, type Sender } from '../../sender.ts';
import type { BuildContext } from './build-events.ts';
import { checkRows } from './check-rows.ts';
import type { Layout } from './layout.ts';
import { makeLayout } from './make-layout.ts';
import { openBook } from './open-book.ts';
import { maxRows, type PassContext } from './read-rows.ts';
import type { RefusedRow } from './refused-rows.ts';
import { SealedFile } from './sealed-file.ts';
import { sendRows, type Sent } from './send-rows.ts';
import { SheetRefusal } from './sheet-refusal.ts';
import { squeeze } from './squeeze.ts';
import { addressIn, makeUploadId } from './upload-id.ts';
import { viewUpload } from './upload-view.ts';
import { Upload } from './upload.ts';

const maxFileBytes = 64 * 1024 * 1024;
/** Files held at once; more would fill the disk with what nobody looks at. */
const maxHeld = 8;
const maxKept = 40;
const forgottenAfterMs = 30 * 60_000;
const sweepEveryMs = 60_000;

export type DeskOptions = {
	ingest: Ingest;
	sql: Sql;
	/** Outside the database. */
	folder: string;
	clock: () => Date;
	onFault: (error: unknown) => void;
};
export type Arrival = { fileName: string; kind: SheetKind; sender: Sender };
export type Choice = {
	sheet: number | null;
	fields: ReadonlyMap<number, string> | null;
	period: string | null;
};

export class SheetDesk {
	readonly maxBytes = maxFileBytes;
	readonly maxRows = maxRows;
	readonly #options: DeskOptions;
	readonly #folder: string;
	readonly #uploads = new Map<string, Upload>();
	/** The last file that each sender sends: two at once could say the same row at two moments. */
	readonly #turns = new Map<string, Promise<void>>();
	readonly #sweeper: NodeJS.Timeout;
	#receiving = 0;
	/** Where other processes reach this one. */
	#address: string | null = null;
	#ready: Promise<void> | null = null;

	constructor(options: DeskOptions) {
		const { pid, identity } = markThisProcess();
		this.#options = options;
		this.#folder = join(options.folder, `${pid}-${identity.replace(/[^0-9A-Za-z]+/g, '_')}`);
		this.#sweeper = setInterval(() => void this.#sweep(), sweepEveryMs).unref();
	}

	/** For other files of this process that nobody else can read: removed with its uploads. */
	ownFolder(name: string): string {
		return join(this.#folder, name);
	}

	/** Removes what processes that are no more left behind; nobody has its key. */
	async clear(): Promise<void> {
		const names = await readdir(this.#options.folder).catch(() => []);
		for (const name of names) {
			const [pid = '', identity = ''] = name.split('-', 2);
			if (!isAlive({ pid: Number(pid), identity })) await this.#remove(join(this.#options.folder, name));
		}
	}

	async stop(): Promise<void> {
		clearInterval(this.#sweeper);
		await Promise.all([...this.#uploads.values()].map((upload) => this.#end(upload, 'cancelled')));
		await this.#remove(this.#folder);
	}

	/** Told once the server listens. */
	serveAt(address: string): void {
		this.#address = address;
	}

	/** The address of the process that holds it; null where that is this one, or nobody says. */
	findElsewhere(id: string): string | null {
		if (this.#uploads.has(id)) return null;
		const address = addressIn(this.#options.ingest.pseudonymiser.holdKey, id);
		return address === this.#address ? null : address;
	}

	/** Resolves when the file has arrived whole; it is checked from then on. @throws SheetRefusal. */
	async receive(source: AsyncIterable<Buffer>, { fileName, kind, sender }: Arrival): Promise<string> {
		const held = [...this.#uploads.values()].filter(({ isOver }) => !isOver).length;
		if (held + this.#receiving >= maxHeld) throw new SheetRefusal('too-many-waiting');
		this.#receiving += 1;
		try {
			await (this.#ready ??= this.#prepare());
			const id = makeUploadId(this.#options.ingest.pseudonymiser.holdKey, this.#address);
			const path = join(this.#folder, id.slice(0, 32));
			const file = await SealedFile.write(path, source, maxFileBytes);
			const name = maskIdentityNumbers(fileName).slice(0, 120);
			const upload = new Upload(id, name, kind, sender, file, Date.now());
			this.#uploads.set(id, upload);
			this.#check(upload, async () => {
				upload.book = await openBook(file);
				upload.layout = await this.#recognise(upload, null);
			});
			return id;
		} finally {
			this.#receiving -= 1;
		}
	}

	view(id: string): UploadView | undefined {
		const upload = this.#uploads.get(id);
		if (upload === undefined) return undefined;
		upload.seenAt = Date.now();
		return viewUpload(upload, (code) => this.#options.ingest.facilities.nameOf(code));
	}

	/** Reads the file anew by what was chosen. @returns false where it is not its time. */
	choose(id: string, { sheet, fields, period }: Choice): boolean {
		const upload = this.#uploads.get(id);
		if (upload?.phase !== 'ready' || upload.layout === null) return false;
		const { layout } = upload;
		const isOtherSheet = sheet !== null && sheet !== layout.sheet && upload.book?.sheets[sheet] !== undefined;
		this.#check(upload, async () => {
			if (isOtherSheet) upload.layout = await this.#recognise(upload, sheet);
			else
				upload.layout = {
					...layout,
					columns: chosenColumns(layout, fields),
					period: period ?? layout.period
				};
		});
		return true;
	}

	/** @returns false where it is not its time, or no row could be taken. @param by the account that sends it */
	send(id: string, locale: Locale, by?: Hand): boolean {
		const upload = this.#uploads.get(id);
		if (upload?.phase !== 'ready' || !upload.check || upload.check.rows === 0) return false;
		const sent: Sent = { rows: 0, accepted: 0, duplicate: 0, quarantined: 0, unsent: 0 };
		const before = this.#turns.get(partyId(upload.sender));
		this.#start(upload, 'sending', async (context) => {
			await before;
			upload.abort.signal.throwIfAborted();
			await this.#remember(upload);
			const { ingest, sql, clock } = this.#options;
			const noteSentence = (note: keyof typeof sheetNoteSentences) => sheetNoteSentences[note][locale];
			try {
				await sendRows({
					...context(),
					ingest,
					sql,
					clock,
					locale,
					...(by && { by }),
					sent,
					refused: upload.refused,
					noteSentence
				});
			} finally {
				const { count, keptCount } = upload.refused;
				upload.result = { ...sent, refusedRows: count, keptRows: keptCount, endedAt: clock().toISOString() };
			}
			await this.#end(upload, 'done');
		});
		this.#turns.set(partyId(upload.sender), upload.pass);
		return true;
	}

	/** What was committed stays; no more is sent. */
	async cancel(id: string): Promise<boolean> {
		const upload = this.#uploads.get(id);
		if (upload === undefined || upload.isOver || upload.isEnding) return false;
		await this.#end(upload, 'cancelled');
		return true;
	}

	/** Row by row, masked; undefined where there is no such upload. */
	refused(id: string): { headings: string[]; rows: Iterable<RefusedRow> } | undefined {
		const upload = this.#uploads.get(id);
		if (!upload?.layout) return undefined;
		const headings = upload.layout.columns
			.filter(({ field }) => field !== null)
			.map(({ heading }) => heading);
		return { headings, rows: upload.refused.rows() };
	}

	#check(upload: Upload, prepare: () => Promise<void>): void {
		this.#start(upload, 'checking', async (context) => {
			upload.check = null;
			await prepare();
			const { ingest, clock } = this.#options;
			const findFacility = (code: string) => ingest.facilities.find(code);
			upload.check = await checkRows({ ...context(), now: clock(), findFacility });
			upload.phase = 'ready';
		});
	}

	/** Runs one pass; whatever it throws ends the upload, never the process. */
	#start(
		upload: Upload,
		phase: 'checking' | 'sending',
		work: (context: () => PassContext) => Promise<void>
	): void {
		upload.phase = phase;
		upload.share = 0;
		upload.rowsRead = 0;
		upload.pass = work(() => this.#passContext(upload)).catch(async (error: unknown) => {
			if (upload.abort.signal.aborted) return;
			const isRefusal = error instanceof SheetRefusal;
			if (!isRefusal) this.#options.onFault(error);
			upload.refusal = isRefusal ? { code: error.code, row: error.row } : { code: 'fault', row: null };
			await this.#end(upload, 'failed');
		});
	}

	#passContext(upload: Upload): PassContext {
		const { book, layout, sender } = upload;
		if (book === null || layout === null) throw new Error('a file is read before it is opened');
		return {
			book,
			layout,
			sender,
			pseudonymiser: this.#options.ingest.pseudonymiser,
			build: this.#buildContext(sender, book.is1904),
			signal: upload.abort.signal,
			onProgress: (share, row) => {
				upload.share = share;
				upload.rowsRead = row;
			}
		};
	}

	#buildContext(sender: Sender, is1904: boolean): BuildContext {
		const { facilities } = this.#options.ingest;
		const own = sender.facility === null ? undefined : facilities.find(sender.facility);
		const byName = new Map(facilities.all().map(({ name, code }) => [squeeze(name), code]));
		return {
			is1904,
			area: own?.kecamatan && findKecamatan(own.kecamatan) ? own.kecamatan : null,
			findFacility: (text) => {
				const name = text.trim();
				if (facilities.find(name)) return name;
				return byName.get(squeeze(name)) ?? (/^\d+$/.test(name) ? name : `name:${name}`.slice(0, 64));
			}
		};
	}

	async #recognise(upload: Upload, sheet: number | null): Promise<Layout> {
		const { sql, ingest } = this.#options;
		if (upload.book === null) throw new Error('a file is read before it is opened');
		const known = await findKnownColumns(sql, partyId(upload.sender), upload.kind);
		const remembered = (heading: string) => known.get(ingest.pseudonymiser.digestOf(`heading ${heading}`));
		return makeLayout(upload.book, upload.kind, remembered, sheet);
	}

	/** Confirmed is remembered: of each heading a digest, and what it stands for. */
	async #remember({ layout, kind, sender }: Upload): Promise<void> {
		const { sql, ingest, clock } = this.#options;
		if (!layout?.hasHeadings) return;
		const columns = new Map<string, string>();
		for (const { heading, field } of layout.columns)
			if (heading !== '')
				columns.set(ingest.pseudonymiser.digestOf(`heading ${squeeze(heading)}`), field ?? '');
		const uses = [...columns].map(([heading, field]) => ({ heading, field }));
		await rememberColumns(sql, { party: partyId(sender), kind, usedAt: clock() }, uses);
	}

	/** It is over when its file is gone. The pass that is under way is waited for, unless it is the one that ends it. */
	async #end(upload: Upload, phase: 'done' | 'cancelled' | 'failed'): Promise<void> {
		if (upload.isOver || upload.isEnding) return;
		upload.isEnding = true;
		if (phase === 'cancelled') {
			upload.abort.abort();
			await upload.pass;
		}
		upload.book = null;
		await upload.file.remove();
		upload.phase = phase;
	}

	async #sweep(): Promise<void> {
		const limit = Date.now() - forgottenAfterMs;
		const over = [...this.#uploads.values()]
			.filter(({ isOver }) => isOver)
			.sort((a, b) => a.seenAt - b.seenAt);
		const excess = new Set(over.slice(0, Math.max(0, over.length - maxKept)));
		for (const upload of this.#uploads.values()) {
			if (upload.isBusy || (upload.seenAt >= limit && !excess.has(upload))) continue;
			await this.#end(upload, 'cancelled');
			this.#uploads.delete(upload.id);
		}
	}

	async #prepare(): Promise<void> {
		await mkdir(this.#folder, { recursive: true, mode: 0o700 });
	}

	async #remove(path: string): Promise<void> {
		await rm(path, { recursive: true, force: true }).catch(this.#options.onFault);
	}
}

function chosenColumns({ columns }: Layout, fields: ReadonlyMap<number, string> | null): Layout['columns'] {
	if (fields === null) return columns;
	const taken = new Set<string>();
	return columns.map((column) => {
		const wanted = fields.get(column.index) ?? column.field ?? '';
		const field = wanted === '' || taken.has(wanted) ? null : wanted;
		if (field !== null) taken.add(field);
		return { ...column, field, isRemembered: column.isRemembered && field === column.field };
	});
}
