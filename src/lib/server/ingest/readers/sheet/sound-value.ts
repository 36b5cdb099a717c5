import type { CellForm, SheetField } from './sheet-fields.ts';
import { choices } from './words.ts';

/** Nobody has this NIK: serial 0000. */
const values: Readonly<Record<Exclude<CellForm, 'choice'>, unknown>> = {
	text: 'x',
	nik: '3275010101010000',
	whole: 1,
	day: '2001-01-01',
	instant: '2001-01-01T00:00:00+07:00',
	month: '2001-01',
	diagnoses: ['A09'],
	drugs: [],
	'yes-no': true,
	slug: 'x',
	ward: 'igd',
	area: '32.75.01',
	item: 'oralit',
	disease: 'dengue',
	'tally-code': 'dengue',
	facility: ''
};

/** A value that nothing can be said against, to see what else is wrong with a row; never sent. */
export function soundValue({ form, choice }: SheetField): unknown {
	return form === 'choice' ? [...(choices[choice ?? '']?.values() ?? [])][0] : values[form];
}
