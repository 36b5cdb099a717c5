/** How a field is written in a sheet, for the sentences about its cells. */
import type { WrittenForm } from '../../../../protocol/sheet-cells.ts';
import type { CellForm, SheetField } from './sheet-fields.ts';
import { choices } from './words.ts';

const forms: Partial<Record<CellForm, WrittenForm>> = {
	whole: 'number',
	day: 'day',
	instant: 'moment',
	month: 'month',
	'yes-no': 'yes-no',
	choice: 'choice'
};

export const writtenForm = ({ form }: SheetField): WrittenForm => forms[form] ?? 'text';

export const allowedWords = ({ choice }: SheetField): string[] => [
	...new Set(choices[choice ?? '']?.values() ?? [])
];
