/** The yearly evaluation: its preview out of what is known, freezing it, and the frozen ones exactly as they stood. */
import { hash } from 'node:crypto';
import { mayDo } from '../../../domain/access.ts';
import { holdsIdentityNumber, maskIdentityNumbers } from '../../../domain/nik.ts';
import { yearOf } from '../../../domain/period.ts';
import type { Viewer } from '../../../domain/viewer.ts';
import { canonicalText, readContents } from '../../../protocol/evaluation-text.ts';
import {
	longestNote,
	type EvaluationContents,
	type EvaluationListRow,
	type EvaluationView,
	type FreezeResult,
	type FrozenEvaluation,
	type FrozenHead
} from '../../../protocol/views/evaluation.ts';
import { findBudgetYears } from '../../store/budget-queries.ts';
import { findNames } from '../../store/claim-desk.ts';
import {
	findEvaluation,
	listEvaluations,
	takeEvaluationNumber,
	writeEvaluation,
	type EvaluationHead
} from '../../store/evaluation-queries.ts';
import { inSnapshot } from '../../store/snapshot.ts';
import { inTransaction } from '../../store/transaction.ts';
import { InvalidFilter, momentOf, type Moment, type ServiceContext } from '../context.ts';
import { readAsProduct } from '../frozen.ts';
import { totalsViewer } from './as-product.ts';
import { evaluationFile, type EvaluationFile, type FileAsked } from './files.ts';
import { gatherEvaluation } from './gather.ts';
import { softwareVersion } from './software.ts';

export type EvaluationQuery = { asOf: string | null; year: string | null };

export class EvaluationService {
	constructor(readonly context: ServiceContext) {}

	/**
	 * The same for everybody whom the page opens to: it tells of persons what readers of totals are told.
	 * @throws InvalidFilter for a year that is none or has not begun
	 */
	async load(query: EvaluationQuery): Promise<EvaluationView> {
		const { year, moment } = this.#asked(query);
		return this.#gather(year, moment);
	}

	/** Newest first. */
	async list(): Promise<EvaluationListRow[]> {
		return this.#listed(await readAsProduct(this.context, (tx) => listEvaluations(tx)));
	}

	/** Undefined where no such number was frozen. Its digest is taken anew with every look. */
	async open(number: number): Promise<FrozenEvaluation | undefined> {
		const row = await readAsProduct(this.context, (tx) => findEvaluation(tx, number));
		if (row === undefined) return undefined;
		const { contents, witnessed, ...stored } = row;
		// The trail masks what could be an identity number, in digits of a digest too.
		const isWhole =
			hash('sha256', contents, 'hex') === row.sha256 &&
			(witnessed === null || witnessed === maskIdentityNumbers(row.sha256));
		const [head] = await this.#listed([stored]);
		const read = readContents(contents);
		if (head === undefined) return undefined;
		const says = read === null ? null : canonicalText({ ...read, document: null });
		const isSame = says === canonicalText({ ...headOf(stored), document: null });
		return { head, standing: isWhole && isSame ? 'whole' : 'altered', document: read?.document ?? null };
	}

	/** Gathers in one snapshot, then adds a line that says all that was gathered. @throws InvalidFilter as `load` */
	async freeze(viewer: Viewer, query: EvaluationQuery, typed: string): Promise<FreezeResult> {
		if (viewer.role === 'system' || !mayDo(viewer.role, 'freeze-evaluation')) return { outcome: 'forbidden' };
		const note = typed.trim().replaceAll(/\s+/g, ' ');
		if (note.length > longestNote) return { outcome: 'unusable', field: 'note' };
		if (holdsIdentityNumber(note)) return { outcome: 'unusable', field: 'identity-number' };
		const { year, moment } = this.#asked(query);
		const { document } = await this.#gather(year, moment);
		const number = await this.#write(viewer, { year, note, document, asOf: moment.now });
		return { outcome: 'frozen', number };
	}

	/** Undefined where no such number was frozen; `altered` where it is no longer what was frozen: that is given to nobody. */
	async file(
		viewer: Viewer,
		number: number,
		asked: FileAsked
	): Promise<EvaluationFile | 'altered' | undefined> {
		const found = await this.open(number);
		if (found === undefined) return undefined;
		const { head, standing, document } = found;
		if (standing === 'altered' || document === null) return 'altered';
		const { recordLook, system } = this.context;
		await recordLook(system, viewer, {
			action: 'export',
			what: `/evaluation/${number}.${asked.format}`,
			filter: { year: String(head.year), sha256: head.sha256 },
			rowCount: document.figures.length
		});
		return evaluationFile(this.context, head, this.#marked(document), asked);
	}

	/** What was frozen before documents said so themselves is no less of a rebuilt year. */
	#marked(document: EvaluationContents): EvaluationContents {
		const { reconstruction } = this.context;
		return reconstruction && !document.reconstruction
			? { ...document, reconstruction: { year: reconstruction.year } }
			: document;
	}

	async #write(
		viewer: Viewer,
		{ year, note, document, asOf }: { year: number; note: string; document: EvaluationContents; asOf: Date }
	): Promise<number> {
		const { clock, recordLook, system } = this.context;
		const frozenAt = clock();
		return inTransaction(system, async (tx) => {
			const number = await takeEvaluationNumber(tx);
			const row = { number, year, asOf, frozenAt, who: viewer.name, note, software: softwareVersion };
			const contents = canonicalText({ ...headOf(row), document });
			const sha256 = hash('sha256', contents, 'hex');
			const trailLine = await recordLook(tx, viewer, {
				action: 'setting-changed',
				what: '/evaluation',
				filter: { frozen: String(number), year: String(year), sha256 },
				...(note !== '' && { reason: note })
			});
			await writeEvaluation(tx, { ...row, sha256, contents, trailLine });
			return number;
		});
	}

	#asked({ asOf, year }: EvaluationQuery): { year: number; moment: Moment } {
		const moment = momentOf(asOf, this.context.clock);
		const running = yearOf(moment.today);
		if (year !== null && (!/^20\d\d$/.test(year) || Number(year) > running))
			throw new InvalidFilter('year', year);
		return { year: year === null ? running : Number(year), moment };
	}

	#gather(year: number, moment: Moment): Promise<EvaluationView> {
		const { system, demo } = this.context;
		return inSnapshot(system, totalsViewer, async (tx, change) => {
			const running = yearOf(moment.today);
			const years = await findBudgetYears(tx, moment.asOf, moment.today);
			return {
				snapshot: { change, now: moment.now.toISOString(), asOf: moment.asOf, demo },
				year,
				years: [...new Set([...years.filter((one) => one <= running), running, year])].sort((a, b) => a - b),
				document: await gatherEvaluation(this.context, tx, year, moment)
			};
		});
	}

	async #listed(rows: readonly EvaluationHead[]): Promise<EvaluationListRow[]> {
		const names = await readAsProduct(this.context, (tx) =>
			findNames(
				tx,
				rows.map(({ who }) => who)
			)
		);
		return rows.map((row) => ({
			...{ ...headOf(row), sha256: row.sha256 },
			whoName: names.get(row.who) ?? row.who
		}));
	}
}

type Heading = Omit<EvaluationHead, 'sha256' | 'trailLine'>;

const headOf = ({ number, year, asOf, frozenAt, who, note, software }: Heading): FrozenHead => ({
	...{ number, year, who, note, software },
	asOf: asOf.toISOString(),
	frozenAt: frozenAt.toISOString()
});
