/**
 * Some software sends the position of the chosen line instead of `id_tt`. What the payload itself proves: a number that
 * no kind has but a line of the choice; a label beside it that names another kind; a room whose name speaks of the class
 * that stands at that line and not of the one whose code it is. Positions 1–12 equal their codes, and a room named after
 * a flower says nothing: those pass.
 */
import {
	findSirsBedType,
	findSirsBedTypeByName,
	typesAtPosition,
	wardClassNamedIn,
	wardOfSirsType,
	type SirsBedType
} from '../../../../domain/sirs-bed-types.ts';
import type { EventRefusal } from '../../../../protocol/refusals.ts';
import type { Fields } from '../bridging/payload.ts';

export type Judged = { type: SirsBedType } | { refusal: EventRefusal };

export function judgeBedType(idTt: string, fields: Fields): Judged {
	const type = findSirsBedType(idTt);
	const positioned = /^\d{1,2}$/.test(idTt) ? typesAtPosition(Number(idTt)) : [];
	if (!type) return { refusal: positioned.length > 0 ? asPosition(idTt, positioned) : unknownCode(idTt) };
	const labelled = findSirsBedTypeByName(labelOf(fields));
	if (labelled && labelled !== type) return { refusal: asPosition(idTt, [labelled]) };
	const named = typeof fields.ruang === 'string' ? wardClassNamedIn(fields.ruang) : undefined;
	if (named === undefined || named === wardOfSirsType(type)) return { type };
	const meant = positioned.filter((one) => wardOfSirsType(one) === named);
	return meant.length > 0 ? { refusal: asPosition(idTt, meant) } : { type };
}

const labelOf = ({ tt, nama_tt: name }: Fields) => [tt, name].find((one) => typeof one === 'string') ?? '';

const asPosition = (idTt: string, meant: readonly SirsBedType[]): EventRefusal => ({
	code: 'list-position',
	field: 'id_tt',
	detail: { value: idTt, meant: meant.map((one) => `${one.idTt} (${one.name})`).join(', ') }
});

const unknownCode = (idTt: string): EventRefusal => ({
	code: 'unknown-code',
	field: 'id_tt',
	detail: { value: idTt.slice(0, 64) }
});
