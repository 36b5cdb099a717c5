/** The people behind a defect, under a piece of their random id: for whoever sees all members, and written down. */
import { scopeOf } from '../../domain/access.ts';
import { findKecamatan, outsideArea, unknownArea } from '../../domain/area.ts';
import {
	reasonBit,
	reasonsOfMask,
	validityReasons,
	type ValidityReason
} from '../../domain/membership-validity.ts';
import { rowName, type TrailAction } from '../../domain/trail.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { byteOrderMark, toCsv } from '../../protocol/csv.ts';
import { peoplePageRows, type MemberPeopleView, type MemberPerson } from '../../protocol/views/members.ts';
import { readPeople, type StoredPerson } from '../store/register/member-queries.ts';
import { readPaidFor, rowKey, type PaidFor } from '../store/register/paid-claims.ts';
import { InvalidFilter, momentOf, readView, type Moment, type ServiceContext } from './context.ts';

export type PeopleQuery = {
	reason: string | null;
	kecamatan: string | null;
	page: string | null;
	asOf: string | null;
};
type Filter = MemberPeopleView['filter'];

const mostExported = 10_000;
const shownIdLength = 8;

export class MemberPeopleService {
	constructor(readonly context: ServiceContext) {}

	/** May this service's viewer see people at all? */
	get isOpen(): boolean {
		const { role } = this.context.viewer;
		return role === 'system' || scopeOf(role, 'members') === 'all';
	}

	/** @throws InvalidFilter for a reason, kecamatan or page that does not exist. */
	async load(viewer: Viewer, query: PeopleQuery): Promise<MemberPeopleView> {
		const filter = filterOf(query);
		const { ids, ...view } = await this.#read(
			query,
			filter,
			peoplePageRows,
			(filter.page - 1) * peoplePageRows
		);
		await this.#record(viewer, 'look-rows', query, ids);
		return view;
	}

	async exportCsv(viewer: Viewer, query: PeopleQuery): Promise<string> {
		const { ids, rows } = await this.#read(query, filterOf(query), mostExported, 0);
		await this.#record(viewer, 'export', query, ids);
		const lines = rows.map((row) => ({ ...row, reasons: row.reasons.join(' ') }));
		return byteOrderMark + toCsv(csvFields, lines);
	}

	#read(query: PeopleQuery, filter: Filter, limit: number, offset: number) {
		if (!this.isOpen) throw new Error('people are not for this role');
		const moment = momentOf(query.asOf, this.context.clock);
		return readView(this.context, moment, async (tx) => {
			const asked = askedOf(filter, moment);
			const found = await readPeople(tx, asked, { limit, offset });
			const ids = found.rows.map(({ personId }) => personId);
			// Whoever sees these people may see no visit, and a newborn's claim is found by its visit alone.
			const paid = await readPaidFor(this.context.system, ids, { ...asked, day: moment.today });
			const none = { claims: 0, paidRupiah: 0 };
			return {
				...{ filter, ids, mostExported, total: found.total },
				rows: found.rows.map((row) =>
					personRow(filter.reason, row, paid.get(rowKey(row, asked.bit)) ?? none)
				),
				pages: Math.max(1, Math.ceil(found.total / peoplePageRows))
			};
		});
	}

	/** Before anything is handed out. */
	#record(viewer: Viewer, action: TrailAction, query: PeopleQuery, ids: readonly string[]): Promise<number> {
		return this.context.recordLook(this.context.system, viewer, {
			...{ action, what: '/members', filter: query, rowCount: ids.length },
			rows: ids.map((id) => rowName('person', id))
		});
	}
}

const csvFields = [
	'id',
	'kecamatan',
	'segment',
	'registerStatus',
	'jkn',
	'reasons',
	'since',
	'claims',
	'paidRupiah'
];

function filterOf({ reason, kecamatan, page }: PeopleQuery): Filter {
	const known: readonly ValidityReason[] = [...validityReasons, 'newborn-without-nik'];
	const asked = known.find((one) => one === reason);
	if (asked === undefined) throw new InvalidFilter('reason', reason ?? '');
	const isArea =
		kecamatan === null || findKecamatan(kecamatan) || [outsideArea, unknownArea].includes(kecamatan);
	if (!isArea) throw new InvalidFilter('kecamatan', kecamatan);
	if (page !== null && !/^[1-9]\d{0,4}$/.test(page)) throw new InvalidFilter('page', page);
	return { reason: asked, kecamatan, page: Number(page ?? 1) };
}

const askedOf = ({ reason, kecamatan }: Filter, { asOf }: Moment) => ({
	bit: reason === 'newborn-without-nik' ? null : reasonBit(reason),
	...{ kecamatan, asOf }
});

function personRow(
	reason: ValidityReason,
	{ personId, reasons, ...row }: StoredPerson,
	paid: PaidFor
): MemberPerson {
	const all = reason === 'newborn-without-nik' ? [reason] : reasonsOfMask(reasons);
	return { ...row, ...paid, id: personId.slice(0, shownIdLength), reasons: all };
}
