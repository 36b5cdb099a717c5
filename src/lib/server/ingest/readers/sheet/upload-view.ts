import type { SheetFieldView, UploadView } from '../../../../protocol/views/upload.ts';
import { columnLetter, missingFields } from './layout.ts';
import { sheetShapes, type SheetField } from './sheet-fields.ts';
import type { Upload } from './upload.ts';
import { allowedWords, writtenForm } from './written-form.ts';

/** What a page shows of an upload: no row but those of the preview, and no number that tells a person. */
export function viewUpload(upload: Upload, nameOf: (facility: string) => string): UploadView {
	const { id, fileName, kind, phase, share, rowsRead, book, layout, check, result, refusal } = upload;
	const { party, facility } = upload.sender;
	const shape = sheetShapes[kind];
	return {
		id,
		fileName,
		kind,
		phase,
		share,
		rowsRead,
		check,
		result,
		refusal,
		sender: { party, facility: facility === null ? null : { code: facility, name: nameOf(facility) } },
		sheets: book?.sheets ?? [],
		sheet: layout?.sheet ?? 0,
		hasHeadings: layout?.hasHeadings ?? false,
		columns: (layout?.columns ?? []).map((column) => ({ ...column, letter: columnLetter(column.index) })),
		fields: shape.fields.map(fieldView),
		missing: layout === null ? [] : missingFields(layout, shape.fields).map(fieldView),
		period: layout === null || shape.period === null ? null : periodOf(layout, shape.period)
	};
}

function fieldView(field: SheetField): SheetFieldView {
	const { id, names, isNeeded } = field;
	return { id, names, isNeeded, form: writtenForm(field), words: allowedWords(field) };
}

const dating = { month: ['month'], week: ['period', 'week'] } as const;

/** Asked for only where no column dates the rows. */
function periodOf(
	{ columns, period }: NonNullable<Upload['layout']>,
	grain: 'month' | 'week'
): UploadView['period'] {
	const fields: readonly (string | null)[] = dating[grain];
	return columns.some(({ field }) => fields.includes(field)) ? null : { grain, value: period ?? '' };
}
