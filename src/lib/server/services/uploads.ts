/** The pages of uploaded spreadsheets: who may send what, and the steps from a file to its result. */
import {
	authority,
	claimStates,
	isParty,
	mayAssert,
	parties,
	type ClaimState,
	type EventKind,
	type Party
} from '../../domain/role.ts';
import { mayOpen, sendsAs } from '../../domain/access.ts';
import { isDay } from '../../domain/period.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { Locale } from '../../protocol/refusals.ts';
import {
	sheetKinds,
	type SheetKind,
	type UploadChoice,
	type UploadView
} from '../../protocol/views/upload.ts';
import type { SharedClass } from '../../domain/bed-way.ts';
import { readSharedClasses } from './beds.ts';
import { momentOf, readView, type ServiceContext } from './context.ts';

/** What this asks of the desk that holds the files. */
export type SheetPort = {
	view: (id: string) => UploadView | undefined;
	choose: (id: string, choice: UploadChosen) => boolean;
	send: (id: string, locale: Locale, by?: { name: string; role: string }) => boolean;
	cancel: (id: string) => Promise<boolean>;
	maxBytes: number;
	maxRows: number;
};
export type UploadChosen = {
	sheet: number | null;
	/** By column; an empty text for a column that is used for nothing. */
	fields: ReadonlyMap<number, string>;
	period: string | null;
};
type Sender = { party: Party; facility: string | null };

const kindOf: Readonly<Record<SheetKind, EventKind>> = {
	visit: 'visit',
	bed: 'bed',
	claim: 'claim',
	eklaim: 'claim',
	vclaim: 'claim',
	member: 'member',
	stock: 'stock',
	tally: 'tally',
	lplpo: 'stock',
	w2: 'tally'
};

/** The importer replays history and has its command; people send as a party. */
const sendingParties = parties.filter((party) => party !== 'importer' && !authority[party].ownFacilityOnly);

export class UploadsService {
	constructor(
		readonly context: ServiceContext,
		readonly desk: SheetPort
	) {}

	/** Whether anything under the page of uploads is this viewer's, the empty templates too. */
	mayUpload(): boolean {
		const { role } = this.context.viewer;
		return role === 'system' || mayOpen(role, '/upload');
	}

	/** As whom this viewer may send: a role as its party, a hospital's account as its hospital; the product as anybody. */
	choice(): UploadChoice {
		const { facilities } = this.context;
		const hospitals = [...facilities.all()].sort(
			(a, b) =>
				Number(b.demo) - Number(a.demo) || a.kind.localeCompare(b.kind) || a.name.localeCompare(b.name)
		);
		const kinds = (party: Party) => sheetKinds.filter((kind) => maySend(party, kind));
		return {
			senders: [
				...sendingParties.map((party) => ({
					value: party,
					sender: { party, facility: null },
					kinds: kinds(party),
					demo: false
				})),
				...hospitals.map(({ code, name, demo }) => ({
					value: `hospital:${code}`,
					sender: { party: 'hospital' as const, facility: { code, name } },
					kinds: kinds('hospital'),
					demo
				}))
			].filter(({ sender: { party, facility } }) => this.#mayBe(party, facility?.code ?? null)),
			maxBytes: this.desk.maxBytes,
			maxRows: this.desk.maxRows
		};
	}

	#mayBe(party: Party, facility: string | null): boolean {
		const { role, facility: own } = this.context.viewer;
		return role === 'system' || (sendsAs[role] === party && own === facility);
	}

	/** Undefined for nobody whom the list offers. */
	findSender(value: string): Sender | undefined {
		const [party = '', facility = null] = value.split(':', 2);
		if (!isParty(party) || party === 'importer' || !this.#mayBe(party, facility)) return undefined;
		if (!authority[party].ownFacilityOnly) return facility === null ? { party, facility } : undefined;
		return facility !== null && this.context.facilities.find(facility) ? { party, facility } : undefined;
	}

	maySend({ party }: Sender, kind: SheetKind): boolean {
		return maySend(party, kind);
	}

	/** Undefined also for an upload in another's name. */
	view(id: string): UploadView | undefined {
		const view = this.desk.view(id);
		return view && this.#mayBe(view.sender.party, view.sender.facility?.code ?? null) ? view : undefined;
	}

	/** Ward classes of the sender that another way tells as well: what a file says of them may not be what counts. */
	async sharedClasses({ kind, phase, sender }: UploadView): Promise<SharedClass[]> {
		const own = sender.facility?.code;
		if (kind !== 'bed' || own === undefined || phase === 'checking' || phase === 'sending') return [];
		const moment = momentOf(null, this.context.clock);
		const { classes } = await readView(this.context, moment, async (tx) => ({
			classes: await readSharedClasses(tx, moment)
		}));
		return classes.filter(({ facility }) => facility === own);
	}

	/** @returns false where the upload is no longer waiting for it. */
	choose(id: string, form: FormData): boolean {
		return this.view(id) !== undefined && this.desk.choose(id, chosenIn(form));
	}

	/** @param viewer the very account: what it sends of claims, it has done with them. */
	send(viewer: Viewer, id: string, locale: Locale): boolean {
		const { name, role } = viewer;
		return this.view(id) !== undefined && this.desk.send(id, locale, { name, role });
	}

	async cancel(id: string): Promise<boolean> {
		return this.view(id) !== undefined && (await this.desk.cancel(id));
	}
}

/** The states that an interface's own words can mean. */
const statesOf: Partial<Record<SheetKind, readonly ClaimState[]>> = {
	claim: claimStates,
	eklaim: ['submitted'],
	vclaim: ['submitted', 'returned', 'verified']
};

function maySend(party: Party, kind: SheetKind): boolean {
	const event = kindOf[kind];
	const states = statesOf[kind] ?? [null];
	return states.some((state) => mayAssert(party, event, state));
}

function chosenIn(form: FormData): UploadChosen {
	const textOf = (name: string) => {
		const value = form.get(name);
		return typeof value === 'string' ? value.trim() : '';
	};
	const fields = new Map<number, string>();
	for (const [name, value] of form) {
		const [, column] = /^column-(\d{1,3})$/.exec(name) ?? [];
		if (column !== undefined && typeof value === 'string') fields.set(Number(column), value);
	}
	const period = textOf('period');
	return {
		sheet: /^\d{1,2}$/.test(textOf('sheet')) ? Number(textOf('sheet')) : null,
		fields,
		period: isDay(period) || /^\d{4}-(0[1-9]|1[0-2])$/.test(period) ? period : null
	};
}
