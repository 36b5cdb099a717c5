/** What somebody did, as a service tells it, made fit to be kept for good: bounded, and without a NIK or a key's secret. */
import { holdsIdentityNumber, isUuid, maskIdentityNumbers } from '../../../domain/nik.ts';
import { countNamed, type TrailAction } from '../../../domain/trail.ts';
import type { Origin, Viewer } from '../../../domain/viewer.ts';
import type { TrailLine } from './line.ts';

export type Look = {
	action: TrailAction;
	/** The page, the resource of the API or the export: `/quality`, `GET /api/v1/visits`. */
	what: string;
	/** Which rows, by `rowName`; those of persons too, where they are known. The first 500 are kept. */
	rows?: readonly string[];
	/** By which filter they were found. Empty ones are left out. */
	filter?: Readonly<Record<string, string | null | undefined>>;
	/** How many rows were shown; without it as many as `rows` names. */
	rowCount?: number;
	/** As it was typed. */
	reason?: string;
	/** Where the viewer's own says too little. */
	from?: Origin;
};

const most = { rows: 500, row: 120, filters: 20, name: 40, value: 200, what: 200, reason: 500, who: 120 };
const secrets = /\b(dk|whsec)_[\w-]{8,}|\bBearer\s+\S+/g;
/** Ids that the product drew, which may be all digits by chance. */
const drawnKey = /^(key:|api_key:)?[a-z0-9]{16}$/;
/** A row's table and a facility's code, before an id that a sender drew. */
const before = /^([a-z_]+:)?([\w.-]{1,15}\/)?/;
const isDrawn = (name: string) => drawnKey.test(name) || isUuid(name.replace(before, ''));

/** Everything of a line but its number. */
export function lineOf(viewer: Viewer, look: Look, at: Date, keyId: string): Omit<TrailLine, 'number'> {
	const { rows = [], filter = {}, rowCount, reason } = look;
	const from: Origin = { ...ofKey(viewer), ...viewer.from, ...look.from };
	return {
		at,
		viewer: nameText(viewer.name),
		role: viewer.role,
		facility: viewer.facility,
		session: from.session === undefined ? null : nameText(from.session),
		apiKey: from.apiKey === undefined ? null : nameText(from.apiKey),
		address: from.address === undefined ? null : nameText(from.address),
		action: look.action,
		what: typedText(look.what, most.what),
		rows: rows.slice(0, most.rows).map((row) => nameText(row, most.row)),
		filter: filterText(filter),
		rowCount: rowCount ?? (look.rows === undefined ? null : countNamed(rows)),
		reason: reason === undefined || reason.trim() === '' ? null : typedText(reason.trim(), most.reason),
		keyId
	};
}

const ofKey = ({ name }: Viewer): Origin =>
	name.startsWith('key:') ? { apiKey: name.slice('key:'.length) } : {};

/** What a person typed, or may have. */
function typedText(text: string, longest: number): string {
	return plain(maskIdentityNumbers(plain(text, 4 * longest).replace(secrets, '$1…')), longest);
}

/** A name of the product's own or of a sender's. Longer numbers are no NIK by themselves, and must be found again. */
function nameText(text: string, longest = most.who): string {
	const name = plain(text, 4 * longest).replace(secrets, '$1…');
	return plain(!isDrawn(name) && holdsIdentityNumber(name) ? maskIdentityNumbers(name) : name, longest);
}

function filterText(filter: NonNullable<Look['filter']>): Record<string, string> {
	const given = Object.entries(filter).flatMap(([name, value]) =>
		value === null || value === undefined || value === ''
			? []
			: [[typedText(name, most.name), typedText(value, most.value)] as const]
	);
	return Object.fromEntries(given.slice(0, most.filters));
}

/** What PostgreSQL keeps as it is: no nought character, no half of a pair. */
const plain = (text: string, longest: number) => text.slice(0, longest).replaceAll('\0', '').toWellFormed();
