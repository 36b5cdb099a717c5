import type { Party } from '$lib/domain/role';
import type { Locale } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages.js';
import { problemSentence } from '$lib/protocol/sheet-cells';
import type { PreviewRow, RowProblem, SheetKind, UploadSender, UploadView } from '$lib/protocol/views/upload';

const kindNames: Record<SheetKind, () => string> = {
	visit: m.upload_kind_visit,
	bed: m.upload_kind_bed,
	claim: m.upload_kind_claim,
	eklaim: m.upload_kind_eklaim,
	vclaim: m.upload_kind_vclaim,
	member: m.upload_kind_member,
	stock: m.upload_kind_stock,
	tally: m.upload_kind_tally,
	lplpo: m.upload_kind_lplpo,
	w2: m.upload_kind_w2
};
const partyNames: Record<Party, () => string> = {
	hospital: m.upload_party_hospital,
	verifier: m.upload_party_verifier,
	finance: m.upload_party_finance,
	dinkes: m.upload_party_dinkes,
	register: m.upload_party_register,
	importer: m.upload_party_importer
};

export const kindName = (kind: SheetKind) => kindNames[kind]();
export const senderName = ({ party, facility }: UploadSender) => facility?.name ?? partyNames[party]();

/** What is wrong, and in which cell: by the heading that stands in the file, not by our field. */
export function problemOfRow(view: UploadView, row: PreviewRow, problem: RowProblem, locale: Locale): string {
	const used = view.columns.filter(({ field }) => field !== null);
	const place = used.findIndex(({ index }) => index === problem.column);
	const column = used[place];
	const field = view.fields.find(({ id }) => id === column?.field);
	const { form = 'text', words = [] } = field ?? {};
	const cell = column ? { ...column, form, words, value: row.cells[place] ?? '' } : null;
	return problemSentence(problem, cell, (path) => fieldName(view, path, locale), locale);
}

/** A field that no column gives, by the name it has in the template. */
function fieldName(view: UploadView, path: string | null, locale: Locale): string | null {
	const id = path?.split('.')[path.startsWith('data.') ? 1 : 0] ?? '';
	return view.fields.find((field) => field.id === id)?.names[locale] ?? path;
}
